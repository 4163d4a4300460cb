"""Builds objects and asks `lifecycle` about them. It returns what was said and seen, and knows no answer."""

import collections
import gc
import itertools
import sys
import types
import weakref

import lifecycle

getsizeof = sys.getsizeof


# -- graphs ----------------------------------------------------------------------------------------------


class Draws:
    """Numbers from a seed; the grader draws the same."""

    def __init__(self, seed):
        self._state = seed

    def below(self, limit):
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit


def kinds_of(names):
    return [type(name, (), {"__slots__": ("a", "b", "c", "__weakref__")}) for name in names] + [list, dict]


def connected(kinds, edges):
    """The objects of a graph: number `i` is of kind `kinds[i]` and holds those that edges lead to."""
    nodes = [kind() for kind in kinds]
    degree = [0] * len(nodes)
    for source, target in edges:
        node, position = nodes[source], degree[source]
        if type(node) is list:
            node.append(nodes[target])
        elif type(node) is dict:
            node[position] = nodes[target]
        else:
            setattr(node, "abc"[position], nodes[target])
        degree[source] += 1
    return nodes


def clusters(count, draws):
    """Rings, paths and meshes; between them edges lead only forward."""
    start = 0
    while start < count:
        end = min(start + 1 + draws.below(12), count)
        style = draws.below(3)
        for node in range(start, end):
            if node + 1 < end:
                yield node, node + 1
            elif style != 1:
                yield node, start
            if style == 2:
                yield node, start + draws.below(end - start)
            if draws.below(2) and end < count:
                yield node, end + draws.below(count - end)
        start = end


def scattered(count, draws):
    """Edges from anywhere to anywhere."""
    for node in range(count):
        for _ in range(1 + draws.below(2)):
            yield node, draws.below(count)


def generated(names, count, style, seed):
    draws = Draws(seed)
    choice = kinds_of(names)
    kinds = [choice[draws.below(len(choice))] for _ in range(count)]
    edges = {"clusters": clusters, "scattered": scattered}[style](count, draws)
    return connected(kinds, edges)


def runs(components):
    """Each list as runs of equal names: a long one stays short."""
    return [[[name, len(list(group))] for name, group in itertools.groupby(one)] for one in components]


def cycles(ctx, *, objects, edges, roots):
    """The cycles of a small graph; `objects` are names of types."""
    names = sorted(set(objects) - {"list", "dict"})
    kinds = dict(zip(names, kinds_of(names))) | {"list": list, "dict": dict}
    nodes = connected([kinds[name] for name in objects], edges)
    return runs(lifecycle.find_cycles([nodes[index] for index in roots]))


def graph(ctx, *, names, count, style, stride, seed):
    nodes = generated(names, count, style, seed)
    return runs(lifecycle.find_cycles(nodes[::stride]))


def speed(ctx, *, names, count, style, times, seed):
    nodes = generated(names, count, style, seed)
    for _ in range(times):
        found = lifecycle.find_cycles(nodes, max_objects=2 * count)
    return len(found)


def chain(ctx, *, what, length):
    """A very long chain, its end tied to its beginning or not."""
    kind = kinds_of(["Link"])[0]
    nodes = connected([kind if index % 2 else list for index in range(length)],
                      ((index, index + 1) for index in range(length - 1)))
    if what == "ring":
        nodes[-1].a = nodes[0]
    if what == "size":
        return {"size": lifecycle.deep_sizeof(nodes[0]), "parts": [sum(map(getsizeof, nodes))]}
    if what == "too many":
        try:
            lifecycle.find_cycles(nodes[:1], max_objects=length // 2)
        except lifecycle.TooManyObjects:
            return "TooManyObjects"
        return "nothing raised"
    return runs(lifecycle.find_cycles(nodes[:1]))


# -- what cycles do not lead through ---------------------------------------------------------------------


class Holder:
    def method(self):
        return self


def closure():
    def again():
        return again

    return again


def in_globals():
    holder = Holder()
    namespace = {"__builtins__": __builtins__, "holder": holder}
    exec("def function(): return holder", namespace)
    holder.function = namespace["function"]
    return holder


def in_class():
    kind = type("Registered", (), {"__slots__": ("other",)})
    kind.known = kind()
    return kind.known


def in_module():
    holder = Holder()
    holder.module = types.ModuleType("planted")
    holder.module.holder = holder
    return holder


def in_frame():
    holder = Holder()
    holder.frame = sys._getframe()
    return holder


def bound():
    holder = Holder()
    holder.call = holder.method
    return holder


SPECIAL = {
    "closure": closure, "globals": in_globals, "class": in_class, "module": in_module, "frame": in_frame,
    "method": bound,
}


def special(ctx, *, what):
    made = SPECIAL[what]()
    try:
        return runs(lifecycle.find_cycles([made]))
    finally:
        if what == "frame":
            del made.frame


# -- sizes -----------------------------------------------------------------------------------------------


class Slotted:
    __slots__ = ("left", "__hidden", "never", "__weakref__")

    def __init__(self, left, hidden):
        self.left, self.__hidden = left, hidden


class Derived(Slotted):
    __slots__ = "left"  # hides the slot of the base, which keeps its value


class Open(Slotted):
    """Has slots and a dict."""


class Plain:
    pass


class Tagged(list):
    pass


def text(length):
    return "".join(chr(97 + (index * 7) % 26) for index in range(length))


def nested(size):
    words = [text(size + index) for index in range(3)]
    number, inner = 10**20 + size, (words[0], words[1])
    whole = {words[2]: inner, number: [inner, words[0]]}
    return whole, [whole, whole[number], inner, number, *words]


def sets(size):
    members = [text(size), 2**70 + size]
    frozen = frozenset(members)
    queue = collections.deque([frozen, None, True])
    outer = {frozen}
    queue.append(outer)
    return queue, [queue, frozen, outer, *members]


def words(size):
    word = text(size)
    return word, [word]


def looped(size):
    ring = [text(size)]
    ring.append(ring)
    return ring, [ring, ring[0]]


def slots(size):
    parts = [text(size), text(size + 1)]
    one = Slotted(*parts)
    return one, [one, *parts]


def hidden_slot(size):
    first, second, third = (text(size + index) for index in range(3))
    one = Derived(first, second)
    Slotted.left.__set__(one, third)
    return one, [one, first, second, third]


def weakly(size):
    one, other = Slotted(text(size), None), Plain()
    other.ref = weakref.ref(one)
    one.left = [weakref.ref(other, lambda _: None)]
    watching = weakref.ref(one)
    return one, [one, one.left, one.left[0]], watching, other


def with_dict(size):
    one = Open(text(size), text(size + 1))
    one.extra = text(size + 2)
    return one, [one, one.left, one._Slotted__hidden, vars(one), "extra", one.extra]


def plain(size):
    one = Plain()
    one.shared = text(size)
    one.again = [one.shared, one, len, Plain, sys]
    return one, [one, vars(one), "shared", "again", one.shared, one.again]


def subclass(size):
    one = Tagged([text(size)])
    one.tag = text(size + 1)
    return one, [one, one[0], vars(one), "tag", one.tag]


SIZED = {
    "words": words, "nested": nested, "sets": sets, "looped": looped, "slots": slots,
    "hidden-slot": hidden_slot, "weakly": weakly, "with-dict": with_dict, "plain": plain, "subclass": subclass,
}


def size(ctx, *, what, seed):
    """What deep_sizeof says, and the size of each part that belongs to the object."""
    made = SIZED[what](20 + seed % 50)
    said = lifecycle.deep_sizeof(made[0])
    return {"size": said, "parts": [getsizeof(part) for part in made[1]]}


# -- lives -----------------------------------------------------------------------------------------------


class Watched:
    pass


def leaks(ctx, *, label, other, names):
    """Two labels, one object of each name; of the first label the second object is dropped."""
    watch = lifecycle.LeakWatch()
    kinds = [type(name, (), {}) for name in names]
    first, second = [kind() for kind in kinds], [kind() for kind in kinds]
    for one in reversed(first):
        watch.watch(one, label)
    for one in second:
        watch.watch(one, other)
    del one
    before = watch.survivors()
    del first[1]
    second.clear()
    after = watch.survivors()
    first.clear()
    return {"all": before, "some": after, "none": watch.survivors()}


class Node:
    """Can be held weakly, and holds one other object."""

    __slots__ = ("other", "__weakref__")


def ring_of_two():
    one, two = Node(), Node()
    one.other, two.other = two, one
    return one


def dies(use):
    """Whether an object dies at once when it is dropped after `use`, and whether `use` did its work."""
    held = ring_of_two()
    one = Node()
    one.other = held
    watched = weakref.ref(one)
    kept = use(one)
    del one
    return {"worked": bool(kept), "died": watched() is None}


def used_watch(one):
    watch = lifecycle.LeakWatch()
    watch.watch(one, "x")
    return watch.survivors() == {"x": ["Node"]} and [watch]


def used_cycles(one):
    return lifecycle.find_cycles([one])


def used_limit(one):
    try:
        lifecycle.find_cycles([one], max_objects=1)
    except lifecycle.TooManyObjects:
        return "raised"


def used_size(one):
    return lifecycle.deep_sizeof(one) > getsizeof(one)


def used_cache(one):
    cache = lifecycle.WeakCache(1)
    same = cache.get("x", lambda key: one) is one and cache.get("x", lambda key: None) is one
    cache.get("y", lambda key: [])
    return same and [cache]


def lives(ctx):
    uses = {
        "watch": used_watch, "find_cycles": used_cycles, "find_cycles_with_limit": used_limit,
        "deep_sizeof": used_size, "weak_cache": used_cache,
    }
    gc.collect()
    gc.disable()
    try:
        seen = {name: dies(use) for name, use in uses.items()}
        seen["watched_cycle"] = watched_cycle()
        return seen
    finally:
        gc.enable()


def watched_cycle():
    """A cycle outlives its last name until it is collected, and LeakWatch says so."""
    watch = lifecycle.LeakWatch()
    watch.watch(ring_of_two(), "ring")
    before = watch.survivors()
    gc.collect()
    return {"before_collection": before, "after_collection": watch.survivors()}


# -- the garbage collector, as found ---------------------------------------------------------------------


def collector():
    return {
        "enabled": gc.isenabled(), "threshold": list(gc.get_threshold()), "debug": gc.get_debug(),
        "callbacks": len(gc.callbacks), "garbage": len(gc.garbage), "frozen": gc.get_freeze_count(),
    }


def gc_state(ctx, *, enabled, threshold):
    normal = gc.get_threshold()
    gc.set_threshold(*threshold)
    (gc.enable if enabled else gc.disable)()
    try:
        before = collector()
        found = lifecycle.find_cycles([ring_of_two()])
        limited = used_limit(ring_of_two())
        size = lifecycle.deep_sizeof([[1]])
        watch = lifecycle.LeakWatch()
        watch.watch(Watched(), "x")
        watch.survivors()
        after = collector()
        return {
            "worked": found == [["Node", "Node"]] and limited == "raised" and size > 0,
            "changed": {name: after[name] for name in after if after[name] != before[name]},
        }
    finally:
        gc.set_threshold(*normal)
        gc.set_debug(0)
        gc.callbacks.clear()
        gc.garbage.clear()
        gc.unfreeze()
        gc.enable()


# -- odds and ends ---------------------------------------------------------------------------------------


class Equal:
    """Equal to every other, so that it has no hash."""

    def __eq__(self, other):
        return True


class Unwatchable:
    __slots__ = ()


def equal_objects(ctx):
    watch = lifecycle.LeakWatch()
    held = [Equal(), Equal(), Equal()]
    for one in held:
        watch.watch(one, "equal")
    del one
    three = watch.survivors()
    held.pop()
    return {"three": three, "two": watch.survivors()}


def unwatchable(ctx):
    """What cannot be referred to weakly is refused, and not remembered."""
    watch, outcomes = lifecycle.LeakWatch(), {}
    for one in (7, [], Unwatchable()):
        try:
            watch.watch(one, "odd")
        except Exception as error:
            outcomes[type(one).__name__] = type(error).__name__
        else:
            outcomes[type(one).__name__] = "accepted"
    return outcomes | {"survivors": watch.survivors()}


def cache(ctx):
    """Keys a, b, c and d in a cache for two: how often each value was made."""
    made = collections.Counter()

    def make(key):
        made[key] += 1
        return Watched() if key != "d" else [key]

    values = lifecycle.WeakCache(2)
    held = values.get("a", make)
    values.get("b", make)
    values.get("a", make)  # now the latest: b goes first
    values.get("c", make)
    values.get("b", make)  # made again: nobody held it
    values.get("d", make)
    same = values.get("a", make) is held  # no longer among the latest, but held
    values.get("d", make)  # still among the latest: a list, that cannot be held weakly
    values.get("b", make)
    values.get("c", make)
    values.get("d", make)  # made again
    return {"made": dict(made), "same": same}
