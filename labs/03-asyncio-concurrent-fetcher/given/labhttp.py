"""One HTTP/1.1 connection, given to you: it is laid over your submission and cannot be changed.

It sends one request at a time and reads the response. There is no pool, no limit and no time-out here:
those are the lab.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from urllib.parse import urlsplit


class ProtocolError(Exception):
    """The server's answer was cut short or was no HTTP."""


def split(url: str) -> tuple[str, int, str]:
    """Return the host, the port and the request target (path and query) of an `http://` URL."""
    parts = urlsplit(url)
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    return parts.hostname or "", parts.port or 80, target


class Connection:
    """A connection to one server.

    `idle` is true before the first request and again after a response was read to its end: then, and only
    then, may the connection carry another request. Everything else (a time-out, a cancellation, a body left
    unread) leaves bytes of the old response on the way.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.idle = True

    @classmethod
    async def open(cls, host: str, port: int) -> Connection:
        """Connect; raises `OSError` when the server cannot be reached."""
        return cls(*await asyncio.open_connection(host, port))

    @property
    def closed(self) -> bool:
        """True once either side has closed the connection."""
        return self._writer.is_closing() or self._reader.at_eof()

    async def request(
        self, method: str, target: str, host: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Response:
        """Send a request and read the response up to its body.

        Raises `ProtocolError` when the connection ends before a response or the answer is no HTTP, and
        `OSError` when the connection breaks.
        """
        self.idle = False
        fields = {"Host": host, **(headers or {})}
        if body:
            fields["Content-Length"] = str(len(body))
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
        self._writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            raise ProtocolError("the connection ended before a response") from None
        except asyncio.LimitOverrunError:
            raise ProtocolError("the response's header is too long") from None
        status, received = _parse_head(head)
        try:
            length = int(received.get("content-length", "0"))
        except ValueError:
            raise ProtocolError("the response's length is no number") from None
        self.idle = length == 0
        return Response(self, status, received, length)

    def close(self) -> None:
        """Close the connection after what was written has been sent."""
        self._writer.close()

    def abort(self) -> None:
        """Close the connection at once; the server notices."""
        self._writer.transport.abort()


class Response:
    """A status, header fields (names in lower case) and a body that is still to be read."""

    def __init__(self, connection: Connection, status: int, headers: dict[str, str], length: int) -> None:
        self.status = status
        self.headers = headers
        self._connection = connection
        self._unread = length

    async def chunks(self, size: int = 65536) -> AsyncIterator[bytes]:
        """Yield the body piece by piece, as it arrives; raises `ProtocolError` when it is cut short."""
        while self._unread:
            piece = await self._connection._reader.read(min(size, self._unread))
            if not piece:
                raise ProtocolError("the body ended early")
            self._unread -= len(piece)
            if not self._unread:
                self._connection.idle = True
            yield piece


def _parse_head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    version, _, rest = first.partition(" ")
    code = rest[:3]
    if version != "HTTP/1.1" or not code.isdigit():
        raise ProtocolError("the answer is no HTTP/1.1 response")
    fields = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            fields[name.strip().lower()] = value.strip()
    return int(code), fields
