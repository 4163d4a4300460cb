"""Wrong: the textbook semaphore.

A task per URL at once; the global semaphore is taken before that of the host, so a full host holds slots that it does
not use; the time-out runs while a request still waits for its slot.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from labhttp import Connection, ProtocolError, split


@dataclass(frozen=True, slots=True)
class Result:
    index: int
    url: str
    status: int | None
    body: bytes | None
    error: str | None


class FetchError(Exception):
    def __init__(self, result: Result) -> None:
        super().__init__(f"{result.url}: {result.error}")
        self.result = result


async def get(index: int, url: str, timeout: float, max_body: int) -> Result:
    """One request over a connection of its own; bodies are bounded, the connection is ended."""
    host, port, target = split(url)
    connection = None
    try:
        async with asyncio.timeout(timeout):
            try:
                connection = await Connection.open(host, port)
            except OSError:
                return Result(index, url, None, None, "connect")
            response = await connection.request("GET", target, host)
            if int(response.headers.get("content-length", "0")) > max_body:
                return Result(index, url, response.status, None, "too_large")
            body = b"".join([piece async for piece in response.chunks()])
        return Result(index, url, response.status, body, None if response.status < 400 else "status")
    except TimeoutError:
        return Result(index, url, None, None, "timeout")
    except (ProtocolError, OSError):
        return Result(index, url, None, None, "protocol")
    finally:
        if connection is not None:
            connection.abort()


class Fetcher:
    def __init__(
        self,
        *,
        limit: int = 50,
        per_host: int = 10,
        timeout: float = 5.0,
        max_body: int = 1 << 20,
        buffer: int = 0,
    ) -> None:
        self._slots = asyncio.Semaphore(limit)
        self._host_slots: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(per_host))
        self._timeout = timeout
        self._max_body = max_body

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(self, *error: object) -> None:
        pass

    async def fetch_all(self, urls: Iterable[str]) -> list[Result]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._one(index, url)) for index, url in enumerate(urls)]
        return [task.result() for task in tasks]

    async def fetch_strict(self, urls: Iterable[str]) -> list[Result]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._checked(index, url)) for index, url in enumerate(urls)]
        return [task.result() for task in tasks]

    async def stream(self, urls: Iterable[str]) -> AsyncIterator[Result]:
        tasks = [asyncio.create_task(self._one(index, url)) for index, url in enumerate(urls)]
        for finished in asyncio.as_completed(tasks):
            yield await finished

    async def _one(self, index: int, url: str) -> Result:
        try:
            async with asyncio.timeout(self._timeout):
                async with self._slots, self._host_slots[split(url)[0]]:
                    return await get(index, url, self._timeout, self._max_body)
        except TimeoutError:
            return Result(index, url, None, None, "timeout")

    async def _checked(self, index: int, url: str) -> Result:
        result = await self._one(index, url)
        if result.error is not None:
            raise FetchError(result)
        return result
