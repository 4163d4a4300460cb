"""A client for a service that is failing: retries, a deadline, a retry budget and a circuit breaker.

A retry is a load multiplier aimed at a service that is already failing, so everything here *bounds*
retrying. The numbers in parentheses are the rules of the lab's README.
"""
from __future__ import annotations

import asyncio
import itertools
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Literal

from labtypes import ConnectError, Response, Transport, TransportError


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
    base: float = 0.1
    cap: float = 2.0
    deadline: float = 10.0
    attempt_timeout: float = 1.0
    statuses: frozenset[int] = frozenset({408, 429, 500, 502, 503, 504})
    methods: frozenset[str] = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


# -- When to try again ---------------------------------------------------------------------------------

_LARGEST_EXPONENT = 60  # base * 2**60 exceeds any cap, and 2.0**1024 would overflow
_DELAY_SECONDS = re.compile(r"[0-9]+")  # int() would take '1_0', '+5' and '３' as well


def backoff(attempt: int, policy: RetryPolicy, rng: random.Random) -> float:
    """The wait in seconds after try number `attempt`, counted from 0: full jitter (9)."""
    window = min(policy.cap, policy.base * 2.0 ** min(attempt, _LARGEST_EXPONENT))
    return rng.uniform(0.0, window)


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a `Retry-After` header asks for at `now`, or None when it says nothing valid (10)."""
    if value is None:
        return None
    text = value.strip(" \t")
    if _DELAY_SECONDS.fullmatch(text):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    if date.tzinfo is None:  # asctime's spelling names no zone; HTTP dates are always UTC
        date = date.replace(tzinfo=timezone.utc)
    return max(0.0, (date - now).total_seconds())


# -- Circuit breaker -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Admission:
    """The breaker's leave for one try; every admission must be settled, whatever becomes of the try."""

    period: int
    """The period between two changes of state in which it was given."""
    is_probe: bool
    """True when it takes one of the places of a half-open breaker."""


class CircuitBreaker:
    """Stops calling a service that keeps failing, and finds out when it is back (15 to 20)."""

    def __init__(
        self,
        *,
        failures: int = 5,
        reset_after: float = 30.0,
        probes: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures_to_open = failures
        self._reset_after = reset_after
        self._places = probes
        self._clock = clock
        self._period = 0
        self._opened_at: float | None = None
        self._consecutive_failures = 0
        self._probes_under_way = 0

    @property
    def state(self) -> Literal["closed", "open", "half_open"]:
        """What the breaker does with a call that comes now."""
        if self._opened_at is None:
            return "closed"
        return "open" if self._clock() - self._opened_at < self._reset_after else "half_open"

    def admit(self) -> Admission:
        """Leave for one try; raises CircuitOpen when there is none."""
        state = self.state
        if state == "closed":
            return Admission(self._period, is_probe=False)
        if state == "open":
            assert self._opened_at is not None
            raise CircuitOpen(self._opened_at + self._reset_after - self._clock())
        if self._probes_under_way >= self._places:
            raise CircuitOpen(0.0)
        self._probes_under_way += 1
        return Admission(self._period, is_probe=True)

    def settle(self, admission: Admission, failed: bool | None) -> None:
        """Takes note of a try's end; `failed` is None when it was given up and nothing was learned."""
        if admission.period != self._period:
            return  # begun before the last change of state: too late to say anything (20)
        if admission.is_probe:
            self._probes_under_way -= 1
        if failed is None:
            return
        if not failed:
            self._succeeded(admission)
        else:
            self._failed(admission)

    def _succeeded(self, admission: Admission) -> None:
        self._consecutive_failures = 0
        if admission.is_probe:
            self._change_state(opened_at=None)

    def _failed(self, admission: Admission) -> None:
        self._consecutive_failures += 1
        if admission.is_probe or self._consecutive_failures >= self._failures_to_open:
            self._change_state(opened_at=self._clock())

    def _change_state(self, *, opened_at: float | None) -> None:
        self._period += 1
        self._opened_at = opened_at
        self._consecutive_failures = 0
        self._probes_under_way = 0


# -- Retry budget --------------------------------------------------------------------------------------


class RetryBudget:
    """Bounds retries to a share of the calls, whatever the policy of each call allows (8)."""

    _LARGEST_RESERVE = 100  # calls; a long quiet time must not pay for a storm

    def __init__(self, *, ratio: float = 0.2, floor: int = 10) -> None:
        self._ratio = ratio
        self._tokens = float(floor)
        self._most = max(float(floor), self._LARGEST_RESERVE * ratio)

    def deposit(self) -> None:
        """One call begins."""
        self._tokens = min(self._most, self._tokens + self._ratio)

    def withdraw(self) -> bool:
        """True when one retry is paid for."""
        if self._tokens < 1.0 - 1e-9:  # ten times 0.1 is a little less than 1
            return False
        self._tokens -= 1.0
        return True


# -- Client --------------------------------------------------------------------------------------------


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
        self._policy = policy
        self._breaker = breaker
        self._budget = budget
        self._rng = rng or random.Random()  # seeded by the system: no two clients wait alike (13)
        self._clock = clock
        self._utcnow = utcnow

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Response:
        """The last response, or the last try's exception, `CircuitOpen` or `DeadlineExceeded`."""
        headers = dict(headers or {})
        repeatable = method.upper() in self._policy.methods or any(
            name.lower() == "idempotency-key" for name in headers
        )
        ends = self._clock() + self._policy.deadline
        if self._budget is not None:
            self._budget.deposit()
        outcome = None
        for attempt in itertools.count():
            try:
                outcome = await self._try_once(method, url, headers, body, ends)
            except CircuitOpen:
                if outcome is None:
                    raise
                return self._result(outcome, ends)  # Wrong: the caller gets an older failure instead.
            wait = self._wait_after(attempt, outcome, repeatable, ends)
            if wait is None:
                return self._result(outcome, ends)
            await asyncio.sleep(wait)
        raise AssertionError("unreachable")

    async def _try_once(
        self, method: str, url: str, headers: dict[str, str], body: bytes, ends: float
    ) -> Response | Exception:
        """One try: its response, or the failure of the transport as a value; anything else is raised."""
        left = ends - self._clock()
        if left <= 0:
            return DeadlineExceeded()
        admission = self._breaker.admit() if self._breaker is not None else None
        failed: bool | None = None  # cancelled, or a bug: neither says anything about the service (14)
        try:
            async with asyncio.timeout(min(self._policy.attempt_timeout, left)):
                response = await self._transport(method, url, dict(headers), body)
            failed = response.status >= 500
            return response
        except (TransportError, TimeoutError) as error:
            failed = True
            return error
        finally:
            if self._breaker is not None and admission is not None:
                self._breaker.settle(admission, failed)

    def _wait_after(
        self, attempt: int, outcome: Response | Exception, repeatable: bool, ends: float
    ) -> float | None:
        """Seconds until the next try, or None when there must be none (1 to 4, 6, 8, 11, 12)."""
        if attempt + 1 >= self._policy.max_attempts:
            return None
        if not self._may_repeat(outcome, repeatable):
            return None
        wait = backoff(attempt, self._policy, self._rng)
        if isinstance(outcome, Response):
            asked = parse_retry_after(outcome.headers.get("retry-after"), self._utcnow())
            if asked is not None:
                wait += asked
        if self._clock() + wait >= ends:
            return None
        if self._budget is not None and not self._budget.withdraw():
            return None
        return wait

    def _may_repeat(self, outcome: Response | Exception, repeatable: bool) -> bool:
        """Whether another try is safe, and may help."""
        if isinstance(outcome, Response):
            return repeatable and outcome.status in self._policy.statuses
        if isinstance(outcome, ConnectError):
            return True  # nothing was sent, so nothing can be done twice (4)
        return repeatable

    def _result(self, outcome: Response | Exception, ends: float) -> Response:
        """The call's result: the last response, or the last exception raised (7)."""
        if isinstance(outcome, Response):
            return outcome
        if isinstance(outcome, TimeoutError) and self._clock() >= ends - 1e-9:
            raise DeadlineExceeded() from outcome
        raise outcome
