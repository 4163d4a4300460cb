"""Process 1 of a throw-away container: sets a scene, lets the naive grader run in it and tells what came of it.

Whatever is done here is done to a process namespace, a network namespace and memory file systems that end with
this process. One JSON object goes to descriptor 9.
"""
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time

LIMIT_S = 4.0
CANARY = "attack-canary"
EXPECTED = {"answer": {"3": 10, "7": 50, "12": 145}, "words": {"2": ["w0", "w1"]}, "ratio": {"5": 0.2}}
PEAKS = {"processes": 0, "memory": 0, "scratch": 0, "files": 0}
BURNT = {}
KEPT = 2 << 20


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def scene():
    """What graders have lying about: answers, an old result, a repository, services, a neighbour."""
    os.makedirs("/lab/.git")
    for name in ("naive_grader.py", "work.py"):
        with open("/given/" + name, encoding="utf-8") as file:
            write(("/grader/" if name[0] == "n" else "/submission/") + name, file.read())
    write("/lab/expected.json", json.dumps(EXPECTED))
    write("/lab/exercise.py", "# what drives the submission\n")
    write("/grader/results.json", json.dumps({"passed": 5, "total": 5, "old": True}))
    write("/tmp/assay-attack-canary.txt", CANARY)
    sockets = [socket.socket(), socket.socket(socket.AF_UNIX)]
    sockets[0].bind(("127.0.0.1", 47813))
    sockets[1].bind("\0assay-attack-canary")
    for listener in sockets:
        listener.listen()
    import ctypes

    ctypes.CDLL(None).shmget(4711, 4096, 0o1600)
    code = "import signal; x = '%s'; signal.pause()" % CANARY
    neighbour = subprocess.Popen([sys.executable, "-I", "-c", code], start_new_session=True)
    return sockets, neighbour


def snapshot():
    found = {}
    for top in ("/lab", "/submission", "/grader", "/etc", "/usr/local", "/run"):
        for folder, names, files in os.walk(top):
            if "__pycache__" in folder:
                continue
            for name in names + files:
                path = os.path.join(folder, name)
                if name != "__pycache__" and path != "/grader/results.json":
                    try:
                        status = os.lstat(path)
                        found[path] = (status.st_size, status.st_mode)
                    except OSError:
                        pass
    return found


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def watch(stop, known):
    """Notes the most that was there at a time of processes, memory, scratch space and files."""
    while not stop.wait(0.01):
        running = [number for number in processes() if number not in known]
        threads = memory = 0
        for number in running:
            try:
                with open(f"/proc/{number}/status") as file:
                    fields = dict(line.split(":", 1) for line in file if ":" in line)
                threads += int(fields["Threads"])
                with open(f"/proc/{number}/stat") as file:
                    BURNT[number] = sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13])) / 100
                memory += int(fields.get("RssAnon", "0").split()[0]) + int(fields.get("RssShmem", "0").split()[0])
            except (OSError, KeyError, ValueError):
                pass
        scratch = files = 0
        for place in ("/tmp", "/dev/shm"):
            status = os.statvfs(place)
            scratch += (status.f_blocks - status.f_bfree) * status.f_frsize
            files += status.f_files - status.f_ffree
            try:
                scratch += sum(entry.stat(follow_symlinks=False).st_size for entry in list(os.scandir(place))[:50])
            except OSError:
                pass
        for key, value in (("processes", threads), ("memory", memory * 1024), ("scratch", scratch), ("files", files)):
            PEAKS[key] = max(PEAKS[key], value)


class Drain(threading.Thread):
    """Reads a pipe to its end, and keeps the first part."""

    def __init__(self, pipe):
        super().__init__(daemon=True)
        self.pipe, self.kept, self.total = pipe, b"", 0
        self.start()

    def run(self):
        while data := os.read(self.pipe.fileno(), 65536):
            self.total += len(data)
            self.kept += data[: max(0, KEPT - len(self.kept))]


def limit():
    os.setsid()
    for name, most in (("AS", 1 << 29), ("FSIZE", 1 << 42), ("CORE", 0)):
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (3, 4))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 128))
    resource.setrlimit(resource.RLIMIT_NPROC, (200, 200))


def grade(second):
    """Runs the grader; a leaked descriptor and a canary in the environment are part of the scene."""
    leaked = os.open("/lab/expected.json", os.O_RDONLY)
    command = [sys.executable, "-B", "/grader/naive_grader.py"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "TOKEN": CANARY, "LC_ALL": "C.UTF-8"}
    grader = subprocess.Popen(
        command, cwd="/submission", env=environment, preexec_fn=limit, pass_fds=[leaked], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    streams = [Drain(grader.stdout), Drain(grader.stderr)]
    started = time.monotonic()
    ended = None
    while ended is None and time.monotonic() - started < LIMIT_S:
        number, status, usage = os.wait4(grader.pid, os.WNOHANG)
        if number:
            ended = os.waitstatus_to_exitcode(status)
            grader.returncode = ended
            used = usage.ru_utime + usage.ru_stime
        else:
            time.sleep(0.005)
    seconds = time.monotonic() - started
    if ended is None:
        used = 0.0
    for stream in streams:
        stream.join(0.1)
    return ended, seconds, used, streams


def results():
    try:
        status = os.lstat("/grader/results.json")
        if status.st_size > 1 << 20:
            return {"huge": True}
        if not 0o100000 <= status.st_mode < 0o110000:
            return None
        with open("/grader/results.json", encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def state(number):
    try:
        with open(f"/proc/{number}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "gone"


def main():
    kept, neighbour = scene()
    before = snapshot()
    known = set(processes())
    stop = threading.Event()
    threading.Thread(target=watch, args=(stop, known), daemon=True).start()
    reports = []
    for second in range(2 if "notes" in sys.argv else 1):
        ended, seconds, used, streams = grade(second)
    left = [number for number in processes() if number not in known and state(number) not in ("Z", "gone")]
    time.sleep(0.02)
    stop.set()
    text = b"\n".join(stream.kept for stream in streams).decode(errors="replace")
    after = snapshot()
    read = results()
    report = {
        "ended": ended, "seconds": seconds, "cpu": max(used, sum(BURNT.values())), "text": text[:20000], "breach": "BREACH" in text,
        "bytes": sum(stream.total for stream in streams),
        "result_lines": [line[8:300] for line in text.splitlines() if line.startswith("RESULT: ")][:50],
        "results": {k: v for k, v in read.items() if k != "answers"} if isinstance(read, dict) else None,
        "survivors": len(left) if ended is not None else 0,
        "neighbour": state(neighbour.pid) == "S", "peaks": PEAKS,
        "changed": sorted(ascii(path) for path in set(before) | set(after) if before.get(path) != after.get(path))[:20],
    }
    os.write(9, (json.dumps(report) + "\n").encode())
    os._exit(0)


main()
