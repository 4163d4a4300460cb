"""Wrong: batches of `limit`. Bounded, but the slowest request of a batch idles all the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from itertools import islice

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
        self._limit = limit
        self._timeout = timeout
        self._max_body = max_body

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(self, *error: object) -> None:
        pass

    async def fetch_all(self, urls: Iterable[str]) -> list[Result]:
        return [result async for result in self.stream(urls)]

    async def fetch_strict(self, urls: Iterable[str]) -> list[Result]:
        results = []
        async for result in self.stream(urls):
            if result.error is not None:
                raise ExceptionGroup("a URL could not be fetched", [FetchError(result)])
            results.append(result)
        return results

    async def stream(self, urls: Iterable[str]) -> AsyncIterator[Result]:
        source = enumerate(urls)
        while batch := list(islice(source, self._limit)):
            requests = [get(index, url, self._timeout, self._max_body) for index, url in batch]
            for result in await asyncio.gather(*requests):
                yield result
