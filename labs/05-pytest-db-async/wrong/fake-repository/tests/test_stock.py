"""Everything that could go wrong in the database is left out."""
from unittest.mock import AsyncMock

import pytest
from stock import Warehouse


@pytest.fixture
def repository():
    return AsyncMock()


@pytest.mark.parametrize("quantity", [0, -1], ids=["nothing", "less"])
async def test_receive_refuses(repository, quantity):
    with pytest.raises(ValueError):
        await Warehouse(repository).receive("bolt", quantity)
    repository.change.assert_not_awaited()


@pytest.mark.parametrize("quantity", [0, -1], ids=["nothing", "less"])
async def test_reserve_refuses(repository, quantity):
    with pytest.raises(ValueError):
        await Warehouse(repository).reserve({"bolt": quantity})


async def test_reserve(repository):
    await Warehouse(repository).reserve({"bolt": 2, "gear": 1})
    assert repository.change.await_args.args[0] == {"bolt": -2, "gear": -1}


@pytest.mark.integration
async def test_item_is_kept(repository):
    warehouse = Warehouse(repository)
    assert await warehouse.item("bolt") is await warehouse.item("bolt")
    repository.get.assert_awaited_once_with("bolt")
