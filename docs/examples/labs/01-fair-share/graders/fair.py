"""Judges whether no two shares differ by more than the option `within`; see docs/graders.md for the JSON."""

import json
import sys


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def problem(call, people, within):
    """What is wrong with one call, in both languages; None where nothing is."""
    if call["outcome"] != "returned":
        return {"en": "no result", "ko": "결과가 없습니다"}
    shares = call["value"]
    if not isinstance(shares, list) or not all(map(is_integer, shares)):
        return {"en": "no list of integers", "ko": "정수 리스트가 아닙니다"}
    if len(shares) != people:
        return {"en": f"{len(shares)} shares", "ko": f"금액 {len(shares)}개"}
    if shares and max(shares) - min(shares) > within:
        return {"en": f"shares from {min(shares)} to {max(shares)}", "ko": f"{min(shares)}부터 {max(shares)}까지"}
    return None


def main():
    request = json.load(sys.stdin)
    within = request["criterion"]["options"]["within"]
    findings = []
    for run in request["runs"]:
        for index, (case, call) in enumerate(zip(run["inputs"], run["calls"])):
            people = case["args"][1]
            seen = problem(call, people, within)
            if seen:
                findings.append({
                    "expected": {
                        "en": f"{people} shares that differ by at most {within}",
                        "ko": f"차이가 {within} 이하인 금액 {people}개",
                    },
                    "seen": seen,
                    "input": json.dumps(case["args"]),
                    "case": index,
                })
    answer = {"schema": "grader-verdict/1", "outcome": "unmet" if findings else "met"}
    if findings:
        answer["findings"] = findings[:10]
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
