"""Runs a learner's tests in a process of their own and notes each result, for the driver `tests`.

Alone, it runs one job and ends. As a server it has imported what all jobs need and forks once for each, which
costs a tenth. The server learns where a build lies and nothing else about it. It runs no learner's code, lets no
process look into it, adopts what its jobs leave running, and says whether any of that could not be ended.
"""
import json
import os
import sys

PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36


class Job:
    """One run of the tests against one build."""

    def __init__(self, runner, report, build, config, plugins, places, arguments, order=None, alone=False, beat=None):
        # Line by line, so that what was found before a crash is kept.
        self.report = open(report, "x", buffering=1)
        self.build, self.config, self.plugins = build, config, plugins
        self.places, self.arguments = places, arguments
        self.order, self.alone, self.beat = order, alone, beat
        self.runner = runner

    def note(self, **item):
        self.report.write(json.dumps(item) + "\n")

    def run(self):
        sys.path.insert(0, self.build)
        watch = Watch()
        status = run_pytest(self) if self.runner == "pytest" else run_unittest(self)
        self.note(watch=watch.found())
        self.note(done=True)
        self.report.close()
        return status


class Watch:
    """What tests ought not to do or to leave behind: long sleeps, threads, tasks, open files."""

    def __init__(self):
        import threading
        import time

        self.slept = 0.0
        self.tasks = 0
        self.threads = threading.active_count()
        self.files = self._files()
        self._wrap(time, "sleep")
        if "asyncio" in sys.modules:
            import asyncio

            self._wrap(asyncio.tasks, "sleep")
            asyncio.sleep = asyncio.tasks.sleep
            self._count_tasks(asyncio.runners)

    def _wrap(self, module, name):
        sleep = getattr(module, name)

        def noted(seconds, *rest, **more):
            if isinstance(seconds, (int, float)):
                self.slept = max(self.slept, seconds)
            return sleep(seconds, *rest, **more)

        setattr(module, name, noted)

    def _count_tasks(self, runners):
        cancel = runners._cancel_all_tasks

        def counted(loop):
            self.tasks += len(sys.modules["asyncio"].all_tasks(loop))
            return cancel(loop)

        runners._cancel_all_tasks = counted

    @staticmethod
    def _files():
        """The files below the working and the temporary folder that are open."""
        roots = (os.getcwd(), os.environ.get("TMPDIR", "/tmp"))
        found = []
        for name in os.listdir("/proc/self/fd"):
            try:
                path = os.readlink("/proc/self/fd/" + name)
            except OSError:
                continue
            if path.startswith(roots):
                found.append(path)
        return found

    def found(self):
        import threading

        files = len(self._files()) - len(self.files)
        return {
            "slept_s": self.slept, "tasks": self.tasks, "files": max(0, files),
            "threads": max(0, threading.active_count() - self.threads)}


def run_unittest(job):
    import unittest

    class Result(unittest.TestResult):
        def addSuccess(self, test):
            job.note(id=test.id(), outcome="passed")

        def addSkip(self, test, reason):
            job.note(id=test.id(), outcome="skipped")

        def addExpectedFailure(self, test, err):
            job.note(id=test.id(), outcome="passed")

        def addError(self, test, err):
            super().addError(test, err)
            self.tell(test, err)

        addFailure = addError

        def addSubTest(self, test, subtest, err):
            super().addSubTest(test, subtest, err)
            if err is not None:
                self.tell(test, err)

        def addUnexpectedSuccess(self, test):
            super().addUnexpectedSuccess(test)
            job.note(id=test.id(), outcome="failed")

        def tell(self, test, err):
            job.note(id=test.id(), outcome="failed")
            print("%s: %s" % (test.id(), self._exc_info_to_string(err, test)), file=sys.stderr)

    loader = unittest.TestLoader()
    suite = unittest.TestSuite()
    for place in job.places:
        folder, pattern = (place, "test*.py") if os.path.isdir(place) else os.path.split(place)
        suite.addTests(loader.discover(folder, pattern=pattern, top_level_dir=folder))
    result = Result()
    suite.run(result)
    return 0 if result.wasSuccessful() else 1


def run_pytest(job):
    import pytest

    class Reporter:
        def pytest_runtest_logreport(self, report):
            if report.when == "call" or report.outcome != "passed":
                job.note(id=report.nodeid, outcome=report.outcome)

        def pytest_collectreport(self, report):
            if report.failed:
                job.note(id=report.nodeid, outcome="failed")

        @pytest.hookimpl(wrapper=True)
        def pytest_collection_modifyitems(self, items):
            result = yield
            if job.order is not None:
                import random

                random.Random(job.order).shuffle(items)  # after the learner's own hooks
            return result

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session):
            return run_each_alone(session) if job.alone and not session.testsfailed else None

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtest_setup(self):
            if job.beat is not None:
                job.beat = keep_step(job.beat)

    options = [
        "-c", job.config, "--rootdir", job.places[0], "-p", "no:cacheprovider", "-q", "--color=no", "--tb=short"]
    for name in job.plugins:
        options += ["-p", name]
    return int(pytest.main(options + job.arguments + job.places, plugins=[Reporter()]))


def run_each_alone(session):
    """Each test in a fork of its own, which no other test has touched."""
    for item in session.items:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            sys.stdout.flush()
            os._exit(1 if session.testsfailed else 0)
        if os.waitpid(child, 0)[1] != 0:
            session.testsfailed += 1
    return True


def keep_step(beat):
    """Begins a test when the other copy begins one too; None when there is no other any more."""
    try:
        beat.send(b".")
        return beat if beat.recv(1) else None
    except OSError:
        return None


# -- The server --------------------------------------------------------------------------------------

def serve(modules):
    import ctypes
    import gc
    import resource

    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    # A queue of messages would outlive the job that made it.
    resource.setrlimit(resource.RLIMIT_MSGQUEUE, (0, 0))
    for name in modules:
        __import__(name)
    gc.collect()
    gc.freeze()
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    while line := sys.stdin.readline():
        answers.write(json.dumps(carry_out(json.loads(line), libc)) + "\n")


def carry_out(order, libc):
    """Forks for each job, waits for all, and ends what they have left."""
    import time

    beats = pair() if len(order["jobs"]) == 2 else [None] * len(order["jobs"])
    started = time.monotonic()
    running = {}
    for index, (job, beat) in enumerate(zip(order["jobs"], beats)):
        child = os.fork()
        if child == 0:
            begin(order, job, beat, [other for other in beats if other not in (beat, None)], libc)
        running[child] = index
    for beat in beats:
        if beat is not None:
            beat.close()
    ended = [None] * len(running)
    while running:
        child, status, usage = os.wait4(-1, 0)
        if child in running:
            ended[running.pop(child)] = {
                "status": status, "cpu_s": usage.ru_utime + usage.ru_stime, "rss_kb": usage.ru_maxrss,
                "wall_s": time.monotonic() - started}
    survivors, clean = end_all()
    return {"ended": ended, "survivors": survivors, "clean": clean}


def pair():
    import socket

    beats = socket.socketpair()
    for beat in beats:
        beat.settimeout(2)
    return beats


def begin(order, job, beat, others, libc):
    """What the fork does; it does not return."""
    status = 70
    try:
        os.setsid()
        for other in others:
            other.close()
        output = os.open(job.pop("output"), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0), os.dup2(output, 1), os.dup2(output, 2)
        keep = beat.fileno() if beat else 3
        os.closerange(3, keep), os.closerange(keep + (beat is not None), 256)
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["env"])
        libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
        sys.argv = ["tests"]
        status = Job(beat=beat, **job).run()
        sys.stdout.flush()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 70
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def end_all():
    """Kills the orphans of a job; how many there were at first, and whether none is left.

    Whoever loses its parent becomes a child of this process, so when there is no child there is nobody.
    """
    import signal
    import time

    first = None
    for _ in range(200):
        try:
            with open("/proc/self/task/%d/children" % os.getpid()) as file:
                children = [int(word) for word in file.read().split()]
        except OSError:
            children = []
        first = len(children) if first is None else first
        for child in children:
            os.kill(child, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return first, True
        time.sleep(0.005)
    return first, False


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2:])
        sys.exit(0)
    runner, report, build, config, plugins, *rest = sys.argv[1:]
    end = rest.index("--")
    names = plugins.split(",") if plugins else []
    sys.exit(Job(runner, report, build, config, names, rest[:end], rest[end + 1:]).run())
