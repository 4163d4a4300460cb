"""Looks at objects, and changes nothing about them: who holds whom, how large they are, how long they live."""

import collections
import gc
import sys
import types
import weakref

OUTSIDE = (type, types.ModuleType, types.FrameType)
ATOMS = frozenset({int, float, complex, str, bytes, bool, type(None), type(...), types.CodeType})


class TooManyObjects(Exception):
    """There are more objects than find_cycles was allowed to look at."""


# -- cycles ----------------------------------------------------------------------------------------------


def find_cycles(roots, *, max_objects=100_000) -> list[list[str]]:
    """Tarjan's algorithm, with a stack of its own: depth costs no recursion."""
    order, low = {}, {}  # by id; every object seen is kept by `path` or by the referents of one that is
    members, open_ids, found, keep = [], set(), [], []

    def enter(obj):
        if len(order) >= max_objects:
            raise TooManyObjects(f"more than {max_objects} objects")
        order[id(obj)] = low[id(obj)] = len(order)
        members.append(obj)
        open_ids.add(id(obj))
        following = held_by(obj)
        keep.append(following)
        path.append((obj, iter(following)))

    path = []
    for root in roots:
        if id(root) in order or not is_inside(root):
            continue
        enter(root)
        while path:
            obj, rest = path[-1]
            for following in rest:
                if id(following) not in order:
                    enter(following)
                    break
                if id(following) in open_ids and order[id(following)] < low[id(obj)]:
                    low[id(obj)] = order[id(following)]
            else:
                path.pop()
                if path and low[id(obj)] < low[id(path[-1][0])]:
                    low[id(path[-1][0])] = low[id(obj)]
                if low[id(obj)] == order[id(obj)]:
                    component = []
                    while not component or component[-1] is not obj:
                        component.append(members.pop())
                        open_ids.discard(id(component[-1]))
                    if len(component) > 1 or any(other is obj for other in held_by(obj)):
                        found.append(sorted(type(one).__qualname__ for one in component))
    return sorted(found)


def is_inside(obj):
    return not issubclass(type(obj), OUTSIDE)


def held_by(obj):
    """What an object refers to, as far as a cycle may lead through it."""
    referents = gc.get_referents(obj)
    if type(obj) is types.FunctionType:  # its module's namespace is not what it holds
        outside = id(obj.__globals__), id(obj.__builtins__)
        referents = [one for one in referents if id(one) not in outside]
    return [one for one in referents if type(one) not in ATOMS and is_inside(one)]


# -- sizes -----------------------------------------------------------------------------------------------

SHARED = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType)


def deep_sizeof(obj) -> int:
    """The bytes of all that belongs to an object, each part once."""
    total, seen, waiting = 0, {}, [obj]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or one is None or issubclass(type(one), (*SHARED, bool, type(...))):
            continue
        seen[id(one)] = one  # kept, so that no id is used twice
        total += sys.getsizeof(one)
        waiting.extend(parts_of(one))
    return total


def parts_of(obj):
    if isinstance(obj, dict):
        yield from obj.keys()
        yield from obj.values()
    elif isinstance(obj, (list, tuple, set, frozenset, collections.deque)):
        yield from obj
    for kind in type(obj).__mro__:
        if "__slots__" not in vars(kind):
            continue
        # By the descriptors of each class: a subclass may have a slot of the same name.
        for name, member in vars(kind).items():
            if isinstance(member, types.MemberDescriptorType) and name != "__weakref__":
                try:
                    yield member.__get__(obj)
                except AttributeError:
                    pass  # never assigned
    try:
        yield object.__getattribute__(obj, "__dict__")
    except AttributeError:
        pass


# -- lives -----------------------------------------------------------------------------------------------


class LeakWatch:
    """Remembers objects without holding them, and without asking them to be hashable or equal to nothing."""

    def __init__(self):
        self._watched = []

    def watch(self, obj, label):
        self._watched.append((label, type(obj).__qualname__, weakref.ref(obj)))

    def survivors(self) -> dict[str, list[str]]:
        found = {}
        self._watched = [entry for entry in self._watched if entry[2]() is not None]
        for label, name, _ in self._watched:
            found.setdefault(label, []).append(name)
        return {label: sorted(names) for label, names in found.items()}


class WeakCache:
    """Holds the latest `maxsize` values; of others it knows those that somebody else holds."""

    def __init__(self, maxsize):
        self._maxsize = maxsize
        self._latest = collections.OrderedDict()
        self._known = weakref.WeakValueDictionary()

    def get(self, key, make):
        if key in self._latest:
            value = self._latest[key]
        else:
            value = self._known.get(key, self)
            if value is self:
                value = make(key)
                try:
                    self._known[key] = value
                except TypeError:
                    pass  # forgotten as soon as it is no longer among the latest
            self._latest[key] = value
        self._latest.move_to_end(key)
        while len(self._latest) > self._maxsize:
            self._latest.popitem(last=False)
        return value
