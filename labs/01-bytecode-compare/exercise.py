"""Gives functions to `bytecmp`, and runs, counts and repeats those of `fast`. It knows no right answer.

Functions to be compared arrive as text and are compiled here: there is no source file to read.
"""

import sys

import bytecmp
import fast


def loaded(source):
    namespace = {}
    exec(compile(source, "<graded>", "exec"), namespace)
    del namespace["__builtins__"]
    (function,) = namespace.values()
    return function


# ---- bytecmp ------------------------------------------------------------------------------------------


def inspect(ctx, *, tool, f, g=None, arguments=None):
    if tool == "warm":
        return warm(f, g, arguments)
    if tool == "loops":
        return bytecmp.loops(loaded(f))
    return getattr(bytecmp, tool)(loaded(f), loaded(g))


def warm(f, g, arguments):
    """The same questions before and after the interpreter has specialised the functions."""
    first, second = loaded(f), loaded(g)

    def answers():
        return {
            "equivalent": bytecmp.equivalent(first, second),
            "diff": bytecmp.diff(first, second),
            "loops": bytecmp.loops(first),
        }

    seen = [answers()]
    for function in (first, second):
        for _ in range(2000):
            function(*arguments)
        seen.append(answers())
    return seen


# ---- fast ---------------------------------------------------------------------------------------------

# Handlers that execute no bytecode of their own, so that only `route`'s is counted.
BUILT_IN = {"upper": str.upper, "length": len}


def call(function, given):
    """Calls one of the three with plain data, and returns all that came of it."""
    if function != "route":
        return getattr(fast, function)(**given)
    log = []
    handlers = {kind: BUILT_IN[name] for kind, name in given["handlers"].items()}
    return [fast.route(given["events"], handlers, log), log]


WATCHED = {
    "sys.settrace", "sys.setprofile", "sys._getframe", "exec", "compile", "code.__new__", "os.fork",
    "os.posix_spawn", "subprocess.Popen", "_thread.start_new_thread", "ctypes.dlopen", "gc.get_objects",
    "gc.get_referrers", "gc.get_referents",
}


class Watch:
    """Notes what a function that is being counted has no reason to do."""

    def __init__(self):
        self.active = False
        self.seen = []
        sys.addaudithook(self._hook)

    def _hook(self, event, _):
        if self.active and event in WATCHED and event not in self.seen:
            self.seen.append(event)


watch = None


def count(ctx, *, function, runs):
    """Runs the function untraced on one input, and with its opcodes counted on another."""
    global watch
    watch = watch or Watch()
    watch.seen = []
    opcodes = 0

    def trace(frame, event, _):
        nonlocal opcodes
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        opcodes += event == "opcode"
        return trace

    plain = call(function, runs[0])
    sys.settrace(trace)
    watch.active = True
    try:
        traced = call(function, runs[1])
        kept = sys.gettrace() is trace
    finally:
        watch.active = False
        sys.settrace(None)
    return {"plain": plain, "traced": traced, "opcodes": opcodes, "events": watch.seen, "kept": kept}


def repeat(ctx, *, function, runs, times):
    """Runs the function often, without any tracing: its CPU time is read from outside."""
    for _ in range(times):
        result = call(function, runs[0])
    return result


def behave(ctx, *, function, given):
    """Runs the function in a case where a careless rewrite shows."""
    if function == "route":
        return routed(**given)
    calls = []
    for arguments in given["calls"]:
        outcome = attempt(getattr(fast, function), *arguments)
        result = outcome.get("returned")
        if isinstance(result, dict):
            outcome["returned"] = dict(result)
            result["changed by the caller"] = True
        calls.append(outcome)
    return calls


def attempt(function, *arguments):
    try:
        return {"returned": function(*arguments)}
    except ValueError as error:  # raised on purpose, so what it says matters
        return {"raised": type(error).__name__, "args": list(error.args)}
    except Exception as error:
        return {"raised": type(error).__name__}


def routed(*, events, handlers):
    """`route` with handlers that leave traces and change what it works on."""
    effects, log = [], []
    events = [tuple(event) for event in events]
    original = fast.FALLBACK

    def noted(name, result):
        def handler(payload):
            effects.append((name, payload))
            return result(payload)

        return handler

    def fail(error):
        def raising(payload):
            raise error(payload)

        return raising

    actions = {
        "double": lambda payload: payload * 2,
        "missing": fail(KeyError),
        "beyond": fail(IndexError),
        "broken": fail(ValueError),
        "rebind": lambda payload: setattr(fast, "FALLBACK", noted("second fallback", len)),
        "more": lambda payload: events.append(("late", payload)),
        "adopt": lambda payload: table.update(late=noted("adopted", str.upper)),
        "drop": lambda payload: table.pop("drop") and None,
    }
    table = {kind: noted(name, actions[name]) for kind, name in handlers.items()}
    fast.FALLBACK = noted("fallback", str)
    try:
        outcome = attempt(fast.route, events, table, log)
    finally:
        fast.FALLBACK = original
    return {"outcome": outcome, "log": log, "effects": effects}
