"""Turns exceptions into reports that are bounded, keep no secret, and keep nothing alive."""

import collections
import dataclasses
import hashlib
import os
import re
import sys
import threading

TEXT = 200  # characters of a local's text
MESSAGE = 1_000  # characters of a message or a note
FRAMES = 100  # frames of one exception
MEMBERS = 50  # members of one group
LEVELS = 20  # exceptions below one another
ITEMS = 20  # elements of a container that are looked at
DEPTH = 4  # containers inside one another
BUDGET = 30_000  # characters of all texts of a report together

SECRET_NAME = re.compile(
    r"passw(or)?d|secret|token|api[-_]?key|authorization|cookie|credential", re.IGNORECASE
)
USERINFO = re.compile(r"(?<=://)[^/?#\s@'\"]+(?=@)")
BEARER = re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE)
HIDDEN = "[redacted]"


def capture(exc) -> dict:
    """A report of `exc` and of all that is linked to it: plain values only, at most 256 KiB as JSON."""
    return _Report().of(exc)


class _Report:
    """What has been seen and spent while one report is made."""

    def __init__(self):
        self._ids = set()
        self._secrets = set()
        self._left = BUDGET

    def of(self, exc):
        tree = self._exception(exc, 0)
        return self._scrubbed(tree)

    def _exception(self, exc, level):
        kind = type_name(type(exc))
        if id(exc) in self._ids:
            return {"type": kind, "repeated": True}
        if level >= LEVELS or self._left <= 0:
            return {"type": kind, "omitted": True}
        self._ids.add(id(exc))
        report = {
            "type": kind,
            "message": self._spend(self._message(exc)),
            "notes": [
                self._spend(visible(note, MESSAGE))
                for note in getattr(exc, "__notes__", None) or [] if isinstance(note, str)
            ][:ITEMS],
            "frames": self._frames(exc),
            "cause": None,
            "context": None,
            "members": [],
        }
        if exc.__cause__ is not None:
            report["cause"] = self._exception(exc.__cause__, level + 1)
        elif exc.__context__ is not None and not exc.__suppress_context__:
            report["context"] = self._exception(exc.__context__, level + 1)
        if isinstance(exc, BaseExceptionGroup):
            members = exc.exceptions
            report["members"] = [self._exception(member, level + 1) for member in members[:MEMBERS]]
            if len(members) > MEMBERS:
                report["members"].append({"omitted": len(members) - MEMBERS})
        return report

    def _message(self, exc):
        try:
            return visible(str(exc), MESSAGE)
        except Exception as error:
            return f"<str failed: {type(error).__name__}>"

    def _frames(self, exc):
        first, last, count = [], collections.deque(maxlen=FRAMES // 2), 0
        trace = exc.__traceback__
        while trace is not None:
            (first if count < FRAMES // 2 else last).append(trace)
            count += 1
            trace = trace.tb_next
        frames = [self._frame(trace) for trace in first]
        if count > FRAMES:
            frames.append({"omitted": count - FRAMES})
        return frames + [self._frame(trace) for trace in last]

    def _frame(self, trace):
        code = trace.tb_frame.f_code
        return {
            "file": self._spend(code.co_filename[-TEXT:]), "line": trace.tb_lineno,
            "function": self._spend(code.co_qualname[-TEXT:]), "locals": self._locals(trace.tb_frame),
        }

    def _locals(self, frame):
        texts, values = {}, frame.f_locals
        for name in list(values)[:ITEMS]:
            if self._left <= 0:
                break
            texts[name[:TEXT]] = self._spend(self._text(name, values[name]))
        return texts

    def _spend(self, text):
        self._left -= len(text) + 10  # and what stands around it
        return text

    # -- values as text --------------------------------------------------------------------------------

    def _text(self, name, value):
        if is_secret(name):
            self._remember(value)
            return HIDDEN
        try:
            return cut(self._value(value, DEPTH), TEXT)
        except Exception as error:
            return f"<repr failed: {type(error).__name__}>"

    def _value(self, value, depth):
        kind = type(value)
        if kind is str:
            text = visible(value, TEXT + 1)
            return repr(text)
        if kind is bytes or kind is bytearray:
            return visible(repr(value[:TEXT]), TEXT + 1)
        if kind is int and value.bit_length() > 4 * TEXT:
            return "<int of %d bits>" % value.bit_length()
        if kind in (dict, list, tuple, set, frozenset) or is_record(value):
            return "…" if depth == 0 else self._container(value, kind, depth - 1)
        try:
            return visible(repr(value), TEXT + 1)
        except Exception as error:
            return f"<repr failed: {type(error).__name__}>"

    def _container(self, value, kind, depth):
        if is_record(value):
            return f"{kind.__name__}({self._pairs(fields_of(value), '=', depth, str)})"
        if kind is dict:
            return "{" + self._pairs(value.items(), ": ", depth, lambda key: self._value(key, depth)) + "}"
        if kind is tuple and len(value) == 2 and isinstance(value[0], (str, bytes)) and is_secret(value[0]):
            self._remember(value[1])
            return f"({value[0]!r}, {HIDDEN})"
        items = [self._value(item, depth) for item in first(value)]
        if len(value) > ITEMS:
            items.append(f"… {len(value)} in all")
        left, right = {list: "[]", tuple: "()"}.get(kind, "{}")
        comma = "," if kind is tuple and len(value) == 1 else ""
        return left + ", ".join(items) + comma + right

    def _pairs(self, pairs, sign, depth, shown):
        texts = []
        for key, value in first(pairs):
            if isinstance(key, (str, bytes)) and is_secret(key):
                self._remember(value)
                texts.append(shown(key) + sign + HIDDEN)
            else:
                texts.append(shown(key) + sign + self._value(value, depth))
        return ", ".join(texts)

    def _remember(self, value):
        """A secret may stand elsewhere too, in a message or under a harmless name."""
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if isinstance(value, str) and 6 <= len(value) <= 10 * MESSAGE:
            self._secrets.add(value)

    def _scrubbed(self, part):
        if isinstance(part, str):
            for secret in self._secrets:
                part = part.replace(secret, HIDDEN)
            return part
        if isinstance(part, list):
            return [self._scrubbed(item) for item in part]
        if isinstance(part, dict):
            return {key: self._scrubbed(item) for key, item in part.items()}
        return part


def is_secret(name):
    return SECRET_NAME.search(name if isinstance(name, str) else name.decode("utf-8", "replace")) is not None


def is_record(value):
    kind = type(value)
    return dataclasses.is_dataclass(kind) or isinstance(value, tuple) and hasattr(kind, "_fields")


def fields_of(value):
    if isinstance(value, tuple):
        return list(zip(type(value)._fields, value))
    return [(field.name, getattr(value, field.name, None)) for field in dataclasses.fields(value)]


def first(items):
    for index, item in enumerate(items):
        if index == ITEMS:
            return
        yield item


def visible(text, limit):
    """The beginning of a text, without what is secret wherever it stands."""
    text = cut(text, limit)
    return BEARER.sub(rf"\1 {HIDDEN}", USERINFO.sub(HIDDEN, text))


def cut(text, limit):
    return text if len(text) <= limit else text[:limit] + "…"


def type_name(kind):
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


# -- fingerprint -----------------------------------------------------------------------------------------


def fingerprint(exc) -> str:
    """The same for the same fault: types and call paths of the exception and of all linked to it."""
    digest = hashlib.sha256()
    seen, waiting = set(), [("", exc)]
    while waiting and len(seen) < LEVELS * MEMBERS:
        link, one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        digest.update(repr((link, type_name(type(one)), path_of(one))).encode())
        if one.__cause__ is not None:
            waiting.append(("cause", one.__cause__))
        elif one.__context__ is not None and not one.__suppress_context__:
            waiting.append(("context", one.__context__))
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(("member", member) for member in one.exceptions)
    return digest.hexdigest()[:32]


def path_of(exc):
    """The functions of the traceback; one that calls itself counts once."""
    path, trace = [], exc.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        step = os.path.basename(code.co_filename), code.co_qualname
        if not path or path[-1] != step:
            path.append(step)
        trace = trace.tb_next
    return path


# -- hooks -----------------------------------------------------------------------------------------------


class Handle:
    """Reports uncaught exceptions to a sink until it is uninstalled."""

    def __init__(self, sink, loop):
        self._sink = sink
        self._loop = loop
        self._hooks = []
        self._put(sys, "excepthook", lambda old: lambda kind, exc, trace: (
            self._report("sys", exc), old(kind, exc, trace)))
        self._put(threading, "excepthook", lambda old: lambda args: (
            self._report("threading", args.exc_value), old(args)))
        self._put(sys, "unraisablehook", lambda old: lambda args: (
            self._report("unraisable", args.exc_value), old(args)))
        if loop is not None:
            self._old_handler = loop.get_exception_handler()
            self._handler = self._on_loop
            loop.set_exception_handler(self._handler)

    def _put(self, module, name, make):
        old = getattr(module, name)
        hook = make(old)
        setattr(module, name, hook)
        self._hooks.append((module, name, old, hook))

    def _on_loop(self, loop, context):
        self._report("asyncio", context.get("exception"))
        if self._old_handler is None:
            loop.default_exception_handler(context)
        else:
            self._old_handler(loop, context)

    def _report(self, where, exc):
        if self._sink is None or exc is None:
            return
        try:
            self._sink(capture(exc) | {"where": where})
        except Exception:
            pass  # the hook that was there before still gets its turn

    def uninstall(self):
        self._sink = None
        while self._hooks:
            module, name, old, hook = self._hooks.pop()
            if getattr(module, name) is hook:  # else somebody has built on it: it only falls silent
                setattr(module, name, old)
        if self._loop is not None and self._loop.get_exception_handler() == self._handler:
            self._loop.set_exception_handler(self._old_handler)
        self._loop = None


def install(sink, *, loop=None) -> Handle:
    return Handle(sink, loop)
