"""Fixture factories: a fresh database for each test, closed whatever the test does."""
import asyncio
import contextlib
from datetime import datetime, timedelta, timezone

import pytest

from stock import Repository, Warehouse

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=timezone(timedelta(hours=9)))


class Clock:
    """Time that stands still until it is told to move."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def pass_by(self, **parts):
        self.now += timedelta(**parts)


class Statements:
    """Sees every statement before it is sent, and can hold the one that begins with some words."""

    def __init__(self):
        self.seen = []
        self.held = asyncio.Event()
        self._words = None

    def hold(self, words):
        self._words = words

    async def is_held_or_done(self, task):
        """Returns when `task` stands at the statement, or has ended without it."""
        held = asyncio.create_task(self.held.wait())
        await asyncio.wait({held, task}, return_when=asyncio.FIRST_COMPLETED)
        held.cancel()

    async def __call__(self, statement):
        self.seen.append(statement)
        if self._words is not None and statement.lstrip().upper().startswith(self._words):
            self.held.set()
            await asyncio.Event().wait()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "stock.db"


@pytest.fixture
async def open_repository(path):
    """Opens repositories on one and the same file."""
    async with contextlib.AsyncExitStack() as stack:

        async def make(**options):
            return await stack.enter_async_context(Repository(path, **options))

        yield make


@pytest.fixture
async def warehouse(open_repository, clock):
    return Warehouse(await open_repository(), clock=clock)


@pytest.fixture
async def reopened(open_repository, clock):
    """Looks at the file through a connection of its own."""

    async def make():
        return Warehouse(await open_repository(), clock=clock)

    return make


@pytest.fixture
async def stocked(warehouse):
    for sku, quantity in {"bolt": 10, "gear": 5, "nut": 0}.items():
        await warehouse.register(sku, "the %s" % sku, quantity)
    return warehouse


SAVED = {}


@pytest.fixture
def saved():
    """What one test has worked out, for the next."""
    return SAVED
