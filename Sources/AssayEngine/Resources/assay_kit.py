"""Starts a learner's program, tests or tool as a child process and tells what it did. It judges nothing.

For the drivers program, service, tests, tool and analysis the harness imports this and never the submission,
so what it reports was not written by the learner's code. Three things keep it so. The process is not dumpable:
another process of the same user can neither trace it nor open its memory or descriptors through /proc. A child
inherits no descriptor, no environment and no session. After every operation nothing that the learner's code
started is left, and only then are files read.

A child can still kill this process, stop it or lower its limits. Then the call has no answer, which counts
against the learner. docs/drivers.md describes the operations.
"""
import ctypes
import json
import os
import select
import signal
import stat
import subprocess
import sys
import threading
import time

PR_SET_DUMPABLE = 4
PR_GET_DUMPABLE = 3
TAIL = 4096
MAXIMUM_FILES = 2000


class LabMistake(Exception):
    """The lab asked for something that the kit does not do: never the learner's fault."""


def make_undumpable():
    libc = ctypes.CDLL(None)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 or libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise LabMistake("the grading process could not be closed to other processes")


def text_of(data):
    return bytes(data).decode("utf-8", "backslashreplace")


def signal_number(name):
    try:
        return int(getattr(signal, "SIG" + name))
    except (AttributeError, TypeError):
        raise LabMistake("there is no signal %r" % (name,)) from None


# -- Children ----------------------------------------------------------------------------------------

class Stream:
    """What came over one pipe: its first and last bytes, and how many there were."""

    def __init__(self, keep):
        self.keep = keep
        self.head = bytearray()
        self.tail = bytearray()
        self.total = 0
        self.lines = 0
        self.ended = False

    def add(self, data):
        self.total += len(data)
        self.lines += data.count(b"\n")
        room = self.keep - len(self.head)
        if room > 0:
            self.head += data[:room]
            data = data[room:]
        self.tail = (self.tail + data)[-TAIL:]

    def text(self):
        cut = self.total - len(self.head) - len(self.tail)
        note = b"\n[... %d bytes left out ...]\n" % cut if cut > 0 else b""
        return text_of(self.head + note + self.tail)


class Child:
    """One process of the learner's, in a session of its own."""

    def __init__(self, kit, argv, folder, env, stdin, stdout="open", keep=256 << 10):
        self.changed = threading.Condition()
        self.streams = {"stdout": Stream(keep), "stderr": Stream(keep)}
        self.status = None
        self.usage = None
        self.killed_by_kit = None
        self.stdin_broken = False
        self._most = kit.output_bytes
        self._wake = os.eventfd(0, os.EFD_CLOEXEC)
        self._shuts_stdout = stdout == "closed"
        self.started = time.monotonic()
        try:
            process = subprocess.Popen(
                argv, cwd=folder, env=env, stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, close_fds=True, start_new_session=True, bufsize=0)
        except (OSError, ValueError) as error:
            raise LabMistake("%s cannot be started: %s" % (argv[0], error)) from None
        self.pid = process.pid
        self._process = process
        self._stdin = process.stdin
        if self._stdin:
            os.set_blocking(self._stdin.fileno(), False)
        if self._shuts_stdout:
            process.stdout.close()
            self.streams["stdout"].ended = True
        self._threads = [threading.Thread(target=self._wait, daemon=True)]
        for name, pipe in (("stdout", process.stdout), ("stderr", process.stderr)):
            if not pipe.closed:
                self._threads.append(threading.Thread(target=self._drain, args=(name, pipe), daemon=True))
        for thread in self._threads:
            thread.start()

    # What the threads do

    def _wait(self):
        _, status, usage = os.wait4(self.pid, 0)
        with self.changed:
            self.status, self.usage = status, usage
            self.ended = time.monotonic()
            self._process.returncode = 0  # it is reaped: Popen must not look for it again
            self.changed.notify_all()

    def _drain(self, name, pipe):
        poll = select.poll()
        poll.register(pipe, select.POLLIN)
        poll.register(self._wake, select.POLLIN)
        stream = self.streams[name]
        with pipe:
            while not (name == "stdout" and self._shuts_stdout):
                ready = dict(poll.poll())
                if pipe.fileno() not in ready:
                    if name != "stdout":
                        poll.unregister(self._wake)
                    continue
                data = os.read(pipe.fileno(), 65536)
                if not data:
                    break
                with self.changed:
                    stream.add(data)
                    self.changed.notify_all()
                if self.streams["stdout"].total + self.streams["stderr"].total > self._most:
                    self.kill("output")
        with self.changed:
            stream.ended = True
            self.changed.notify_all()

    # What the kit does

    @property
    def exited(self):
        return self.status is not None

    def wait_until(self, condition, deadline):
        """Whether `condition` came true before the moment `deadline`; it is asked after every change."""
        with self.changed:
            return bool(self.changed.wait_for(condition, max(0, deadline - time.monotonic())))

    def wait_exit(self, deadline):
        return self.wait_until(lambda: self.exited, deadline)

    def signal(self, number):
        """Sends a signal to the process's group; false when it has ended."""
        with self.changed:
            if self.exited:
                return False
            try:
                os.killpg(self.pid, number)
            except ProcessLookupError:
                return False
            return True

    def kill(self, why):
        if self.signal(signal.SIGKILL) and self.killed_by_kit is None:
            self.killed_by_kit = why

    def feed(self, data, deadline):
        """Writes to stdin until all is taken, the child has closed it, or the deadline."""
        if self._stdin is None:
            raise LabMistake("stdin is closed already")
        for chunk in [data] if isinstance(data, (bytes, bytearray, memoryview)) else data:
            chunk = memoryview(chunk)
            while chunk and not self.stdin_broken:
                chunk = chunk[self._write(chunk, deadline):]
            if self.stdin_broken:
                return

    def _write(self, chunk, deadline):
        poll = select.poll()
        poll.register(self._stdin, select.POLLOUT)
        while time.monotonic() < deadline and not self.exited:
            if not poll.poll(100):
                continue
            try:
                return os.write(self._stdin.fileno(), chunk[:65536])
            except BlockingIOError:
                continue
            except OSError:
                break
        self.stdin_broken = True
        return 0

    def close_stdin(self):
        if self._stdin is not None:
            try:
                self._stdin.close()
            except OSError:
                pass
            self._stdin = None

    def close_stdout(self):
        """Closes our end, as `head` does: the child's next write fails."""
        self._shuts_stdout = True
        os.eventfd_write(self._wake, 1)
        with self.changed:
            self.changed.wait_for(lambda: self.streams["stdout"].ended, 5)

    def finish(self):
        """Waits for the threads; to be called when nothing that could hold the pipes is left."""
        self.close_stdin()
        for thread in self._threads:
            thread.join(2)
        os.close(self._wake)

    def outcome(self):
        code = os.waitstatus_to_exitcode(self.status) if self.exited else None
        output, errors = self.streams["stdout"], self.streams["stderr"]
        usage = self.usage
        return {
            "exit": code if code is not None and code >= 0 else None,
            "signal": signal.Signals(-code).name[3:] if code is not None and code < 0 and -code < 32 else None,
            "ended_by_grader": self.killed_by_kit,
            "stdout": output.text(), "stdout_bytes": output.total,
            "stderr": errors.text(), "stderr_bytes": errors.total,
            "stdin_broken": self.stdin_broken,
            "cpu_s": usage.ru_utime + usage.ru_stime if usage else None,
            "rss_kb": usage.ru_maxrss if usage else None,
            "wall_s": (self.ended if self.exited else time.monotonic()) - self.started,
        }


class Forks:
    """The server of assay_test_runner.py: a warm interpreter that forks for each run of tests."""

    def __init__(self, kit, modules):
        self.modules = modules
        self.is_clean = True
        argv = [sys.executable, "-I", "-B", kit.lab + "/assay_test_runner.py", "serve", *modules]
        self._child = Child(kit, argv, "/", kit.environment(), stdin=True)
        self.pid = self._child.pid
        self.ask({"jobs": []}, kit.deadline())

    def ask(self, order, deadline):
        """What became of each job; where the deadline came first, all are over by time."""
        output = self._child.streams["stdout"]
        lines = output.lines
        self._child.feed(json.dumps(order).encode() + b"\n", deadline)
        ended = self._child.wait_until(lambda: output.lines > lines or self._child.exited, deadline)
        if output.lines > lines:
            answer = json.loads(bytes(output.head).splitlines()[-1])
            self.is_clean = answer["clean"]
            return answer
        self.is_clean = False
        if not order["jobs"]:
            self.end()
            errors = self._child.streams["stderr"].text()[-500:]
            raise LabMistake("the server of tests does not start: %s" % (errors if ended else "no time is left"))
        nothing = {"status": None, "cpu_s": None, "rss_kb": None, "wall_s": None, "by": None if ended else "time"}
        return {"ended": [nothing] * len(order["jobs"]), "survivors": 0}

    def end(self):
        self._child.kill("end")
        self._child.wait_exit(time.monotonic() + 5)
        self._child.finish()


def outcome_of(ended):
    """The end of a job as the evidence of a process."""
    status = ended.pop("status")
    code = os.waitstatus_to_exitcode(status) if status is not None else None
    return {
        "exit": code if code is not None and code >= 0 else None,
        "signal": signal.Signals(-code).name[3:] if code is not None and -32 < code < 0 else None,
        "ended_by_grader": ended.pop("by", None), "stderr": "", "stderr_bytes": 0, **ended}


# -- Files -------------------------------------------------------------------------------------------

def open_beneath(root, path):
    """A descriptor of the regular file `path` below `root`, no link on the way followed; or why there is none."""
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        *parents, name = path.split("/")
        for part in parents:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = inner
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except FileNotFoundError:
        return None, "missing"
    except OSError:
        return None, "not a regular file"
    finally:
        os.close(folder)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        return None, "not a regular file"
    return file, None


def read_beneath(root, path, most):
    """The bytes of a file below `root` and None, or None and why not."""
    try:
        file, problem = open_beneath(root, path)
    except OSError:
        return None, "missing"
    if problem:
        return None, problem
    with open(file, "rb") as content:
        data = content.read(most + 1)
    return (data, None) if len(data) <= most else (None, "larger than %d KiB" % (most >> 10))


def walk(root):
    """(relative path, size) of what is below `root`, no link followed, at most some thousands."""
    found, waiting = [], [""]
    while waiting and len(found) < MAXIMUM_FILES:
        folder = waiting.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as entries:
                for entry in entries:
                    path = folder + "/" + entry.name if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    else:
                        found.append((path, entry.stat(follow_symlinks=False).st_size))
                    if len(found) >= MAXIMUM_FILES:
                        break
        except OSError:
            continue
    return sorted(found)


def remove_tree(path):
    """Removes a folder that its owner may have closed to himself."""
    try:
        os.chmod(path, 0o700)
        with os.scandir(path) as entries:
            for entry in list(entries):
                if entry.is_dir(follow_symlinks=False):
                    remove_tree(entry.path)
                else:
                    os.unlink(entry.path)
        os.rmdir(path)
    except OSError:
        pass


def remove_ipc():
    """Removes System V objects, which outlive whoever made them."""
    libc = ctypes.CDLL(None)
    for name, remove in (("shm", lambda i: libc.shmctl(i, 0, None)), ("msg", lambda i: libc.msgctl(i, 0, None)),
                         ("sem", lambda i: libc.semctl(i, 0, 0))):
        try:
            with open("/proc/sysvipc/" + name) as file:
                for line in list(file)[1:]:
                    remove(int(line.split()[1]))
        except OSError:
            continue


# -- The kit -----------------------------------------------------------------------------------------

class Kit:
    """The operations, each on a fresh folder."""

    OPERATIONS = ("program", "service", "tests", "tool", "analysis")

    def __init__(self, settings, lab, submission):
        make_undumpable()
        self.lab = lab
        self.submission = submission
        self.is_isolated = settings["isolated"]
        self.limit_s = settings["limit_s"]
        self.output_bytes = settings["output_bytes"]
        self.base = os.environ.get("TMPDIR") or "/tmp"
        self.root = None
        self.children = []
        self.servers = None
        self.forks = None
        self.ports = {}

    def run(self, name, options):
        if name not in self.OPERATIONS:
            raise LabMistake("the kit has no operation %r" % (name,))
        operation = getattr(self, name)
        known = operation.__kwdefaults__ or {}
        for option in options:
            if option not in known:
                raise LabMistake("%s does not take %r" % (name, option))
        return operation(**options)

    # Beginning and end

    @property
    def scratch(self):
        """The working folder of this operation's children."""
        if self.root is None:
            self.root = "%s/%s" % (self.base, os.urandom(8).hex())
            for folder in (self.root, self.root + "/work", self.root + "/tmp"):
                os.mkdir(folder, 0o700)
        return self.root + "/work"

    def deadline(self, seconds=None):
        return time.monotonic() + min(seconds or self.limit_s, self.limit_s)

    def kill_all(self):
        """Ends whatever the learner's code has started; says how many processes had outlived their parent."""
        for child in self.children:
            child.kill("end")
        survivors = self._others() if self.is_isolated else []
        if self.forks is not None and not self.children and self.forks.is_clean and not survivors:
            return 0
        self.end_forks()
        for _ in range(200):
            if not self.is_isolated:
                break
            try:
                os.kill(-1, signal.SIGKILL)  # all but process 1 of our namespace, and us
            except ProcessLookupError:
                break
            if not self._others():
                break
            time.sleep(0.005)
        for child in self.children:
            child.wait_exit(time.monotonic() + 2)
            child.finish()
        self.children = []
        return len(survivors)

    def end_forks(self):
        """Ends the server of the driver tests; the next operation that needs one starts another."""
        if self.forks is not None:
            forks, self.forks = self.forks, None
            forks.end()

    def _others(self):
        """Living processes but for process 1, this one, its own children and the server of tests."""
        known = {1, os.getpid()} | {child.pid for child in self.children}
        if self.forks is not None:
            known.add(self.forks.pid)
        found = []
        for name in os.listdir("/proc"):
            if not name.isdigit() or int(name) in known:
                continue
            try:
                with open("/proc/%s/stat" % name) as file:
                    if file.read().rpartition(")")[2].split()[0] not in "ZX":
                        found.append(int(name))
            except OSError:
                continue
        return found

    def clean_up(self):
        """Leaves nothing of an operation behind."""
        self.kill_all()
        self.servers = None
        self.ports = {}
        if self.root is not None:
            remove_tree(self.root)
            self.root = None
        if self.is_isolated:
            remove_ipc()
            for folder in (self.base, "/dev/shm"):
                for entry in list(os.scandir(folder)):
                    if entry.is_dir(follow_symlinks=False):
                        remove_tree(entry.path)
                    else:
                        os.unlink(entry.path)

    # Parts of operations

    def expand(self, text):
        """`text` with the places and ports that it names."""
        for name, value in (("{python}", sys.executable), ("{submission}", self.submission),
                            ("{scratch}", self.scratch), ("{tmp}", self.scratch[:-4] + "tmp")):
            text = text.replace(name, value)
        while "{port:" in text:
            head, _, rest = text.partition("{port:")
            name, _, tail = rest.partition("}")
            text = "%s%d%s" % (head, self.port(name), tail)
        return text

    def port(self, name):
        """A free port of loopback, the same for the same name within one operation."""
        if name not in self.ports:
            import socket

            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.ports[name] = probe.getsockname()[1]
        return self.ports[name]

    def lay_out(self, files, into=None):
        for path, content in (files or {}).items():
            if path.startswith("/") or ".." in path.split("/"):
                raise LabMistake("%r is no path inside the working folder" % (path,))
            target = os.path.join(into or self.scratch, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "xb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())

    def copy_submission(self):
        """The submission's files, writable, in the working folder."""
        for path, _ in walk(self.submission):
            data, problem = read_beneath(self.submission, path, 64 << 20)
            if problem is None:
                self.lay_out({path: data})

    def environment(self, more=None):
        env = {
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": self.scratch, "TMPDIR": self.scratch[:-4] + "tmp",
            "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
        }
        env.update({name: self.expand(value) for name, value in (more or {}).items()})
        return env

    def start(self, argv, *, env=None, stdin=False, stdout="open", keep_kb=256):
        """Starts a child; a name without a slash is looked up in /usr, never in the submission."""
        if not argv or not all(type(part) is str for part in argv):
            raise LabMistake("argv must be a list of texts, not %r" % (argv,))
        argv = [self.expand(part) for part in argv]
        if "/" not in argv[0]:
            folders = ["/usr/%s/%s" % (folder, argv[0]) for folder in ("bin", "sbin", "local/bin")]
            found = [path for path in folders if os.access(path, os.X_OK)]
            if not found:
                raise LabMistake("the program %s is not in /usr" % argv[0])
            argv[0] = found[0]
        child = Child(self, argv, self.scratch, self.environment(env), stdin, stdout, keep_kb << 10)
        self.children.append(child)
        return child

    def condition(self, child, wanted):
        """What an `until` step waits for, as a question, and its seconds."""
        output, errors = child.streams["stdout"], child.streams["stderr"]
        tests = {
            "stdout_bytes": lambda value: output.total >= value,
            "stdout_lines": lambda value: output.lines >= value,
            "stdout_text": lambda value: value.encode() in output.head,
            "stderr_text": lambda value: value.encode() in errors.head,
            "exit": lambda value: child.exited == value,
        }
        wanted = dict(wanted)
        seconds = wanted.pop("within_s", 5)
        for name in wanted:
            if name not in tests:
                raise LabMistake("an until knows no %r" % (name,))
        return (lambda: all(tests[name](value) for name, value in wanted.items())), seconds

    def mark(self, child, wanted, deadline):
        """Waits for what `wanted` says and tells how things stand then, or when waiting was given up."""
        condition, seconds = self.condition(child, wanted)
        limit = min(deadline, time.monotonic() + seconds)
        reached = child.wait_until(lambda: condition() or child.exited, limit) and condition()
        with child.changed:
            output, errors = child.streams["stdout"], child.streams["stderr"]
            files = walk(self.root)
            return {
                "reached": bool(reached), "exited": child.exited,
                "stdout": text_of(output.head[:TAIL]), "stdout_bytes": output.total, "stdout_lines": output.lines,
                "stderr_bytes": errors.total, "files": len(files), "file_bytes": sum(size for _, size in files),
            }

    def follow(self, child, script, deadline):
        """Carries out a script of small steps on a running child; its marks."""
        marks = []
        for step in script:
            if len(step) != 1:
                raise LabMistake("a step has one key, not %s" % sorted(step))
            (verb, value), = step.items()
            if verb == "send":
                child.feed(value.encode() if type(value) is str else value, deadline)
            elif verb == "until":
                marks.append(self.mark(child, value, deadline))
            elif verb == "signal":
                child.signal(signal_number(value))
            elif verb == "close_stdin":
                child.close_stdin()
            elif verb == "close_stdout":
                child.close_stdout()
            else:
                raise LabMistake("a script knows no step %r" % (verb,))
        return marks

    def collected(self, paths, most):
        files = {}
        for path in paths:
            data, problem = read_beneath(self.scratch, path, most)
            files[path] = {"problem": problem} if problem else {"text": text_of(data), "bytes": len(data)}
        return files

    # Operations

    def program(self, *, argv=(), stdin=None, script=None, files=None, collect=(), env=None, cwd="scratch",
                stdout="open", limit_s=None, keep_kb=256, collect_kb=1024):
        """Runs one program to its end."""
        self.lay_out(files)
        if cwd == "copy":
            self.copy_submission()
        elif cwd != "scratch":
            raise LabMistake("cwd is scratch or copy, not %r" % (cwd,))
        before = {path for path, _ in walk(self.scratch[:-5])}
        if script is None:
            script = [] if stdin is None else [{"send": stdin}]
        child = self.start(argv, env=env, stdin=bool(script), stdout=stdout, keep_kb=keep_kb)
        deadline = self.deadline(limit_s)
        marks = self.follow(child, script, deadline)
        child.close_stdin()
        if not child.wait_exit(deadline):
            child.kill("time")
            child.wait_exit(time.monotonic() + 5)
        survivors = self.kill_all()
        names = {"work/" + path for path in collect}
        left = [path for path, _ in walk(self.root) if path not in before and path not in names]
        return {
            **child.outcome(), "marks": marks, "files": self.collected(collect, collect_kb << 10),
            "left": left[:50], "survivors": survivors,
        }

    def analysis(self, *, argv=(), stdin=None, files=None, env=None, cwd="scratch", findings="stdout",
                 limit_s=None, most_kb=1024):
        """Runs a program on an artefact and reads the JSON that it finds."""
        import assay_kit_formats

        collect = [] if findings == "stdout" else [findings]
        result = self.program(
            argv=argv, stdin=stdin, files=files, env=env, cwd=cwd, collect=collect, limit_s=limit_s,
            keep_kb=most_kb, collect_kb=most_kb)
        if findings == "stdout":
            text = result["stdout"] if result["stdout_bytes"] <= most_kb << 10 else None
            problem = "larger than %d KiB" % most_kb
        else:
            text, problem = (result["files"][findings].get(key) for key in ("text", "problem"))
        document = (None, problem) if text is None else assay_kit_formats.document(text)
        return {**result, "findings": document[0], "problem": document[1]}

    def tool(self, *, argv=(), config=None, parse="none", pattern=None, output="stdout", env=None, cwd="copy",
             limit_s=None, most_kb=4096):
        """Runs a real tool with the grader's configuration over the submission."""
        import assay_kit_formats

        self.lay_out(config, into=self.scratch[:-4] + "config")
        config_folder = self.scratch[:-4] + "config"
        argv = [part.replace("{config}", config_folder) if type(part) is str else part for part in argv]
        collect = [] if output in ("stdout", "stderr") else [output]
        result = self.program(
            argv=argv, env=env, cwd=cwd, collect=collect, limit_s=limit_s, keep_kb=most_kb, collect_kb=most_kb)
        text = result[output] if not collect else result["files"][output].get("text")
        roots = (self.scratch, self.submission)
        report, findings, problem = assay_kit_formats.tool_report(text, parse, pattern, roots)
        result.pop("left")
        return {**result, "report": report, "findings": findings, "problem": problem}

    def tests(self, *, build=None, runner="unittest", tests=("",), plugins=(), config=None, arguments=(),
              env=None, limit_s=None, warm=None, order=None, alone=False, copies=1):
        """Runs the learner's tests against one build of what they test."""
        import assay_kit_formats

        folder = self.scratch[:-4]
        self.lay_out(build, into=folder + "build")
        self.lay_out({"pytest.ini": config or "[pytest]\n"}, into=folder + "config")
        places = [os.path.join(self.submission, place) if place else self.submission for place in tests]
        jobs = [{
            "runner": runner, "report": "%sreport-%s" % (folder, os.urandom(8).hex()), "build": folder + "build",
            "config": folder + "config/pytest.ini", "plugins": list(plugins), "places": places,
            "arguments": list(arguments)} for _ in range(copies)]
        env = self.environment({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **(env or {})})
        if warm is None and (order is not None or alone or copies > 1):
            raise LabMistake("order, alone and copies need warm")
        if warm is None:
            outcomes, survivors = self._test_once(jobs[0], env, limit_s)
        else:
            jobs = [{**job, "order": order, "alone": alone} for job in jobs]
            outcomes, survivors = self._test_warm(jobs, env, list(warm), self.deadline(limit_s))
        results = []
        for job, outcome in zip(jobs, outcomes):
            data, problem = read_beneath(self.root, os.path.basename(job["report"]), 4 << 20)
            verdict = assay_kit_formats.test_outcome(None if problem else text_of(data), outcome)
            results.append({**outcome, **verdict})
        # pytest keeps its numbered folders on purpose.
        left = [path for path, _ in walk(self.root) if path.startswith(("work/", "tmp/")) and "/pytest-of-" not in path]
        shared = {"left": left[:50], "survivors": survivors}
        return {**results[0], **shared} if copies == 1 else {"copies": results, **shared}

    def _test_once(self, job, env, limit_s):
        """One job in an interpreter of its own."""
        child = self.start([
            sys.executable, "-I", "-B", self.lab + "/assay_test_runner.py", job["runner"], job["report"], job["build"],
            job["config"], ",".join(job["plugins"]), *job["places"], "--", *job["arguments"]], env=env, keep_kb=64)
        if not child.wait_exit(self.deadline(limit_s)):
            child.kill("time")
            child.wait_exit(time.monotonic() + 5)
        survivors = self.kill_all()
        return [child.outcome()], survivors

    def _test_warm(self, jobs, env, modules, deadline):
        """Jobs that begin together, each in a fork of an interpreter that has imported `modules`."""
        if self.forks is None or self.forks.modules != modules:
            self.end_forks()
            self.forks = Forks(self, modules)
        outputs = ["%s.out" % job["report"] for job in jobs]
        answer = self.forks.ask({
            "folder": self.scratch, "env": env,
            "jobs": [{**job, "output": output} for job, output in zip(jobs, outputs)]}, deadline)
        survivors = answer["survivors"] + self.kill_all()
        outcomes = []
        for ended, path in zip(answer["ended"], outputs):
            data, _ = read_beneath(self.root, os.path.basename(path), 16 << 20)
            stream = Stream(64 << 10)
            stream.add(data or b"")
            outcomes.append({**outcome_of(ended), "stdout": stream.text(), "stdout_bytes": stream.total})
        return outcomes, survivors

    def service(self, *, steps=(), files=None, env=None, limit_s=None):
        """Starts servers, talks to them, sends them signals, step by step."""
        self.lay_out(files)
        return self.network.script(steps, env, self.deadline(limit_s))

    @property
    def network(self):
        """Servers and requests; asyncio is imported by those labs only that need it."""
        if self.servers is None:
            import assay_kit_service

            self.servers = assay_kit_service.Servers(self)
        return self.servers
