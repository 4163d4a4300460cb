"""Looks at objects: who holds whom, how large they are, how long they live. This first attempt is naive."""

import sys


class TooManyObjects(Exception):
    """There are more objects than find_cycles was allowed to look at."""


def find_cycles(roots, *, max_objects=100_000) -> list[list[str]]:
    return []


def deep_sizeof(obj) -> int:
    return sys.getsizeof(obj)


class LeakWatch:
    def __init__(self):
        self._watched = []

    def watch(self, obj, label):
        self._watched.append((label, obj))

    def survivors(self) -> dict[str, list[str]]:
        found = {}
        for label, obj in self._watched:
            found.setdefault(label, []).append(type(obj).__qualname__)
        return found


class WeakCache:
    def __init__(self, maxsize):
        self._values = {}

    def get(self, key, make):
        if key not in self._values:
            self._values[key] = make(key)
        return self._values[key]
