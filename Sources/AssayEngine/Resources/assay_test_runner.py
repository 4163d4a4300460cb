"""Runs a learner's tests in a process of their own and notes each result, for the driver `tests`."""
import json
import sys

runner, report_path, build, config, plugins, *rest = sys.argv[1:]
places, arguments = rest[:rest.index("--")], rest[rest.index("--") + 1:]
# Line by line, so that what was found before a crash is kept.
report = open(report_path, "x", buffering=1)
sys.path.insert(0, build)


def note(**item):
    report.write(json.dumps(item) + "\n")


def run_unittest():
    import os
    import unittest

    class Result(unittest.TestResult):
        def addSuccess(self, test):
            note(id=test.id(), outcome="passed")

        def addSkip(self, test, reason):
            note(id=test.id(), outcome="skipped")

        def addExpectedFailure(self, test, err):
            note(id=test.id(), outcome="passed")

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
            note(id=test.id(), outcome="failed")

        def tell(self, test, err):
            note(id=test.id(), outcome="failed")
            print("%s: %s" % (test.id(), self._exc_info_to_string(err, test)), file=sys.stderr)

    loader = unittest.TestLoader()
    suite = unittest.TestSuite()
    for place in places:
        folder, pattern = (place, "test*.py") if os.path.isdir(place) else os.path.split(place)
        suite.addTests(loader.discover(folder, pattern=pattern, top_level_dir=folder))
    result = Result()
    suite.run(result)
    return 0 if result.wasSuccessful() else 1


def run_pytest():
    import pytest

    class Reporter:
        def pytest_runtest_logreport(self, report):
            if report.when == "call" or report.outcome != "passed":
                note(id=report.nodeid, outcome=report.outcome)

        def pytest_collectreport(self, report):
            if report.failed:
                note(id=report.nodeid, outcome="failed")

    options = ["-c", config, "--rootdir", places[0], "-p", "no:cacheprovider", "-q", "--color=no", "--tb=short"]
    for name in plugins.split(",") if plugins else []:
        options += ["-p", name]
    return int(pytest.main(options + arguments + places, plugins=[Reporter()]))


status = run_pytest() if runner == "pytest" else run_unittest()
note(done=True)
report.close()
sys.exit(status)
