"""A client for a service that is failing: retries, a deadline, a retry budget and a circuit breaker.

The rules are numbered in README.md, and the numbers below refer to them. The public names and
parameters are fixed; everything else is yours to design. Use the injected `clock`, `utcnow` and `rng`
and no others: that is what lets an hour of outage be tested in a millisecond.
"""
from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Literal

from labtypes import Response, Transport


class CircuitOpen(Exception):
    """The breaker refused the call; `retry_in` is the number of seconds until it lets a probe through."""

    def __init__(self, retry_in: float) -> None:
        super().__init__(f"circuit open, retry in {retry_in:.3f} s")
        self.retry_in = retry_in


class DeadlineExceeded(Exception):
    """The call's deadline passed before the service had answered."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often, how long and after what a call is tried again. All times are in seconds."""

    max_attempts: int = 4
    """Tries in all, the first one included."""
    base: float = 0.1
    """The window of the first wait; it doubles with every further one."""
    cap: float = 2.0
    """The widest window of a wait."""
    deadline: float = 10.0
    """What one call may take in all: tries and waits together."""
    attempt_timeout: float = 1.0
    """What one try may take."""
    statuses: frozenset[int] = frozenset({408, 429, 500, 502, 503, 504})
    """Responses that may be better next time."""
    methods: frozenset[str] = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
    """Idempotent methods: doing one twice is the same as doing it once."""


def backoff(attempt: int, policy: RetryPolicy, rng: random.Random) -> float:
    """The wait in seconds after try number `attempt`, counted from 0 (rule 9)."""
    raise NotImplementedError


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a `Retry-After` header asks for at `now`, or None when it says nothing valid (rule 10)."""
    raise NotImplementedError


class CircuitBreaker:
    """Stops calling a service that keeps failing, and finds out when it is back (rules 15 to 20)."""

    def __init__(
        self,
        *,
        failures: int = 5,
        reset_after: float = 30.0,
        probes: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        raise NotImplementedError

    @property
    def state(self) -> Literal["closed", "open", "half_open"]:
        """What the breaker does with a call that comes now."""
        raise NotImplementedError


class RetryBudget:
    """Bounds retries to a share of the calls, whatever the policy of each call allows (rule 8)."""

    def __init__(self, *, ratio: float = 0.2, floor: int = 10) -> None:
        raise NotImplementedError


class ResilientClient:
    """Sends requests through `transport`, and tries again where that is safe and of use."""

    def __init__(
        self,
        transport: Transport,
        *,
        policy: RetryPolicy = RetryPolicy(),
        breaker: CircuitBreaker | None = None,
        budget: RetryBudget | None = None,
        rng: random.Random | None = None,
        clock: Callable[[], float] = time.monotonic,
        utcnow: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._transport = transport

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Response:
        """The last response, or the last try's exception, `CircuitOpen` or `DeadlineExceeded` (rules 1 to 8).

        For now it sends the request once and hopes.
        """
        return await self._transport(method, url, dict(headers or {}), body)
