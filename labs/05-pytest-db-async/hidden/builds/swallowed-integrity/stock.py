"""Stock of a warehouse: a repository over SQLite and a service above it."""
import asyncio
import contextlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timezone

import aiosqlite

SCHEMA = """
CREATE TABLE IF NOT EXISTS items (
    sku TEXT PRIMARY KEY, name TEXT NOT NULL, quantity INTEGER NOT NULL, changed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS movements (
    id INTEGER PRIMARY KEY, sku TEXT NOT NULL, change INTEGER NOT NULL, at TEXT NOT NULL);
"""


class StockError(Exception):
    """What the rules of the warehouse do not allow."""


class UnknownItem(StockError):
    """There is no such item."""


class DuplicateItem(StockError):
    """The item is there already."""


class NotEnough(StockError):
    """More was asked for than there is."""


@dataclass(frozen=True)
class Item:
    sku: str
    name: str
    quantity: int
    changed: datetime


@dataclass(frozen=True)
class Movement:
    id: int
    sku: str
    change: int
    at: datetime


def utcnow():
    return datetime.now(timezone.utc)


def stored(at):
    return at.astimezone(timezone.utc).isoformat(timespec="microseconds")


class Repository:
    """Items and their movements in one SQLite file; to be used as an asynchronous context manager."""

    def __init__(self, path, *, before=None):
        self.path = path
        self.before = before
        self._lock = asyncio.Lock()
        self._db = None

    async def __aenter__(self):
        self._db = await aiosqlite.connect(self.path, isolation_level=None)
        await self._db.executescript(SCHEMA)
        return self

    async def __aexit__(self, *error):
        await self._db.close()

    async def _run(self, statement, *values):
        if self.before is not None:
            await self.before(statement)
        return await self._db.execute_fetchall(statement, values)

    @contextlib.asynccontextmanager
    async def _transaction(self):
        async with self._lock:
            # Begun inside: a cancelled wait for BEGIN or COMMIT does not stop the statement itself.
            try:
                await self._run("BEGIN IMMEDIATE")
                yield
                await self._run("COMMIT")
            except BaseException:
                await self._db.rollback()
                raise

    async def add(self, sku, name, quantity, at):
        async with self._transaction():
            try:
                await self._run("INSERT INTO items VALUES (?, ?, ?, ?)", sku, name, quantity, stored(at))
            except sqlite3.IntegrityError:
                pass

    async def get(self, sku):
        async with self._lock:
            rows = await self._run("SELECT sku, name, quantity, changed FROM items WHERE sku = ?", sku)
        if not rows:
            raise UnknownItem(sku)
        return self._item(rows[0])

    async def change(self, changes, at):
        """Makes all of the changes, a mapping from sku to a number, or none of them."""
        async with self._transaction():
            for sku, change in changes.items():
                await self._change(sku, change, stored(at))

    async def _change(self, sku, change, at):
        rows = await self._run("SELECT quantity FROM items WHERE sku = ?", sku)
        if not rows:
            raise UnknownItem(sku)
        quantity = rows[0][0] + change
        if quantity < 0:
            raise NotEnough(sku)
        await self._run("UPDATE items SET quantity = ?, changed = ? WHERE sku = ?", quantity, at, sku)
        await self._run("INSERT INTO movements (sku, change, at) VALUES (?, ?, ?)", sku, change, at)

    async def page(self, limit, after=""):
        """The next items by sku, those after `after`."""
        async with self._lock:
            rows = await self._run(
                "SELECT sku, name, quantity, changed FROM items WHERE sku > ? ORDER BY sku LIMIT ?", after, limit)
        return [self._item(row) for row in rows]

    async def movements(self, sku):
        """The movements of an item, the newest first; of the same moment the later one first."""
        async with self._lock:
            rows = await self._run(
                "SELECT id, sku, change, at FROM movements WHERE sku = ? ORDER BY at DESC, id DESC", sku)
        return [Movement(*row[:3], datetime.fromisoformat(row[3])) for row in rows]

    async def totals(self, skus):
        """The quantities of the items that there are."""
        marks = ", ".join("?" * len(skus))
        async with self._lock:
            rows = await self._run("SELECT sku, quantity FROM items WHERE sku IN (%s)" % marks, *skus)
        return dict(tuple(row) for row in rows)

    @staticmethod
    def _item(row):
        return Item(row[0], row[1], row[2], datetime.fromisoformat(row[3]))


class Warehouse:
    """What the rest of the company calls; keeps items that were asked for until they change."""

    def __init__(self, repository, *, clock=utcnow):
        self._repository = repository
        self._clock = clock
        self._known = {}

    async def register(self, sku, name, quantity=0):
        if quantity < 0:
            raise ValueError("a quantity is not negative")
        await self._repository.add(sku, name, quantity, self._clock())

    async def item(self, sku):
        known = self._known
        if sku not in known:
            known[sku] = await self._repository.get(sku)
        return known[sku]

    async def receive(self, sku, quantity):
        if quantity <= 0:
            raise ValueError("what is received is more than nothing")
        await self._change({sku: quantity})

    async def reserve(self, wanted):
        """Takes all that is wanted, a mapping from sku to a quantity, or nothing."""
        if any(quantity <= 0 for quantity in wanted.values()):
            raise ValueError("what is reserved is more than nothing")
        await self._change({sku: -quantity for sku, quantity in wanted.items()})

    async def _change(self, changes):
        try:
            await self._repository.change(changes, self._clock())
        finally:
            self._known = {}

    async def pages(self, size):
        """All items, page by page."""
        after = ""
        while page := await self._repository.page(size, after):
            yield page
            after = page[-1].sku

    async def history(self, sku):
        return await self._repository.movements(sku)

    async def report(self, skus):
        """The quantity of each item that there is."""
        return await self._repository.totals(list(skus))
