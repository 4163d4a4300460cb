"""Drives the submission's `Fetcher` against the fixture server and returns what came of it.

Nothing here knows a right answer. Evidence is reported while the `Fetcher` is still open, so that the server can be
read with every connection and every task as the submission left it.
"""

import asyncio
import resource
import time
import zlib
from itertools import cycle, islice

import fetcher

CANCELLATION_PATIENCE_S = 3.0


async def fetch_all(ctx, *, urls, options):
    """All results of one call, and how much the peak of memory rose meanwhile."""
    before = peak_memory_kib()
    async with fetcher.Fetcher(**options) as subject:
        results = await subject.fetch_all(urls)
        ctx.report({"results": encoded(results), "memory_rise_kib": peak_memory_kib() - before})


async def fetch_strict(ctx, *, urls, options, settle_s):
    """What strict mode returned or raised, and the tasks that were left at that moment."""
    others = set(asyncio.all_tasks())
    async with fetcher.Fetcher(**options) as subject:
        evidence = {}
        try:
            evidence["results"] = encoded(await subject.fetch_strict(urls))
        except Exception as error:
            members = error.exceptions if isinstance(error, ExceptionGroup) else [error]
            evidence["raised"] = ctx.exception(error)
            evidence["failures"] = [encode(getattr(member, "result", None)) for member in members]
        evidence["tasks_left"] = unfinished_beside(others)
        await asyncio.sleep(settle_s)
        ctx.report(evidence)


async def cancel(ctx, *, urls, options, after_s, settle_s):
    """How a call ends that is cancelled while its requests are running."""
    others = set(asyncio.all_tasks())
    async with fetcher.Fetcher(**options) as subject:
        task = asyncio.create_task(subject.fetch_all(urls))
        await asyncio.wait([task], timeout=after_s)
        ended_before = task.done()
        asked = time.monotonic()
        task.cancel()
        await asyncio.wait([task], timeout=CANCELLATION_PATIENCE_S)
        evidence = {"ended_before": ended_before, "lag_s": time.monotonic() - asked, **ending_of(task, ctx)}
        await asyncio.sleep(settle_s)
        ctx.report({**evidence, "tasks_left": unfinished_beside(others)})


async def stream(ctx, *, urls, options, items, stop, pause_s, settle_s):
    """What a slow consumer of an endless-looking source sees that leaves after `stop` results."""
    others = set(asyncio.all_tasks())
    pulled = 0

    def source():
        nonlocal pulled
        for url in islice(cycle(urls), items):
            pulled += 1
            yield url

    received, lead = 0, 0
    async with fetcher.Fetcher(**options) as subject:
        results = subject.stream(source())
        async for _ in results:
            received += 1
            lead = max(lead, pulled - received)
            if received >= stop:
                break
            await asyncio.sleep(pause_s)
        await results.aclose()
        await asyncio.sleep(settle_s)
        ctx.report({"received": received, "lead": lead, "tasks_left": unfinished_beside(others)})


def encoded(results):
    """A list of results as plain values; anything else as it is."""
    return [encode(result) for result in results] if isinstance(results, list) else results


def encode(result):
    """A result as plain values; a body as its length and its CRC-32, so that evidence stays small."""
    if not isinstance(result, fetcher.Result):
        return result
    body = result.body
    if isinstance(body, bytes):
        body = [len(body), zlib.crc32(body)]
    return [result.index, result.url, result.status, body, result.error]


def ending_of(task, ctx):
    """How a task ended, without waiting for it."""
    if not task.done():
        return {"ending": "running"}
    if task.cancelled():
        return {"ending": "cancelled"}
    if error := task.exception():
        return {"ending": "raised", "raised": ctx.exception(error)}
    return {"ending": "returned"}


def unfinished_beside(others):
    """How many tasks there are that were not there before."""
    return sum(not task.done() for task in asyncio.all_tasks() - others)


def peak_memory_kib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
