"""Raises exceptions, hands them to `forensics`, and returns what comes of it. It knows no right answer.

Programs arrive as text with names that are drawn anew for every run.
"""

import asyncio
import dataclasses
import gc
import sys
import threading
import weakref

import forensics

MOST = 400_000  # characters of a report that are carried; more is too much anyway


def loaded(program, file="/srv/app/planted.py", module="planted"):
    namespace = {"__name__": module}
    exec(compile(program, file, "exec"), namespace)
    return namespace


def raised_by(function, *arguments):
    try:
        function(*arguments)
    except BaseException as error:
        return error
    return None


def carried(report):
    """The report, or its size alone where it is far too large."""
    size = len(repr(report))
    return {"size": size, "report": report if size <= MOST else None}


# -- reports -------------------------------------------------------------------------------------------


def report(ctx, *, program, entry):
    error = raised_by(loaded(program)[entry])
    return carried(forensics.capture(error))


# -- reports of what is too much -----------------------------------------------------------------------


class Counted:
    """Counts how often any of them is shown."""

    shown = 0

    def __repr__(self):
        Counted.shown += 1
        return "counted"


class Broken:
    def __repr__(self):
        raise ZeroDivisionError("no repr")


class Mute(Exception):
    def __str__(self):
        raise ZeroDivisionError("no str")


def broken(size):
    before, unprintable, after = "before", Broken(), ["after", Broken()]
    raise Mute()


def huge(size):
    text, items = "x" * size, [Counted() for _ in range(size // 50)]
    pairs = {f"k{index}": Counted() for index in range(size // 50)}
    number, nested = 1 << size, []
    for _ in range(size // 2000):
        nested = [nested]
    nested.append(nested)
    raise ValueError(text)


def deep(size, counted=None):
    counted = Counted()
    if size == 0:
        raise ValueError("at the bottom")
    deep(size - 1)


def chained(size):
    error = ValueError("the first")
    for index in range(size):
        following = ValueError(f"number {index}")
        following.__cause__ = error
        error = following
    raise error


def wide(size):
    members = [raised_by(fails, index) for index in range(size)]
    raise ExceptionGroup("many", members)


def fails(index):
    counted, text = Counted(), "y" * 1000
    raise ValueError(f"member {index} " + "z" * 2000)


def grown(size):
    """A tree of groups: each level is small, all together is not."""
    error = raised_by(fails, 0)
    for _ in range(size):
        error = ExceptionGroup("level", [raised_by(fails, 1) for _ in range(20)] + [error])
    raise error


TOO_MUCH = {
    "broken": broken, "huge": huge, "deep": deep, "chained": chained, "wide": wide, "grown": grown,
}


def bounded(ctx, *, what, size):
    Counted.shown = 0
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + size if what == "deep" else limit)
    try:
        error = raised_by(TOO_MUCH[what], size)
    finally:
        sys.setrecursionlimit(limit)
    return carried(forensics.capture(error)) | {"shown": Counted.shown}


# -- fingerprints --------------------------------------------------------------------------------------

FAULT = """
class Shortage(ValueError):
    pass

def pick(kind, detail):
    raise {"value": ValueError, "lookup": LookupError, "own": Shortage}[kind](detail)

def reserve(kind, detail):
    pick(kind, detail)

def order(kind, detail):
    reserve(kind, detail)

def refund(kind, detail):
    pick(kind, detail)

def again(kind, detail, depth):
    if depth:
        again(kind, detail, depth - 1)
    pick(kind, detail)

def translated(kind, detail):
    try:
        pick(kind, detail)
    except Exception as error:
        raise RuntimeError(detail) from error

def hidden(kind, detail):
    try:
        pick(kind, detail)
    except Exception:
        raise RuntimeError(detail) from None

def together(kind, detail):
    raise ExceptionGroup(detail, [raised(kind, detail), raised("lookup", detail)])

def raised(kind, detail):
    try:
        pick(kind, detail)
    except Exception as error:
        return error
"""


def prints(ctx, *, entry, kind="value", shift=0, file="/srv/app/shop.py", detail="plain", depth=None):
    """The fingerprint of one fault, twice; `detail` is what a message says."""
    namespace = loaded("\n" * shift + FAULT, file, "shop")
    text = {"plain": "nothing left", "address": repr(object()), "number": f"order {id(namespace)}"}[detail]
    arguments = (kind, text) if depth is None else (kind, text, depth)
    error = raised_by(namespace[entry], *arguments)
    return [forensics.fingerprint(error), forensics.fingerprint(error)]


# -- hooks ---------------------------------------------------------------------------------------------


class Falls:
    def __del__(self):
        raise LookupError("in a destructor")


def fail():
    raise LookupError("not caught")


def on_main():
    error = raised_by(fail)
    sys.excepthook(type(error), error, error.__traceback__)


def on_thread():
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def on_delete():
    Falls()


def on_loop(loop):
    loop.call_soon(fail)
    loop.call_soon(loop.stop)
    loop.run_forever()


def without_exception(loop):
    loop.call_exception_handler({"message": "something odd"})


def hooks(ctx, *, where, sink="works", cover=False):
    """What the sink and the hooks of before were told, before and after `uninstall`."""
    events, kept = [], (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def told(report):
        events.append(["sink", report.get("where"), report.get("type")])
        if sink == "raises":
            raise RuntimeError("the sink is full")

    def old(name):
        return lambda *args: events.append(["before", name])

    loop = asyncio.new_event_loop()
    loop.set_exception_handler(old("asyncio"))
    sys.excepthook, threading.excepthook, sys.unraisablehook = old("sys"), old("threading"), old("unraisable")
    before = sys.excepthook, threading.excepthook, sys.unraisablehook, loop.get_exception_handler()
    trigger = {
        "sys": on_main, "threading": on_thread, "unraisable": on_delete,
        "asyncio": lambda: on_loop(loop), "no-exception": lambda: without_exception(loop),
    }[where]
    try:
        handle = forensics.install(told, loop=loop)
        if cover:
            ours = sys.excepthook
            sys.excepthook = lambda *args: (events.append(["later", "sys"]), ours(*args))
            before = (sys.excepthook, *before[1:])
        escaped = raised_by(trigger)
        installed, events = events, []
        handle.uninstall()
        trigger()
        after = sys.excepthook, threading.excepthook, sys.unraisablehook, loop.get_exception_handler()
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = kept
        loop.close()
    return {
        "installed": installed,
        "uninstalled": events,
        "restored": [now is then for now, then in zip(after, before)],
        "escaped": escaped and ctx.exception(escaped),
    }


# -- what is kept alive --------------------------------------------------------------------------------


class Probe:
    pass


def alive(ctx, *, tool, chain=False):
    """Whether a local of the failed call outlives its exception, while the garbage collector rests."""
    kept, watched = [], []

    def work():
        probe = Probe()
        watched.append(weakref.ref(probe))
        if chain:
            try:
                raise KeyError("first")
            except KeyError as error:
                raise ValueError("second") from error
        raise ValueError("only")

    def used(error):
        if tool == "install":
            handle = forensics.install(kept.append)
            sys.excepthook(type(error), error, error.__traceback__)
            handle.uninstall()
        else:
            kept.append(getattr(forensics, tool)(error))

    hook, sys.excepthook = sys.excepthook, lambda *args: None
    gc.collect()
    gc.disable()
    try:
        try:
            work()
        except ValueError as error:
            trace, context = error.__traceback__, error.__context__
            used(error)
            changed = error.__traceback__ is not trace or error.__context__ is not context
            del trace, context
        return {"used": len(kept), "alive": watched[0]() is not None, "changed": changed}
    finally:
        sys.excepthook = hook
        gc.enable()
