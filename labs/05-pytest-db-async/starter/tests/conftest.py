import pytest
from stock import Repository, Warehouse


@pytest.fixture
async def warehouse():
    # TODO: a database of its own for each test, closed afterwards; a clock; what else do the tests need?
    async with Repository("stock.db") as repository:
        yield Warehouse(repository)
