"""A fetcher that works, one request after another. Make it concurrent; the rules are in README.md."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

from labhttp import Connection, split

Failure = Literal["status", "timeout", "connect", "protocol", "too_large"]


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
        # TODO: these are the bounds that the rules speak of; none is kept yet.
        self.limit = limit
        self.per_host = per_host
        self.timeout = timeout
        self.max_body = max_body
        self.buffer = buffer or limit

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # TODO: close the connections that are kept for reuse.
        pass

    async def fetch_all(self, urls: Iterable[str]) -> list[Result]:
        """Fetch every URL; a failure is a result. The results are in the order of the URLs."""
        return [await self._fetch(index, url) for index, url in enumerate(urls)]

    async def fetch_strict(self, urls: Iterable[str]) -> list[Result]:
        """Fetch every URL; the first failure ends everything and is raised in an `ExceptionGroup`."""
        # TODO: notice failures.
        return await self.fetch_all(urls)

    async def stream(self, urls: Iterable[str]) -> AsyncIterator[Result]:
        """Yield each result as soon as it is there."""
        # TODO: this yields nothing before everything has been fetched.
        for result in await self.fetch_all(urls):
            yield result

    async def _fetch(self, index: int, url: str) -> Result:
        host, port, target = split(url)
        connection = await Connection.open(host, port)
        try:
            response = await connection.request("GET", target, host)
            body = b"".join([piece async for piece in response.chunks()])
            return Result(index, url, response.status, body, None if response.status < 400 else "status")
        finally:
            connection.close()
