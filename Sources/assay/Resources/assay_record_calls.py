"""Runs a pytest suite on the code that it tests and writes down every call of that code's functions.

Usage: record.py FOLDER OUTPUT. It runs outside the sandbox, on code of the lab's author. The output is one JSON
document in the form in which the harness carries values. Nothing is left out in silence: what is not recorded is
listed with the reason.
"""
import ast
import functools
import inspect
import io
import json
import os
import sys
import types

FOLDER, OUTPUT = sys.argv[1:3]
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
SAVED, sys.argv = sys.argv, sys.argv[:1] + ["/nowhere", FOLDER]
import assay_harness  # noqa: E402

sys.argv = SAVED
try:
    import pytest
except ImportError:
    sys.exit("pytest is not installed for this interpreter; name another with --python")

#: Fixtures that change what the code sees, so that a call alone does not say why it did what it did.
CHANGING = {"monkeypatch", "mocker", "tmp_path", "tmpdir", "tmp_path_factory", "tmpdir_factory", "capfd",
            "capfdbinary", "caplog", "recwarn", "pytester"}
MOST_CALLS = 5000
#: Entries of a call that are JSON already.
ENCODED = ("args", "kwargs", "returns", "raises", "prints")


def encode(value):
    return assay_harness.Encoder().encode(value)


def is_plain(text, objects):
    """Whether wire text holds only what a table of cases can hold."""
    tags = ('"$opaque":', '"$exception":') + (() if objects else ('"$object":',))
    return not any("{" + tag in text for tag in tags)


class Copied(io.TextIOBase):
    """Stdout that keeps a copy of what is printed."""

    def __init__(self, own):
        self.own = own
        self.text = ""

    def write(self, text):
        self.text += text
        return self.own.write(text)

    def flush(self):
        self.own.flush()


class Recorder:
    def __init__(self):
        self.test = None
        self.tainted = None
        self.depth = 0
        self.calls = []
        self.notes = []

    def note(self, file, key, reason):
        if [file, key, reason] not in self.notes:
            self.notes.append([file, key, reason])

    def wrap(self, module, name, function):
        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            if self.depth or self.test is None:
                return function(*args, **kwargs)
            self.depth += 1
            own, sys.stdout = sys.stdout, Copied(sys.stdout)
            before = [encode(list(args)), encode(kwargs)]
            outcome = None
            try:
                result = function(*args, **kwargs)
                outcome = ["returns", encode(result), is_plain(encode(result), True)]
                return result
            except Exception as error:
                outcome = ["raises", json.dumps(type(error).__name__), True]
                raise
            finally:
                printed, sys.stdout = getattr(sys.stdout, "text", ""), own
                self.depth -= 1
                self.keep(module, name, before, [encode(list(args)), encode(kwargs)], outcome, printed)

        return wrapped

    def keep(self, module, name, before, after, outcome, printed):
        function = "%s.%s" % (module, name)
        if self.tainted:
            return self.note(self.test, function, self.tainted)
        if outcome is None:
            return self.note(self.test, function, "it ended with what is no Exception")
        if not all(is_plain(part, False) for part in before):
            return self.note(self.test, function, "an argument is no plain value")
        if not outcome[2]:
            return self.note(self.test, function, "the result is no plain value")
        if len(self.calls) >= MOST_CALLS:
            return self.note(self.test, function, "more than %d calls" % MOST_CALLS)
        if before != after:
            return self.note(self.test, function, "it changes an argument, which no case can look at")
        call = {
            "test": self.test, "module": module, "function": name, "args": before[0], "kwargs": before[1],
            outcome[0]: outcome[1]}
        if printed and outcome[0] == "returns":
            call["prints"] = json.dumps(printed)
        self.calls.append(call)

    # What pytest tells

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item):
        self.test = item.nodeid
        changing = sorted(CHANGING & set(getattr(item, "fixturenames", ())))
        self.tainted = "the test uses the fixture %s" % changing[0] if changing else None
        if hasattr(getattr(item, "function", None), "patchings"):
            self.tainted = "the test replaces something with a mock"
        known, noted = len(self.calls), len(self.notes)
        outcome = yield
        self.test = None
        mocked, self.tainted = self.tainted, None
        if outcome.excinfo and not issubclass(outcome.excinfo[0], pytest.skip.Exception):
            del self.calls[known:]
            self.note(item.nodeid, None, "the test fails on the reference")
        elif mocked and mocked.startswith("the test replaces"):
            del self.calls[known:]
            self.note(item.nodeid, None, mocked)
        elif len(self.calls) == known and len(self.notes) == noted:
            self.note(item.nodeid, None, "no call of a module's function was seen")

    def pytest_runtest_logreport(self, report):
        if report.skipped:
            self.note(report.nodeid, None, "the test is skipped")
        elif report.failed and report.when != "call":
            self.note(report.nodeid, None, "the test fails in its %s" % report.when)

    def pytest_collectreport(self, report):
        if report.failed:
            self.note(report.nodeid or ".", None, "it cannot be collected")


def watch_mocks(recorder):
    """Notices mocks that are laid over something while a test runs."""
    from unittest import mock

    enter = mock._patch.__enter__

    def entered(patch):
        if recorder.test:
            recorder.tainted = "the test replaces something with a mock"
        return enter(patch)

    mock._patch.__enter__ = entered


def sources():
    """The modules beside the tests: their names without those of tests and of pytest's own files."""
    for name in sorted(os.listdir(FOLDER)):
        stem, ending = os.path.splitext(name)
        if ending == ".py" and not stem.startswith("test_") and not stem.endswith("_test"):
            if stem not in ("conftest", "setup") and stem.isidentifier():
                yield stem


def load(name, recorder):
    """Imports a module and wraps its public functions; gives back their names."""
    module = __import__(name)
    names = []
    for key, item in sorted(vars(module).items()):
        if key.startswith("_") or getattr(item, "__module__", None) != name:
            continue
        if inspect.iscoroutinefunction(item) or inspect.isgeneratorfunction(item) or inspect.isasyncgenfunction(item):
            recorder.note(name + ".py", key, "coroutines and generators are not recorded")
        elif isinstance(item, types.FunctionType):
            names.append(key)
            setattr(module, key, recorder.wrap(name, key, item))
        elif isinstance(item, type) and not issubclass(item, BaseException):
            recorder.note(name + ".py", key, "methods of classes are not recorded")
    return names


class Stub(ast.NodeTransformer):
    """A module with nothing in its functions."""

    def visit_FunctionDef(self, node):
        text = ast.get_docstring(node, clean=False)
        body = [ast.Expr(ast.Constant(text))] if text else []
        node.body = body + ast.parse("raise NotImplementedError").body
        return node

    visit_AsyncFunctionDef = visit_FunctionDef


def main():
    recorder = Recorder()
    watch_mocks(recorder)
    sys.path.insert(0, FOLDER)
    modules = []
    for name in sources():
        with open(os.path.join(FOLDER, name + ".py"), encoding="utf-8") as file:
            source = file.read()
        try:
            functions = load(name, recorder)
        except Exception as error:
            sys.exit("%s.py cannot be imported: %s" % (name, error))
        stub = ast.unparse(Stub().visit(ast.parse(source))) + "\n"
        modules.append({"name": name, "functions": functions, "source": source, "stub": stub})
    if not any(module["functions"] for module in modules):
        sys.exit("there is no module with functions beside the tests")
    own, sys.stdout = sys.stdout, sys.stderr
    code = pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", FOLDER, FOLDER], plugins=[recorder])
    sys.stdout = own
    if code not in (0, 1):
        sys.exit("pytest ended with %d; run it by hand to see why" % code)
    head = json.dumps({"modules": modules, "notes": recorder.notes})
    calls = ",".join(
        '{%s}' % ",".join("%s:%s" % (json.dumps(key), value if key in ENCODED else json.dumps(value)) for key, value in call.items())
        for call in recorder.calls)
    with open(OUTPUT, "w", encoding="utf-8") as file:
        file.write('{"found":%s,"calls":[%s]}' % (head, calls))


main()
