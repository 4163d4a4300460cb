"""Instruments that tell waiting from computing."""

from __future__ import annotations

import asyncio
import cProfile
import inspect
import os
import pstats
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measurement:
    kind: str
    wall_s: float
    cpu_s: float
    runnable_s: float
    blocked_s: float
    result: Any


@dataclass(frozen=True, slots=True)
class Hotspot:
    func: str
    line: int
    calls: int
    primitive_calls: int
    self_s: float
    cum_s: float


def _run(fn: Callable[..., Any], args: tuple[Any, ...], kw: dict[str, Any]) -> Any:
    """Call `fn`; if it gives an awaitable, run that to its end."""
    result = fn(*args, **kw)
    return asyncio.run(_wait_for(result)) if inspect.isawaitable(result) else result


async def _wait_for(awaitable: Any) -> Any:
    return await awaitable


# ---- measure ----------------------------------------------------------------------------------------


def _cpu_seconds() -> float:
    """CPU time of all threads, and of the children that have been reaped."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _run_queue_seconds() -> dict[str, float]:
    """By thread: how long it has been ready to run while every processor was busy with others."""
    waited = {}
    for thread in os.listdir("/proc/self/task"):
        try:
            with open(f"/proc/self/task/{thread}/schedstat") as file:
                waited[thread] = int(file.read().split()[1]) / 1e9
        except OSError:  # the thread ended after it was listed
            continue
    return waited


def _kind(cpu: float, blocked: float) -> str:
    # Time in the run queue counts for neither side: it says how busy the machine was, not what the
    # code does.
    share = cpu / (cpu + blocked) if cpu + blocked > 0 else 1.0
    return "cpu" if share >= 0.8 else "io" if share <= 0.2 else "mixed"


def measure(fn: Callable[..., Any], *args: Any, **kw: Any) -> Measurement:
    time.sleep(0.2)  # let the machine settle
    queue_before = _run_queue_seconds()
    cpu_before = _cpu_seconds()
    started = time.perf_counter()
    result = _run(fn, args, kw)
    wall = time.perf_counter() - started
    cpu = _cpu_seconds() - cpu_before
    runnable = sum(
        now - queue_before.get(thread, 0.0) for thread, now in _run_queue_seconds().items()
    )
    blocked = max(0.0, wall - cpu - runnable)
    return Measurement(_kind(cpu, blocked), wall, cpu, runnable, blocked, result)


# ---- hotspots ---------------------------------------------------------------------------------------


def _profile(
    fn: Callable[..., Any], args: tuple[Any, ...], kw: dict[str, Any], clock: str
) -> pstats.Stats:
    """Profile `fn` and every thread that it starts, each with a profiler of its own."""

    def profiler() -> cProfile.Profile:
        return cProfile.Profile(time.thread_time) if clock == "cpu" else cProfile.Profile()

    main = profiler()
    of_threads: list[cProfile.Profile] = []

    def start_in_thread(*_: Any) -> None:
        # The first event of a new thread brings us here; enabling replaces this hook in that thread.
        own = profiler()
        of_threads.append(own)
        own.enable()

    hook_before = threading.getprofile()
    threading.setprofile(start_in_thread)
    main.enable()
    try:
        _run(fn, args, kw)
    finally:
        main.disable()
        threading.setprofile(hook_before)
    return pstats.Stats(main, *of_threads)


def hotspots(
    fn: Callable[..., Any],
    *args: Any,
    top: int = 5,
    sort: str = "self",
    clock: str = "wall",
    **kw: Any,
) -> list[Hotspot]:
    stats = _profile(fn, args, kw, clock).stats
    rows = [
        Hotspot(function, line, calls, primitive_calls, self_s, cum_s)
        for (file, line, function), (primitive_calls, calls, self_s, cum_s, _) in stats.items()
        if file != __file__ and "_lsprof" not in function
    ]
    rows.sort(key=lambda row: row.self_s if sort == "self" else row.cum_s, reverse=True)
    return rows[:top]


# ---- WallSampler ------------------------------------------------------------------------------------


def _thread_cpu_seconds(thread: int) -> float | None:
    try:
        return time.clock_gettime(time.pthread_getcpuclockid(thread))
    except OSError:  # the thread has ended
        return None


class WallSampler:
    """Samples the stacks of all other threads: who was on the stack, and who of them computed?"""

    def __init__(self, interval: float = 0.005) -> None:
        self.interval = interval
        self._seconds: dict[str, tuple[float, float]] = {}
        self._cpu_at_last_sample: dict[int, float] = {}
        self._last_sample = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="wall-sampler", daemon=True)

    def __enter__(self) -> WallSampler:
        for thread in sys._current_frames():
            self._cpu_at_last_sample[thread] = _thread_cpu_seconds(thread) or 0.0
        self._last_sample = time.perf_counter()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def seconds(self) -> dict[str, tuple[float, float]]:
        """Function → (wall seconds, CPU seconds) for which it was on some thread's stack."""
        return dict(self._seconds)

    def _loop(self) -> None:
        while not self._stop.wait(self.interval):
            self._sample()

    def _sample(self) -> None:
        # The interval is only what was asked for: waiting for a processor and for the GIL comes on top.
        now = time.perf_counter()
        wall = now - self._last_sample
        self._last_sample = now
        me = threading.get_ident()
        for thread, frame in sys._current_frames().items():
            if thread == me:
                continue
            self._add(frame, wall, self._cpu_since_last_sample(thread))

    def _cpu_since_last_sample(self, thread: int) -> float:
        cpu = _thread_cpu_seconds(thread)
        if cpu is None:
            return 0.0
        before = self._cpu_at_last_sample.get(thread, 0.0)
        self._cpu_at_last_sample[thread] = cpu
        # The identifier of an ended thread is used again, and its clock starts again from 0.
        return cpu - before if cpu >= before else cpu

    def _add(self, frame: Any, wall: float, cpu: float) -> None:
        on_stack = set()
        while frame is not None:
            on_stack.add(frame.f_code.co_name)
            frame = frame.f_back
        for function in on_stack:
            so_far_wall, so_far_cpu = self._seconds.get(function, (0.0, 0.0))
            self._seconds[function] = (so_far_wall + wall, so_far_cpu + cpu)
