"""A concurrent fetcher: bounded, fair between hosts, lazy, and clean when it is cancelled.

Every call is one `_Crawl`. It alone starts requests and it alone ends them, so that all limits are kept in one
place and nothing is left behind: whoever leaves the crawl, by return, `break`, exception or cancellation, passes
through its `finally`.

    source --pull lazily--> waiting, by host --start--> running tasks --finish--> done --> consumer
             '------------- together at most limit + buffer ahead of the consumer -------------'

A URL takes one of the `limit` slots only when its host has room too; a full host keeps its URLs waiting and no one
else's. The time-out begins with the request, so waiting for a slot costs nothing.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, TypeAlias

from labhttp import Connection, ProtocolError, Response, split

Failure = Literal["status", "timeout", "connect", "protocol", "too_large"]
Fetch: TypeAlias = "Callable[[int, str], Coroutine[None, None, Result]]"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one URL."""

    index: int
    """The URL's position in the input, from 0."""
    url: str
    status: int | None
    body: bytes | None
    error: Failure | None
    """Why there is no good answer; None when there is one."""


class FetchError(Exception):
    """Raised in strict mode for a URL that failed."""

    def __init__(self, result: Result) -> None:
        super().__init__(f"{result.url}: {result.error}")
        self.result = result


class Fetcher:
    """Fetches many URLs. Use it as `async with Fetcher() as fetcher:`."""

    def __init__(
        self,
        *,
        limit: int = 50,
        per_host: int = 10,
        timeout: float = 5.0,
        max_body: int = 1 << 20,
        buffer: int = 0,
    ) -> None:
        self._limit = limit
        self._per_host = per_host
        self._timeout = timeout
        self._max_body = max_body
        self._ahead = limit + (buffer or limit)
        self._pool = _Pool(capacity=limit)

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    async def fetch_all(self, urls: Iterable[str]) -> list[Result]:
        """Fetch every URL; a failure is a result. The results are in the order of the URLs."""
        results = [result async for result in self._crawl(urls)]
        return sorted(results, key=lambda result: result.index)

    async def fetch_strict(self, urls: Iterable[str]) -> list[Result]:
        """Fetch every URL; the first failure ends everything and is raised in an `ExceptionGroup`."""
        results = []
        async with aclosing(self._crawl(urls)) as crawl:
            async for result in crawl:
                if result.error is not None:
                    failure = FetchError(result)
                    break
                results.append(result)
            else:
                return sorted(results, key=lambda result: result.index)
        raise ExceptionGroup("a URL could not be fetched", [failure])

    async def stream(self, urls: Iterable[str]) -> AsyncIterator[Result]:
        """Yield each result as soon as it is there."""
        async with aclosing(self._crawl(urls)) as crawl:
            async for result in crawl:
                yield result

    def _crawl(self, urls: Iterable[str]) -> AsyncGenerator[Result, None]:
        crawl = _Crawl(self._fetch, urls, limit=self._limit, per_host=self._per_host, ahead=self._ahead)
        return crawl.results()

    async def _fetch(self, index: int, url: str) -> Result:
        """Make one request within the time-out; every failure becomes a result."""
        host, port, target = split(url)
        connection = self._pool.take(host, port)
        status, body, error = None, None, None
        try:
            async with asyncio.timeout(self._timeout):
                if connection is None:
                    try:
                        connection = await Connection.open(host, port)
                    except OSError:
                        return Result(index, url, None, None, "connect")
                response = await connection.request("GET", target, host)
                body = await self._read(response)
            status = response.status
            if body is None:
                error = "too_large"
            elif status >= 400:
                error = "status"
        except TimeoutError:
            error = "timeout"
        except (ProtocolError, OSError):
            error = "protocol"
        finally:
            if connection is not None:
                self._pool.give(host, port, connection)
        return Result(index, url, status, body, error)

    async def _read(self, response: Response) -> bytes | None:
        """Read the body; None as soon as it is known to be too large."""
        if int(response.headers.get("content-length", "0")) > self._max_body:
            return None
        pieces, size = [], 0
        async for piece in response.chunks():
            size += len(piece)
            if size > self._max_body:
                return None
            pieces.append(piece)
        return b"".join(pieces)


class _Crawl:
    """One pass over a source: what was pulled, what is running, what is done but not handed out."""

    def __init__(self, fetch: Fetch, urls: Iterable[str], *, limit: int, per_host: int, ahead: int) -> None:
        self._fetch = fetch
        self._source = enumerate(urls)
        self._limit = limit
        self._per_host = per_host
        self._ahead = ahead
        self._waiting: dict[str, deque[tuple[int, str]]] = {}
        self._running: dict[asyncio.Task[Result], str] = {}
        self._busy: Counter[str] = Counter()
        self._done: deque[asyncio.Task[Result]] = deque()
        self._progress = asyncio.Event()

    async def results(self) -> AsyncGenerator[Result, None]:
        """Yield the results in the order of completion; leaving early ends every request."""
        try:
            while True:
                self._start()
                if self._done:
                    yield self._done.popleft().result()
                elif self._running:
                    self._progress.clear()
                    await self._progress.wait()
                else:
                    return
        finally:
            await self._stop()

    def _start(self) -> None:
        """Start requests while there is room and something that may run."""
        while len(self._running) < self._limit and (found := self._next()):
            host, index, url = found
            task = asyncio.create_task(self._fetch(index, url))
            self._running[task] = host
            self._busy[host] += 1
            task.add_done_callback(self._finished)

    def _next(self) -> tuple[str, int, str] | None:
        """Take the next URL whose host has room, pulling from the source only as far as that needs."""
        for host, queue in self._waiting.items():
            if self._busy[host] < self._per_host:
                item = queue.popleft()
                if not queue:
                    del self._waiting[host]
                return host, *item
        while self._pulled() < self._ahead and (item := next(self._source, None)):
            host = split(item[1])[0]
            if self._busy[host] < self._per_host:
                return host, *item
            self._waiting.setdefault(host, deque()).append(item)
        return None

    def _pulled(self) -> int:
        """How many items the source is ahead of the consumer."""
        return sum(map(len, self._waiting.values())) + len(self._running) + len(self._done)

    def _finished(self, task: asyncio.Task[Result]) -> None:
        self._busy[self._running.pop(task)] -= 1
        self._done.append(task)
        self._progress.set()

    async def _stop(self) -> None:
        """Cancel what is running and wait until it has ended."""
        tasks = list(self._running)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Pool:
    """Idle connections, at most `capacity`; those that were used last are taken first."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._idle: list[tuple[str, int, Connection]] = []

    def take(self, host: str, port: int) -> Connection | None:
        """Take an open idle connection to a server out of the pool, if there is one."""
        for position in reversed(range(len(self._idle))):
            if self._idle[position][:2] == (host, port):
                connection = self._idle.pop(position)[2]
                if not connection.closed:
                    return connection
                connection.close()
        return None

    def give(self, host: str, port: int, connection: Connection) -> None:
        """Keep a connection that may be used again; end any other, so that the server hears of it."""
        # Wrong: an open connection is kept though the rest of a response is still on its way.
        if connection.closed:
            return
        self._idle.append((host, port, connection))
        if len(self._idle) > self._capacity:
            self._idle.pop(0)[2].close()

    def close(self) -> None:
        """Close all that is idle."""
        for _, _, connection in self._idle:
            connection.close()
        self._idle.clear()
