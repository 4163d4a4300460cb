import asyncio
from datetime import timedelta

import pytest
from stock import DuplicateItem, NotEnough, UnknownItem, Warehouse

from conftest import NOON, Statements


async def quantities(warehouse):
    return await warehouse.report(["bolt", "gear", "nut"])


class TestItems:
    async def test_registered(self, stocked, saved):
        saved["name"] = "the bolt"
        item = await stocked.item("bolt")
        assert (item.sku, item.name, item.quantity) == ("bolt", "the bolt", 10)

    async def test_duplicate(self, stocked, saved):
        with pytest.raises(DuplicateItem):
            await stocked.register("bolt", "another", 3)
        assert (await stocked.item("bolt")).name == saved["name"]

    async def test_unknown(self, stocked):
        with pytest.raises(UnknownItem):
            await stocked.item("gone")

    async def test_negative_stock(self, warehouse):
        with pytest.raises(ValueError):
            await warehouse.register("bolt", "the bolt", -1)

    async def test_time_is_an_instant(self, stocked, clock):
        assert (await stocked.item("bolt")).changed == NOON
        clock.pass_by(hours=2, microseconds=7)
        await stocked.receive("bolt", 1)
        assert (await stocked.item("bolt")).changed == NOON + timedelta(hours=2, microseconds=7)


class TestChanges:
    @pytest.mark.parametrize("quantity", [0, -1], ids=["nothing", "less"])
    async def test_receive_refuses(self, stocked, quantity):
        with pytest.raises(ValueError):
            await stocked.receive("bolt", quantity)
        with pytest.raises(ValueError):
            await stocked.reserve({"gear": 1, "bolt": quantity})
        assert await quantities(stocked) == {"bolt": 10, "gear": 5, "nut": 0}

    @pytest.mark.parametrize("taken, rest", [(1, 9), (9, 1), (10, 0)], ids=["one", "all-but-one", "all"])
    async def test_reserve(self, stocked, taken, rest):
        await stocked.reserve({"bolt": taken})
        assert (await stocked.item("bolt")).quantity == rest

    async def test_reserve_too_much(self, stocked):
        with pytest.raises(NotEnough):
            await stocked.reserve({"bolt": 11})
        assert (await stocked.item("bolt")).quantity == 10

    @pytest.mark.parametrize(
        "wanted, error", [({"bolt": 1, "gear": 6}, NotEnough), ({"bolt": 1, "gone": 1}, UnknownItem)],
        ids=["too-much", "unknown"])
    async def test_all_or_nothing(self, stocked, wanted, error):
        with pytest.raises(error):
            await stocked.reserve(wanted)
        assert await quantities(stocked) == {"bolt": 10, "gear": 5, "nut": 0}
        assert await stocked.history("bolt") == []

    async def test_receive_unknown(self, stocked):
        with pytest.raises(UnknownItem):
            await stocked.receive("gone", 1)

    async def test_what_was_asked_before_is_not_kept_too_long(self, stocked):
        for sku in "bolt", "gear":
            await stocked.item(sku)
        await stocked.reserve({"bolt": 4, "gear": 2})
        assert [(await stocked.item(sku)).quantity for sku in ("bolt", "gear")] == [6, 3]
        await stocked.receive("gear", 7)
        assert (await stocked.item("gear")).quantity == 10


class TestQueries:
    async def test_history(self, stocked, clock):
        await stocked.receive("bolt", 1)
        await stocked.receive("bolt", 2)
        clock.pass_by(minutes=1)
        await stocked.reserve({"bolt": 3, "gear": 1})
        found = await stocked.history("bolt")
        assert [movement.change for movement in found] == [-3, 2, 1]
        assert found[0].at == clock.now and found[1].at == NOON

    @pytest.mark.parametrize("size", [1, 2, 3, 5, 6], ids=lambda size: "by-%d" % size)
    async def test_pages(self, warehouse, size):
        names = ["a", "b", "c", "d", "e"]
        for name in reversed(names):
            await warehouse.register(name, name)
        pages = [[item.sku for item in page] async for page in warehouse.pages(size)]
        assert pages == [names[start:start + size] for start in range(0, 5, size)]

    async def test_report(self, stocked):
        assert await stocked.report(["nut", "gone", "gear"]) == {"nut": 0, "gear": 5}

    async def test_report_asks_once(self, open_repository, clock):
        statements = Statements()
        warehouse = Warehouse(await open_repository(before=statements), clock=clock)
        names = ["item-%d" % number for number in range(20)]
        for name in names:
            await warehouse.register(name, name, 1)
        statements.seen.clear()
        assert await warehouse.report(names) == dict.fromkeys(names, 1)
        assert len(statements.seen) <= 3


@pytest.mark.integration
class TestConnections:
    async def test_registered_is_kept(self, stocked, reopened):
        assert await quantities(await reopened()) == {"bolt": 10, "gear": 5, "nut": 0}

    async def test_change_is_kept(self, stocked, reopened):
        await stocked.reserve({"bolt": 1})
        assert (await quantities(await reopened()))["bolt"] == 9

    async def test_nothing_is_lost(self, stocked):
        await asyncio.gather(*(stocked.receive("bolt", 1) for _ in range(5)), stocked.reserve({"bolt": 3}))
        assert (await stocked.item("bolt")).quantity == 12

    @pytest.mark.parametrize("words", ["BEGIN", "INSERT", "COMMIT"], ids=str.lower)
    async def test_cancelled(self, stocked, open_repository, clock, words):
        statements = Statements()
        warehouse = Warehouse(await open_repository(before=statements), clock=clock)
        statements.hold(words)
        task = asyncio.create_task(warehouse.reserve({"bolt": 1, "gear": 1}))
        await statements.is_held_or_done(task)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        statements.hold(None)
        assert await quantities(stocked) == {"bolt": 10, "gear": 5, "nut": 0}
        await warehouse.reserve({"bolt": 2})
        assert (await quantities(stocked))["bolt"] == 8
