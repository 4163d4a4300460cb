"""What a transport is, what it returns and how it fails. Given: changes to this file are not graded."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of the service. Header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class TransportError(Exception):
    """A failure below HTTP: there is no response."""


class ConnectError(TransportError):
    """No connection was made: the service has received nothing."""


class ReadError(TransportError):
    """The connection broke after the request was sent: the service may have acted on it."""


class Transport(Protocol):
    """Sends one request and waits for its response; it never tries again by itself."""

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> Response: ...
