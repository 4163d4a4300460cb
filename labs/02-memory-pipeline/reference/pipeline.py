"""Top records per key and window of a gzipped stream, in memory that does not grow with it."""
import argparse
import contextlib
import csv
import heapq
import json
import os
import shutil
import signal
import sys
import tempfile
import zlib

CHUNK = 1 << 16
FAN_IN = 16
COUNTS = ("malformed", "late", "unmatched", "duplicate")


def chunks(place):
    """The bytes of the input as they come; a pipe gives what it has."""
    descriptor = 0 if place == "-" else os.open(place, os.O_RDONLY)
    while data := os.read(descriptor, CHUNK):
        yield data


def lines(place):
    """The lines of a gzipped input, each as soon as it can be unpacked."""
    unpacker = zlib.decompressobj(31)
    rest = b""
    for data in chunks(place):
        while data:
            text = rest + unpacker.decompress(data, CHUNK)
            data = unpacker.unconsumed_tail
            *whole, rest = text.split(b"\n")
            yield from whole
    if rest:
        yield rest


def parsed(line):
    """(id, t, key, value) of a well-formed line, or None."""
    try:
        record = json.loads(line)
        found = record["id"], record["t"], record["key"], record["value"]
    except (ValueError, KeyError, TypeError):
        return None
    name, time, key, value = found
    if type(name) is str and type(key) is str and type(time) is int and type(value) is int and time >= 0:
        return found
    return None


class Reversed(str):
    """A text that sorts the other way round: of equal values the smaller id is the greater."""

    __slots__ = ()

    def __lt__(self, other):
        return str.__gt__(self, other)


class Window:
    """The records of one open window: ids to tell duplicates, and the best few of each key."""

    def __init__(self, top):
        self.top = top
        self.seen = set()
        self.best = {}

    def add(self, name, key, value):
        if name in self.seen:
            return False
        self.seen.add(name)
        heap = self.best.setdefault(key, [])
        if len(heap) < self.top:
            heapq.heappush(heap, (value, Reversed(name)))
        elif value >= heap[0][0]:
            heapq.heappushpop(heap, (value, Reversed(name)))
        return True

    def rows(self):
        """(key, rank, id, value), by key and rank."""
        for key in sorted(self.best):
            for rank, (value, name) in enumerate(sorted(self.best[key], reverse=True), 1):
                yield key, rank, str(name), value


class Runs:
    """Sorted files of rows, merged so that never more than a few are open."""

    def __init__(self, folder):
        self.folder = folder
        self.levels = [[]]
        self.made = 0

    def add(self, rows, level=0):
        path = os.path.join(self.folder, str(self.made))
        self.made += 1
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(json.dumps(row) + "\n")
        if level == len(self.levels):
            self.levels.append([])
        self.levels[level].append(path)
        if len(self.levels[level]) == FAN_IN:
            paths, self.levels[level] = self.levels[level], []
            self.add(self._merge(paths), level + 1)

    def _merge(self, paths):
        with contextlib.ExitStack() as stack:
            files = [stack.enter_context(open(path, encoding="utf-8")) for path in paths]
            yield from heapq.merge(*(map(json.loads, file) for file in files))
        for path in paths:
            os.unlink(path)

    def rows(self):
        return self._merge([path for level in self.levels for path in level])


class Pipeline:
    def __init__(self, options, runs):
        self.width = options.window
        self.top = options.top
        self.runs = runs
        with open(options.lookup, encoding="utf-8", newline="") as file:
            self.names = {row["key"]: row["name"] for row in csv.DictReader(file)}
        self.counts = dict.fromkeys(COUNTS, 0)
        self.open = {}
        self.now = 0

    def read(self, line):
        record = parsed(line)
        if record is None:
            self.counts["malformed"] += 1
            return
        name, time, key, value = record
        if time > self.now:
            self.now = time
            self.close(time - 2 * self.width)
        start = time - time % self.width
        if start <= self.now - 2 * self.width:
            self.counts["late"] += 1
        elif key not in self.names:
            self.counts["unmatched"] += 1
        else:
            window = self.open.get(start) or self.open.setdefault(start, Window(self.top))
            if not window.add(name, key, value):
                self.counts["duplicate"] += 1

    def close(self, limit):
        """Closes every window that begins at `limit` or before."""
        for start in sorted(start for start in self.open if start <= limit):
            window = self.open.pop(start)
            print("closed", start, len(window.seen), flush=True)
            self.runs.add([key, start, rank, name, value] for key, rank, name, value in window.rows())

    def write(self, place):
        with open(place, "w", encoding="utf-8", newline="\n") as file:
            for key, start, rank, name, value in self.runs.rows():
                file.write("%s\t%s\t%d\t%d\t%s\t%d\n" % (key, self.names[key], start, rank, name, value))


def run(options, folder):
    pipeline = Pipeline(options, Runs(folder))
    for line in lines(options.input):
        pipeline.read(line)
    pipeline.close(pipeline.now)
    whole = os.path.join(folder, "whole")
    pipeline.write(whole)
    shutil.move(whole, options.output)
    for name in COUNTS:
        print(name, pipeline.counts[name], file=sys.stderr)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--lookup", required=True)
    parser.add_argument("--window", type=int, default=600)
    parser.add_argument("--top", type=int, default=5)
    parser.add_argument("--tmp")
    return parser.parse_args()


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    try:
        with tempfile.TemporaryDirectory(dir=options.tmp) as folder:
            run(options, folder)
    except BrokenPipeError:
        # Nobody reads us any more; the interpreter must not try to flush once again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(141)


if __name__ == "__main__":
    main()
