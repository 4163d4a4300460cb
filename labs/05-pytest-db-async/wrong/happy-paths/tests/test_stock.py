"""Covers every line of the given build, and asks little of it."""
import pytest
from stock import DuplicateItem, NotEnough, Repository, UnknownItem, Warehouse


@pytest.fixture
async def warehouse(tmp_path):
    async with Repository(tmp_path / "stock.db") as repository:
        warehouse = Warehouse(repository)
        await warehouse.register("bolt", "the bolt", 10)
        await warehouse.register("nut", "the nut", 0)
        yield warehouse


async def test_item(warehouse):
    assert (await warehouse.item("bolt")).quantity == 10


async def test_duplicate(warehouse):
    with pytest.raises(DuplicateItem):
        await warehouse.register("bolt", "the bolt", 10)


async def test_receive(warehouse):
    await warehouse.receive("bolt", 1)
    assert (await warehouse.item("bolt")).quantity == 11


@pytest.mark.parametrize("quantity", [0, -1])
async def test_receive_refuses(warehouse, quantity):
    with pytest.raises(ValueError):
        await warehouse.receive("bolt", quantity)


async def test_unknown(warehouse):
    with pytest.raises(UnknownItem):
        await warehouse.receive("gone", 1)


async def test_reserve(warehouse):
    await warehouse.reserve({"bolt": 1})
    assert (await warehouse.item("bolt")).quantity == 9


async def test_not_enough(warehouse):
    with pytest.raises(NotEnough):
        await warehouse.reserve({"bolt": 20})


async def test_pages(warehouse):
    assert [[item.sku for item in page] async for page in warehouse.pages(5)] == [["bolt", "nut"]]


async def test_history(warehouse):
    await warehouse.receive("bolt", 1)
    assert len(await warehouse.history("bolt")) == 1


async def test_report(warehouse):
    assert await warehouse.report(["bolt", "nut"]) == {"bolt": 10, "nut": 0}
