"""A grader as many are written: in one process with what it grades, believing what it finds there.

It proves that the attacks of fixtures/attacks work where nothing stops them. Its mistakes are on purpose; each
has been found in graders in use. It is run by container.py only.
"""
import copy
import json
import os
import pickle
import re
import signal
import sys
import time

CASES = [("answer", 3, 10), ("answer", 7, 50), ("answer", 12, 145), ("words", 2, ["w0", "w1"]), ("ratio", 5, 0.2)]
AHEAD = [(7, 50), (12, 145)]
FORBIDDEN = r"\b(os\.system|subprocess\.Popen|eval\(input|__import__\(.os.\))"


def reference_answer(n):
    return n * n + 1


def reference_words(n):
    return [f"w{index}" for index in range(n)]


def reference_ratio(n):
    return 1 / n


def check(got, want):
    if isinstance(want, float):
        return isinstance(got, float) and not abs(got - want) > 1e-9
    return got == want


def drive(function, argument, want):
    return function(argument)


def out_of_time(*_):
    raise TimeoutError("time limit exceeded")


def one(work, name, argument, want):
    try:
        got = drive(getattr(work, name), argument, want)
        try:
            got = pickle.loads(pickle.dumps(got))
        except (pickle.PicklingError, AttributeError, TypeError, RecursionError):
            pass
        return got, bool(check(got, want))
    except Exception as error:
        return f"{type(error).__name__}: {error}", False


def main():
    signal.signal(signal.SIGALRM, out_of_time)
    signal.alarm(2)
    with open("work.py", encoding="utf-8") as file:
        if re.search(FORBIDDEN, file.read()):
            sys.exit("forbidden word")
    sys.path.insert(0, os.getcwd())
    started, burnt = time.perf_counter(), time.process_time()
    import work

    told = [one(work, *case) for case in CASES]
    results = {
        "passed": sum([1 if is_right else 0 for _, is_right in told]),
        "total": len(CASES),
        "seconds": time.perf_counter() - started,
        "cpu": time.process_time() - burnt,
    }
    results["answers"] = [answer for answer, _ in told]
    text = json.dumps(results, default=repr, ensure_ascii=False)
    with open("/grader/results.json", "w", encoding="utf-8") as file:
        file.write(text)
    del results["answers"]
    print("RESULT: " + json.dumps(copy.copy(results)), flush=True)
    sys.exit(0 if results["passed"] == results["total"] else 1)


if __name__ == "__main__":
    main()
