"""Drives profkit and enrich, and returns what was seen. It judges nothing and knows no answer.

Around every measurement the exercise takes its own readings of the same clocks, twice: `inside`, by the
measured function itself, and `around`, just outside the learner's call. Every right reading lies between
the two, however busy the machine is.
"""

import asyncio
import hashlib
import os
import resource
import secrets
import subprocess
import sys
import threading
import time

import enrich
import profkit

CPU_LOOP = "import time\nend = time.process_time() + {}\nwhile time.process_time() < end: pass"
HOG_LOOP = "import os\nos.write(1, b'.')\nos.read(0, 1)\nwhile True: pass"


# ---- readings of our own ----------------------------------------------------------------------------


def run_queue_seconds():
    """Seconds for which each live thread has been ready to run without a processor, by thread."""
    waited = {}
    for thread in os.listdir("/proc/self/task"):
        try:
            with open(f"/proc/self/task/{thread}/schedstat") as file:
                waited[thread] = int(file.read().split()[1]) / 1e9
        except OSError:
            pass  # the thread ended in between
    return waited


def cpu_seconds():
    """CPU seconds of this process, all its threads and the children that it has reaped."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


class Span:
    """What the clocks say went by between its two ends."""

    def __init__(self):
        self._queue = run_queue_seconds()
        self._cpu = cpu_seconds()
        self._wall = time.perf_counter()

    def end(self):
        wall = time.perf_counter() - self._wall
        cpu = cpu_seconds() - self._cpu
        queue = sum(now - self._queue.get(thread, 0.0) for thread, now in run_queue_seconds().items())
        return {"wall_s": wall, "cpu_s": cpu, "runnable_s": queue}


def attributes(thing, *names):
    return {"type": type(thing).__name__} | {name: getattr(thing, name, None) for name in names}


# ---- jobs: fixed amounts of CPU (by the thread's own CPU clock) and of waiting ----------------------


def burn(seconds):
    end = time.thread_time() + seconds
    value = 1
    while time.thread_time() < end:
        value = (value * 31 + 7) & 0xFFFFFF


def mixed(seconds):
    burn(seconds / 2)
    time.sleep(seconds / 2)


def poll(seconds):
    """Looks like waiting, and is not."""
    end = time.thread_time() + seconds
    event = threading.Event()
    while not event.is_set() and time.thread_time() < end:
        pass


def pipe(seconds):
    reader, writer = os.pipe()
    try:
        timer = threading.Timer(seconds, os.write, (writer, b"."))
        timer.start()
        os.read(reader, 1)
        timer.join()
    finally:
        os.close(reader)
        os.close(writer)


def child(seconds):
    subprocess.run([sys.executable, "-I", "-S", "-c", CPU_LOOP.format(seconds)], check=True)


def in_threads(target, seconds, count):
    threads = [threading.Thread(target=target, args=(seconds,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def digest(seconds):
    block = bytes(1 << 20)
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        hashlib.sha256(block).digest()


async def async_sleep(seconds):
    await asyncio.gather(*(asyncio.sleep(seconds) for _ in range(50)))


async def async_burn(seconds):
    burn(seconds)


JOBS = {
    "burn": burn,
    "sleep": time.sleep,
    "mixed": mixed,
    "poll": poll,
    "pipe": pipe,
    "child": child,
    "thread-burn": lambda seconds: in_threads(burn, seconds, 1),
    "thread-sleep": lambda seconds: in_threads(time.sleep, seconds, 8),
    "digest": digest,
    "async-sleep": async_sleep,
    "async-burn": async_burn,
}


def disguised(job, seconds, token, inside):
    """The job as a function whose name says nothing, which returns `token` and notes its own readings."""

    def plain():
        span = Span()
        job(seconds)
        inside.update(span.end())
        return token

    async def coroutine():
        span = Span()
        await job(seconds)
        inside.update(span.end())
        return token

    function = coroutine if asyncio.iscoroutinefunction(job) else plain
    name = "f" + secrets.token_hex(4)
    function.__name__ = function.__qualname__ = name
    function.__code__ = function.__code__.replace(co_name=name, co_qualname=name)
    return function


# ---- measure ----------------------------------------------------------------------------------------


def measured(job, seconds):
    token, inside = secrets.token_hex(8), {}
    function = disguised(job, seconds, token, inside)
    span = Span()
    said = profkit.measure(function)
    around = span.end()
    fields = attributes(said, "kind", "wall_s", "cpu_s", "runnable_s", "blocked_s", "result")
    if asyncio.iscoroutine(fields["result"]):
        fields["result"].close()
    return {"said": fields, "token": token, "inside": inside or None, "around": around}


def measure(ctx, *, job, seconds, hogs=0):
    with Hogs(hogs):
        return measured(JOBS[job], seconds)


class Hogs:
    """Processes that fight with this one for a single processor, so that it starves on any machine."""

    def __init__(self, count):
        self._count = count
        self._allowed = os.sched_getaffinity(0)
        self._processes = []

    def __enter__(self):
        if not self._count:
            return
        try:
            for _ in range(self._count):
                command = [sys.executable, "-I", "-S", "-c", HOG_LOOP]
                self._processes.append(
                    subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                )
            for hog in self._processes:
                hog.stdout.read(1)
            for process in [0] + [hog.pid for hog in self._processes]:
                os.sched_setaffinity(process, {max(self._allowed)})
            for hog in self._processes:
                os.write(hog.stdin.fileno(), b".")
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        os.sched_setaffinity(0, self._allowed)
        for hog in self._processes:
            hog.kill()
        for hog in self._processes:
            hog.wait()
            hog.stdin.close()
            hog.stdout.close()


def clock_step(ctx, *, seconds):
    """Measures a sleep during which the wall clock is set back by an hour."""
    real, real_ns = time.time, time.time_ns
    offset = [0]

    def stepped():
        return real() + offset[0]

    def stepped_ns():
        return real_ns() + offset[0] * 10**9

    def job(seconds):
        offset[0] = -3600
        time.sleep(seconds)

    # `from time import time` gave profkit a name of its own for the clock: it is set back as well.
    own = {name: value for name, value in vars(profkit).items() if value in (real, real_ns)}
    time.time, time.time_ns = stepped, stepped_ns
    vars(profkit).update({name: stepped if value is real else stepped_ns for name, value in own.items()})
    try:
        return measured(job, seconds)
    finally:
        time.time, time.time_ns = real, real_ns
        vars(profkit).update(own)


# ---- what is left behind ----------------------------------------------------------------------------


class Boom(Exception):
    """Raised by the measured function; only this exercise knows it."""


def left_behind(threads_before):
    """What is still switched on; it is switched off afterwards, so that the next call starts clean."""
    left = {
        "profiler": sys.getprofile() is not None,
        "thread_hook": threading.getprofile() is not None,
        "threads": threading.active_count() - threads_before,
    }
    sys.setprofile(None)
    threading.setprofile(None)
    return left


def raises(ctx, *, tool):
    error = Boom("raised by the measured function")
    called = []

    def fails():
        called.append(True)
        raise error

    threads, raised = threading.active_count(), None
    try:
        getattr(profkit, tool)(fails)
    except BaseException as caught:
        raised = caught
    left = left_behind(threads)
    return {
        "called": bool(called),
        "raised": None if raised is None else ctx.exception(raised),
        "same": raised is error,
        "left": left,
    }


# ---- hotspots and WallSampler, on programs whose names are drawn anew for every run -----------------


def loaded(program):
    namespace = {"__name__": "planted"}
    exec(compile(program, "planted.py", "exec"), namespace)
    return namespace


def hotspots(ctx, *, program, entry, clock, top):
    namespace = loaded(program)
    fields = ("func", "line", "calls", "primitive_calls", "self_s", "cum_s")
    threads, seen = threading.active_count(), {}
    for sort, wanted in (("self", top), ("cumulative", 200)):
        rows = profkit.hotspots(namespace[entry], top=wanted, sort=sort, clock=clock)
        seen[sort] = [attributes(row, *fields) for row in rows]
    return seen | {"inside": namespace["spent"], "left": left_behind(threads)}


def sampler(ctx, *, program, entry, names, interval, hogs):
    namespace = loaded(program)
    threads, cpu = threading.active_count(), time.process_time()
    with Hogs(hogs):
        with profkit.WallSampler(interval) as sampled:
            namespace[entry]()
        seconds = sampled.seconds()
    cpu, left = time.process_time() - cpu, left_behind(threads)
    return {
        "seconds": {name: list(seconds[name]) for name in names if name in seconds},
        "inside": namespace["spent"],
        "cpu_s": cpu,
        "left": left,
    }


# ---- enrich -----------------------------------------------------------------------------------------


def build_report(ctx, *, base, order_ids, max_parallel):
    return enrich.build_report(base, order_ids, max_parallel)
