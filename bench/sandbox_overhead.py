#!/usr/bin/env python3
"""What a sandboxed run costs over the bare interpreter: start to first answer, and start to end.

    bench/sandbox_overhead.py [--rounds N] [--pause SECONDS] [LAUNCHER]

Bare, cold and warm runs take turns, so that the machine's mood meets all three alike. The pause between runs
matters: back to back, the kernel hides the 10 ms that joining a version 1 control group takes. It must run as
root. It drives the launcher as AssaySandbox does; `warm` starts it before the clock does.
"""

import argparse
import os
import statistics
import struct
import subprocess
import sys
import time

PYTHON = "/usr/bin/python3"
PROGRAM = "import os; os.write({1}, b'ready\\n'); os.read({0}, 1)"
SYSTEM_FOLDERS = ("bin", "lib", "lib64")


def field(tag, content):
    content = content.encode() if isinstance(content, str) else content
    return tag.encode() + struct.pack("<I", len(content)) + content


def strings(items):
    return b"".join(item.encode() + b"\0" for item in items)


def bubblewrap_arguments(launcher):
    yield from "--unshare-cgroup --unshare-pid --unshare-ipc --unshare-uts --unshare-net --cap-drop ALL".split()
    for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
        yield from ("--cap-add", capability)
    yield from "--die-with-parent --new-session --as-pid-1 --clearenv --ro-bind /usr /usr".split()
    for name in SYSTEM_FOLDERS:
        yield from ("--symlink", f"usr/{name}", f"/{name}")
    yield from "--proc /proc --dev /dev".split()
    for folder in ("/dev/shm", "/tmp"):
        yield from ("--perms", "1777", "--size", "16777216", "--tmpfs", folder)
    yield from ("--perms", "0755", "--dir", "/etc", "--ro-bind", launcher, "/.assay-init")
    yield from "--remount-ro /dev --remount-ro / --chdir / --json-status-fd 8".split()


def configuration(launcher):
    numbers = {"w": 20000, "c": 10000, "m": 256 << 20, "p": 32, "n": 256, "o": 1 << 20, "d": 16 << 20, "u": 1}
    content = b"".join(field(tag, str(number)) for tag, number in numbers.items())
    content += field("b", strings(["/usr/bin/bwrap"])) + field("A", strings(bubblewrap_arguments(launcher)))
    return content + field("L", strings([PYTHON, "-I", "-S", "-c", PROGRAM.format(3, 4)]))


def start(launcher):
    return subprocess.Popen([launcher, "--supervise"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def frame(process):
    header = process.stdout.read(5)
    if len(header) < 5:
        sys.exit("the launcher ended without a report")
    return chr(header[0]), process.stdout.read(struct.unpack("<I", header[1:])[0])


def await_frame(process, wanted):
    while True:
        tag, content = frame(process)
        if tag == "E":
            sys.exit(content.decode())
        if tag == wanted:
            return


def sandboxed(launcher, process=None):
    begin = time.perf_counter()
    process = process or start(launcher)
    process.stdin.write(field("C", configuration(launcher)))
    process.stdin.flush()
    await_frame(process, "h")
    ready = time.perf_counter()
    process.stdin.write(field("H", b"\n"))
    process.stdin.flush()
    await_frame(process, "r")
    end = time.perf_counter()
    process.wait()
    return ready - begin, end - begin


def bare():
    begin = time.perf_counter()
    (questions, ask), (answer, answers) = os.pipe(), os.pipe()
    program = PROGRAM.format(questions, answers)
    process = subprocess.Popen([PYTHON, "-I", "-S", "-c", program], pass_fds=(questions, answers))
    os.read(answer, 100)
    ready = time.perf_counter()
    os.write(ask, b"\n")
    process.wait()
    end = time.perf_counter()
    for descriptor in (questions, ask, answer, answers):
        os.close(descriptor)
    return ready - begin, end - begin


def warm(launcher, pause):
    process = start(launcher)
    await_frame(process, "R")
    time.sleep(pause)
    return sandboxed(launcher, process)


def main():
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".build", "debug", "assay-launcher")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--pause", type=float, default=0.12)
    parser.add_argument("launcher", nargs="?", default=os.path.realpath(beside))
    options = parser.parse_args()
    variants = {
        "bare": bare,
        "cold": lambda: sandboxed(options.launcher),
        "warm": lambda: warm(options.launcher, options.pause),
    }
    # The launcher raises its own weight; without this a loaded machine would flatter it.
    os.setpriority(os.PRIO_PROCESS, 0, -20)
    times = {name: [] for name in variants}
    for _ in range(options.rounds):
        for name, variant in variants.items():
            time.sleep(options.pause)
            times[name].append(variant())
    base = [statistics.median(column) for column in zip(*times["bare"])]
    print(f"{'':6}{'first answer':>16}{'end':>16}   (median of {options.rounds}, milliseconds; over bare)")
    for name, values in times.items():
        medians = [statistics.median(column) for column in zip(*values)]
        cells = "".join(f"{m * 1e3:9.1f} {(m - b) * 1e3:+6.1f}" for m, b in zip(medians, base))
        print(f"{name:6}{cells}")


if __name__ == "__main__":
    main()
