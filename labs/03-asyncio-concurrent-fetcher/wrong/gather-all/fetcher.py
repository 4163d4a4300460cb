"""Wrong: everything at once. No limit, no limit by host, no pool, the whole source in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
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
        self._timeout = timeout
        self._max_body = max_body

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(self, *error: object) -> None:
        pass

    async def fetch_all(self, urls: Iterable[str]) -> list[Result]:
        return await asyncio.gather(*self._requests(urls))

    async def fetch_strict(self, urls: Iterable[str]) -> list[Result]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(checked(request)) for request in self._requests(urls)]
        return [task.result() for task in tasks]

    async def stream(self, urls: Iterable[str]) -> AsyncIterator[Result]:
        for finished in asyncio.as_completed(self._requests(urls)):
            yield await finished

    def _requests(self, urls: Iterable[str]) -> list[Coroutine[None, None, Result]]:
        return [get(index, url, self._timeout, self._max_body) for index, url in enumerate(urls)]


async def checked(request: Coroutine[None, None, Result]) -> Result:
    result = await request
    if result.error is not None:
        raise FetchError(result)
    return result
