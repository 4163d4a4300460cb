"""Feeds pipeline.py in a process of its own and returns what it did. It makes inputs and holds no answer."""
import random
import zlib

ARGV = ["{python}", "-I", "{submission}/pipeline.py"]


def small(ctx, *, lines, lookup, window, top, stdin):
    """One small input, as a file or through a pipe."""
    data = packed([lines.encode()])
    files = {"lookup.csv": lookup}
    options = ["--lookup", "lookup.csv", "--window", str(window), "--top", str(top), "--tmp", "{tmp}"]
    if stdin:
        return ctx.kit.program(
            argv=ARGV + ["-", "out.tsv"] + options, stdin=b"".join(data), files=files, collect=["out.tsv"])
    files["in.gz"] = b"".join(data)
    return ctx.kit.program(argv=ARGV + ["in.gz", "out.tsv"] + options, files=files, collect=["out.tsv"])


def large(ctx, *, seed, windows, per_window=2500):
    """Many records through a pipe; they are made while they are read, so that nothing here grows with them."""
    world = World(seed, per_window)
    return ctx.kit.program(
        argv=ARGV + options_of(), script=[{"send": packed(world.lines(0, windows))}],
        files={"lookup.csv": world.lookup()}, collect=["out.tsv"], collect_kb=4000)


def idle(ctx):
    """What an interpreter needs that does nothing."""
    return ctx.kit.program(argv=["{python}", "-I", "-c", "pass"])


def stream(ctx, *, seed):
    """Some windows, then nothing until their lines have come, then the rest."""
    world = World(seed, 40)
    first, rest = halves(world)
    return ctx.kit.program(
        argv=ARGV + options_of(),
        script=[{"send": first}, {"until": {"stdout_lines": 4, "within_s": 4}}, {"send": rest}],
        files={"lookup.csv": world.lookup()}, collect=["out.tsv"])


def term(ctx, *, seed):
    """SIGTERM in the middle of the input."""
    world = World(seed, 40)
    first, _ = halves(world)
    return ctx.kit.program(
        argv=ARGV + options_of(),
        script=[{"send": first}, {"until": {"stdout_lines": 4, "within_s": 4}}, {"signal": "TERM"},
                {"until": {"exit": True, "within_s": 4}}],
        files={"lookup.csv": world.lookup()})


def closed(ctx, *, seed):
    """Nobody reads stdout."""
    world = World(seed, 40)
    return ctx.kit.program(
        argv=ARGV + options_of(), stdout="closed", stdin=b"".join(packed(world.lines(0, 6))),
        files={"lookup.csv": world.lookup()})


def options_of():
    return ["-", "out.tsv", "--lookup", "lookup.csv", "--window", "600", "--top", "5", "--tmp", "{tmp}"]


def halves(world):
    """Five and a half windows, flushed to the last byte, and what follows them."""
    packer = Packer()
    first = b"".join(packer.add(block) for block in world.lines(0, 6)) + packer.flush()
    rest = b"".join(packer.add(block) for block in world.lines(6, 9)) + packer.end()
    return first, rest


class Packer:
    """A gzip stream, piece by piece."""

    def __init__(self):
        self._packer = zlib.compressobj(1, zlib.DEFLATED, 31)

    def add(self, data):
        return self._packer.compress(data)

    def flush(self):
        return self._packer.flush(zlib.Z_SYNC_FLUSH)

    def end(self):
        return self._packer.flush()


def packed(blocks):
    packer = Packer()
    for block in blocks:
        yield packer.add(block)
    yield packer.end()


class World:
    """Records by a seed: out of order by less than a window, some late, some twice, some of unknown keys."""

    def __init__(self, seed, per_window):
        self.random = random.Random(seed)
        self.per_window = per_window
        self.keys = ["%08x" % self.random.getrandbits(32) for _ in range(40)]

    def lookup(self):
        return "key,name\n" + "".join("%s,name of %s\n" % (key, key) for key in self.keys)

    def lines(self, first, last):
        """The lines of the windows from `first` on and before `last`, in blocks."""
        draw = self.random.random
        keys = self.keys + ["unknown"]
        for window in range(first, last):
            ids = ["%016x" % self.random.getrandbits(64) for _ in range(self.per_window)]
            block = []
            for index in range(self.per_window):
                share = draw()
                time = window * 600 + index * 600 // self.per_window + int(share * 500)
                if share < 0.01:
                    time = max(0, time - 2400)
                name = ids[index - 20] if share > 0.93 and index > 20 else ids[index]
                key = keys[int(draw() * draw() * len(keys))]
                block.append(
                    '{"id": "%s", "t": %d, "key": "%s", "value": %d}\n' % (name, time, key, share * 1e6 % 9973))
            yield "".join(block).encode()
