"""Drives `resilience` against scripted services, and reports what the services and the caller saw.

There is no right answer in this file: it runs beside the submission, and the grader judges elsewhere.
Times are seconds since the start of the call; under `virtual-asyncio` they are exact.
"""
import asyncio
import random
from datetime import datetime, timedelta, timezone

import resilience
from labtypes import ConnectError, ReadError, Response

URL = "http://service.test/orders"
MOST_TRIES = 2_000
ERRORS = {"connect": ConnectError, "read": ReadError, "bug": ValueError}


class ScriptedService:
    """A transport. Step k answers the k-th try, the last step all that follow; every try is noted."""

    def __init__(self, steps):
        self.steps = steps
        self.tries = []
        self._loop = asyncio.get_running_loop()
        self._start = self._loop.time()

    async def __call__(self, method, url, headers, body):
        if len(self.tries) >= MOST_TRIES:
            raise RunawayClient(f"stopped after {MOST_TRIES} tries")
        step = self.steps[min(len(self.tries), len(self.steps) - 1)]
        self.tries.append({
            "at": self._loop.time() - self._start,
            "method": method,
            "headers": {str(name): str(value) for name, value in headers.items()},
            "body": bytes(body),
        })
        await asyncio.sleep(step.get("latency", 0))
        if "raise" in step:
            raise ERRORS[step["raise"]](f"scripted {step['raise']} failure")
        return Response(step["status"], step.get("headers", {}), b"{}")


class RunawayClient(BaseException):
    """Ends a client that never stops trying, however much it catches."""


def client_of(service, *, policy, seed=None, now="2025-10-12T00:00:00", **parts):
    """A client on the running loop's clock; its calendar starts at `now` (UTC)."""
    loop = asyncio.get_running_loop()
    start, epoch = loop.time(), datetime.fromisoformat(now).replace(tzinfo=timezone.utc)
    return resilience.ResilientClient(
        service,
        policy=resilience.RetryPolicy(**policy),
        rng=None if seed is None else random.Random(seed),
        clock=loop.time,
        utcnow=lambda: epoch + timedelta(seconds=loop.time() - start),
        **parts,
    )


def breaker_of(settings):
    return settings and resilience.CircuitBreaker(**settings, clock=asyncio.get_running_loop().time)


async def outcome_of(ctx, request):
    """What the caller gets: its kind in a word, and the status or the exception."""
    try:
        response = await request
    except (Exception, asyncio.CancelledError) as error:
        return {"kind": type(error).__name__, "raised": ctx.exception(error, "retry_in")}
    if not isinstance(response, Response):
        return {"kind": type(response).__name__}
    return {"kind": str(response.status), "status": response.status}


# -- Pure functions ------------------------------------------------------------------------------------


def parse(ctx, *, value, now):
    """`parse_retry_after` at the moment `now`."""
    return resilience.parse_retry_after(value, datetime.fromisoformat(now).replace(tzinfo=timezone.utc))


def jitter(ctx, *, attempt, policy, count, seed):
    """`count` waits after the same attempt, from one generator."""
    rng, policy = random.Random(seed), resilience.RetryPolicy(**policy)
    return [resilience.backoff(attempt, policy, rng) for _ in range(count)]


# -- One request ---------------------------------------------------------------------------------------


async def request(ctx, *, steps, policy, method="GET", headers=None, body=b"", breaker=None, cancel_at=None, **kw):
    """One request from beginning to end, cancelled at `cancel_at` where that is given."""
    loop = asyncio.get_running_loop()
    start, service, circuit = loop.time(), ScriptedService(steps), breaker_of(breaker)
    client = client_of(service, policy=policy, breaker=circuit, **kw)
    call = asyncio.create_task(
        outcome_of(ctx, client.request(method, URL, headers=headers, body=body)))
    if cancel_at is not None:
        await asyncio.sleep(cancel_at)
        call.cancel()
    outcome = await call
    return {
        "outcome": outcome,
        "elapsed": loop.time() - start,
        "tries": service.tries,
        "state": circuit and circuit.state,
    }


# -- Many requests of one client -----------------------------------------------------------------------


async def timeline(ctx, *, steps, events, policy, seed, breaker=None, budget=None):
    """What becomes of `calls` calls at each event's time, and the breaker's state after it.

    An event may cancel its calls `cancel_after` seconds later, or leave them running (`leave: true`).
    """
    loop = asyncio.get_running_loop()
    start, service, circuit = loop.time(), ScriptedService(steps), breaker_of(breaker)
    parts = {"budget": resilience.RetryBudget(**budget)} if budget else {}
    client = client_of(service, policy=policy, seed=seed, breaker=circuit, **parts)
    seen, left = [], []
    for event in events:
        await asyncio.sleep(max(0, start + event["at"] - loop.time()))
        before = len(service.tries)
        calls = [
            asyncio.create_task(outcome_of(ctx, client.request("GET", URL)))
            for _ in range(event.get("calls", 1))
        ]
        if event.get("leave"):
            left += calls
            await asyncio.sleep(0.001)
            outcomes = []
        else:
            if "cancel_after" in event:
                await asyncio.sleep(event["cancel_after"])
                for call in calls:
                    call.cancel()
            outcomes = await asyncio.gather(*calls)
        seen.append({
            "arrivals": len(service.tries) - before,
            "outcomes": counted(outcomes),
            "state": circuit and circuit.state,
        })
    for call in left:
        call.cancel()
    return seen


def counted(outcomes):
    """Each kind of outcome once, with how many there were; the first of them stands for all."""
    kinds = {}
    for outcome in outcomes:
        kinds.setdefault(outcome["kind"], {"count": 0, **outcome})["count"] += 1
    return list(kinds.values())


# -- Many clients at once ------------------------------------------------------------------------------


async def crowd(ctx, *, clients, steps, policy):
    """When each of many clients, all beginning at one instant, tries for the second time (None: never)."""
    services = [ScriptedService(steps) for _ in range(clients)]
    requests = [client_of(service, policy=policy).request("GET", URL) for service in services]
    await asyncio.gather(*(outcome_of(ctx, request) for request in requests))
    return [service.tries[1]["at"] if len(service.tries) > 1 else None for service in services]


# -- Real sockets --------------------------------------------------------------------------------------


async def sockets(ctx, *, jobs, policy):
    """All jobs at once, each with a client of its own, over HTTP/1.1 on a connection per try."""
    async def run(job):
        own = resilience.RetryPolicy(**{**policy, **job["policy"]})
        client = resilience.ResilientClient(over_sockets, policy=own)
        return await outcome_of(ctx, client.request(
            job["method"], job["url"], headers=job["headers"], body=job["body"].encode()))

    return await asyncio.gather(*map(run, jobs))


async def over_sockets(method, url, headers, body):
    authority, _, path = url.removeprefix("http://").partition("/")
    host, _, port = authority.partition(":")
    try:
        reader, writer = await asyncio.open_connection(host, int(port))
    except OSError as error:
        raise ConnectError(str(error)) from error
    try:
        fields = {"Host": authority, "Content-Length": len(body), "Connection": "close", **headers}
        lines = [f"{method} /{path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        return await read_response(reader)
    except (OSError, EOFError) as error:
        raise ReadError(str(error)) from error
    finally:
        writer.transport.abort()


async def read_response(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Response(int(head[0].split(" ")[1]), headers, body)
