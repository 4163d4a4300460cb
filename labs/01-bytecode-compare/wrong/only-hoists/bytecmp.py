"""Compares what the compiler made of two functions."""

import bisect
import dis
from types import CodeType
from typing import Any, NamedTuple

SKIPPED = {dis.opmap["NOP"], dis.opmap["EXTENDED_ARG"], dis.opmap["CACHE"]}
SLOTS = set(dis.haslocal) | set(dis.hasfree)
CONSTANTS = set(dis.hasconst) | {dis.opmap["KW_NAMES"]}
JUMPS = set(dis.hasjrel) | set(dis.hasjabs)
BACKWARD = {code for name, code in dis.opmap.items() if "BACKWARD" in name and "NO_INTERRUPT" not in name}


class Op(NamedTuple):
    """One line of a diff: an instruction that only one of the two functions has."""

    sign: str  # "-": only the first function has it, "+": only the second
    opname: str
    argument: Any


def instructions(code):
    """What counts, without the forms that the interpreter puts in its place while it runs."""
    kept = [one for one in dis.get_instructions(code, adaptive=False) if one.opcode not in SKIPPED]
    # Names of keyword arguments are a constant, which dis leaves as its number.
    return [
        one._replace(argval=code.co_consts[one.arg]) if one.opname == "KW_NAMES" else one for one in kept
    ]


class Normal:
    """A code object in a form that is equal for equivalent ones."""

    def __init__(self, code):
        self.kept = instructions(code)
        self._offsets = [one.offset for one in self.kept]
        self.parameters = (
            code.co_posonlyargcount, code.co_argcount, code.co_kwonlyargcount,
            code.co_flags & ~0x10,  # that it is nested shows in its instructions
        )
        self.handlers = [
            (self.position(entry.start), self.position(entry.end), self.position(entry.target),
             entry.depth, entry.lasti)
            for entry in dis.Bytecode(code).exception_entries
        ]

    def position(self, offset):
        """A place in the bytes as a place among the instructions that count."""
        return bisect.bisect_left(self._offsets, offset)

    def whole(self):
        steps = [(one.opcode, self.argument(one, jumps=True)) for one in self.kept]
        return self.parameters, steps, self.handlers

    def argument(self, one, jumps=False):
        if one.opcode in JUMPS:
            return self.position(one.argval) if jumps else None
        if one.opcode in SLOTS:
            return one.arg
        if one.opcode in CONSTANTS:
            return typed(one.argval)
        return one.argval


def typed(constant):
    """A constant with its type at every depth: 1, 1.0 and True are three, 0.0 and -0.0 two."""
    if isinstance(constant, CodeType):
        return "code", Normal(constant).whole()
    if isinstance(constant, (tuple, frozenset)):
        items = [typed(item) for item in constant]
        return type(constant).__name__, items if isinstance(constant, tuple) else sorted(items, key=repr)
    return type(constant).__name__, repr(constant)


def equivalent(f, g) -> bool:
    return Normal(f.__code__).whole() == Normal(g.__code__).whole()


def diff(f, g) -> list[Op]:
    first, second = _lines(f.__code__), _lines(g.__code__)
    # longest[i][j]: the most that the rests from i and from j have in common
    longest = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in reversed(range(len(first))):
        for j in reversed(range(len(second))):
            same = first[i][0] == second[j][0]
            longest[i][j] = longest[i + 1][j + 1] + 1 if same else max(longest[i + 1][j], longest[i][j + 1])
    script, i, j = [], 0, 0
    while i < len(first) or j < len(second):
        if i < len(first) and j < len(second) and first[i][0] == second[j][0]:
            i, j = i + 1, j + 1
        elif j == len(second) or i < len(first) and longest[i + 1][j] >= longest[i][j + 1]:
            script.append(Op("-", *first[i][1]))
            i += 1
        else:
            script.append(Op("+", *second[j][1]))
            j += 1
    return script


def _lines(code):
    """For each instruction what it is compared by, and how it is shown."""
    normal = Normal(code)
    return [((one.opcode, normal.argument(one)), (one.opname, _shown(one))) for one in normal.kept]


def _shown(one):
    if one.opcode in JUMPS or isinstance(one.argval, CodeType):
        return None
    return one.arg if one.opcode in SLOTS else one.argval


def loops(fn) -> list[tuple[int, int]]:
    line, lines = None, []
    for one in instructions(fn.__code__):
        if one.positions is not None and one.positions.lineno is not None:
            line = one.positions.lineno
        lines.append((one.offset, line))
    found = {}
    for one in instructions(fn.__code__):
        if one.opcode in BACKWARD:
            inside = [line for offset, line in lines if one.argval <= offset <= one.offset]
            found[min(inside)] = max(max(inside), found.get(min(inside), 0))
    return sorted(found.items())
