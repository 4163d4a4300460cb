"""Judges {{NAME}}; docs/graders.md describes what comes in and what goes out."""
import json
import sys


def problem(case, call):
    """What is wrong with one call; None where nothing is.

    The value comes from a learner's code: any type, any size. Whatever is not right is a problem, never an error.
    """
    value = call.get("value")
    right = <<FILL what holds of a right result / 올바른 결과가 만족하는 조건: type(value) is int and value % 2 == 0>>
    return None if right else json.dumps(value)[:200]


request = json.load(sys.stdin)
findings = []
for run in request["runs"]:
    for index, (case, call) in enumerate(zip(run["inputs"], run["calls"])):
        seen = problem(case, call)
        if seen:
            findings.append({
                "expected": {
                    "en": "<<FILL what a right solution gives, in English / 정답의 결과(영어): an even number>>",
                    "ko": "<<FILL what a right solution gives, in Korean / 정답의 결과(한국어): 짝수>>",
                },
                "seen": seen,
                "input": json.dumps(case)[:200],
                "case": index,
            })
answer = {"schema": "grader-verdict/1", "outcome": "unmet" if findings else "met"}
if findings:
    answer["findings"] = findings[:10]
print(json.dumps(answer))
