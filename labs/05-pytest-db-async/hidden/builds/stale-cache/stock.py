"""The same warehouse, otherwise made: what there is follows from the movements."""
from asyncio import Lock
from collections import namedtuple
from datetime import datetime, timedelta, timezone
from sqlite3 import IntegrityError

from aiosqlite import connect

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class StockError(Exception):
    pass


class UnknownItem(StockError):
    pass


class DuplicateItem(StockError):
    pass


class NotEnough(StockError):
    pass


Item = namedtuple("Item", "sku name quantity changed")
Movement = namedtuple("Movement", "id sku change at")


def micros(at):
    return (at - EPOCH) // timedelta(microseconds=1)


def moment(number):
    return EPOCH + timedelta(microseconds=number)


class Repository:
    STOCK = (
        "SELECT sku, name, first + coalesce((SELECT sum(n) FROM log WHERE log.sku = goods.sku), 0), "
        "coalesce((SELECT at FROM log WHERE log.sku = goods.sku ORDER BY id DESC LIMIT 1), since) FROM goods ")

    def __init__(self, path, *, before=None):
        self.path, self.before = path, before
        self.connection = None
        self.busy = Lock()

    async def __aenter__(self):
        self.connection = await connect(self.path, isolation_level=None)
        await self.connection.execute(
            "CREATE TABLE IF NOT EXISTS goods (sku TEXT NOT NULL UNIQUE, name TEXT, first INTEGER, since INTEGER)")
        await self.connection.execute(
            "CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY AUTOINCREMENT, sku TEXT, n INTEGER, at INTEGER)")
        return self

    async def __aexit__(self, kind, error, trace):
        connection, self.connection = self.connection, None
        await connection.close()

    async def ask(self, sql, values=()):
        if self.before:
            await self.before(sql)
        async with self.connection.execute(sql, values) as cursor:
            return await cursor.fetchall()

    async def atomically(self, work):
        async with self.busy:
            done = False
            try:
                await self.ask("BEGIN IMMEDIATE TRANSACTION")
                await work()
                await self.ask("COMMIT TRANSACTION")
                done = True
            finally:
                if not done:
                    await self.connection.rollback()

    async def add(self, sku, name, quantity, at):
        async def work():
            await self.ask("INSERT INTO goods VALUES (?, ?, ?, ?)", (sku, name, quantity, micros(at)))

        try:
            await self.atomically(work)
        except IntegrityError as error:
            raise DuplicateItem("%s is known" % sku) from error

    async def get(self, sku):
        async with self.busy:
            for row in await self.ask(self.STOCK + "WHERE sku = ?", (sku,)):
                return Item(*row[:3], moment(row[3]))
        raise UnknownItem("%s is not known" % sku)

    async def change(self, changes, at):
        async def work():
            for sku in changes:
                await self.ask("INSERT INTO log (sku, n, at) VALUES (?, ?, ?)", (sku, changes[sku], micros(at)))
            names = list(changes)
            marks = ",".join("?" for _ in names)
            found = {row[0]: row[2] for row in await self.ask(self.STOCK + "WHERE sku IN (%s)" % marks, names)}
            for sku in names:
                if sku not in found:
                    raise UnknownItem("%s is not known" % sku)
                if found[sku] < 0:
                    raise NotEnough("too little of %s" % sku)

        await self.atomically(work)

    async def page(self, limit, after=""):
        async with self.busy:
            rows = await self.ask(self.STOCK + "WHERE sku > ? ORDER BY sku ASC LIMIT ?", (after, limit))
        return [Item(*row[:3], moment(row[3])) for row in rows]

    async def movements(self, sku):
        async with self.busy:
            rows = await self.ask("SELECT id, sku, n, at FROM log WHERE sku = ? ORDER BY at DESC, id DESC", (sku,))
        return [Movement(*row[:3], moment(row[3])) for row in rows]

    async def totals(self, skus):
        async with self.busy:
            marks = ",".join("?" for _ in skus)
            return {row[0]: row[2] for row in await self.ask(self.STOCK + "WHERE sku IN (%s)" % marks, skus)}


class Warehouse:
    def __init__(self, repository, *, clock=lambda: datetime.now(timezone.utc)):
        self.repository, self.clock = repository, clock
        self.cache = {}
        self.edition = {}

    async def register(self, sku, name, quantity=0):
        if quantity < 0:
            raise ValueError(quantity)
        await self.repository.add(sku, name, quantity, self.clock())

    async def item(self, sku):
        edition = self.edition.get(sku, 0)
        kept = self.cache.get(sku)
        if kept is None or kept[0] != edition:
            kept = self.cache[sku] = edition, await self.repository.get(sku)
        return kept[1]

    async def receive(self, sku, quantity):
        await self.apply({sku: quantity}, 1)

    async def reserve(self, wanted):
        await self.apply(wanted, -1)

    async def apply(self, quantities, sign):
        if min(quantities.values(), default=1) < 1:
            raise ValueError("quantities are positive")
        try:
            await self.repository.change({sku: sign * n for sku, n in quantities.items()}, self.clock())
        finally:
            for sku in list(quantities)[:1]:
                self.edition[sku] = self.edition.get(sku, 0) + 1

    async def pages(self, size):
        last = ""
        while True:
            page = await self.repository.page(size, last)
            if not page:
                return
            yield page
            last = page[-1].sku

    async def history(self, sku):
        return await self.repository.movements(sku)

    async def report(self, skus):
        return await self.repository.totals(tuple(skus))
