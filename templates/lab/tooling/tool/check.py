"""Stands for the real tool: prints what is wrong with a configuration, one JSON object a line."""
import json
import sys

path = sys.argv[1]
findings = []


def find(code, message):
    findings.append({"file": path, "line": 1, "code": code, "message": message})


try:
    with open(path, encoding="utf-8") as file:
        config = dict(json.load(file))
except (OSError, TypeError, ValueError) as error:
    find("unreadable", str(error))
else:
    if not (<<FILL what holds of a right configuration / 올바른 설정이 만족하는 조건: config.get("strict") is True>>):
        find("wrong", "the configuration does not do what the contract asks for")
for finding in findings:
    print(json.dumps(finding))
sys.exit(1 if findings else 0)
