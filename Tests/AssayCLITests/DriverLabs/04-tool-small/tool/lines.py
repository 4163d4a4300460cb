"""Finds lines that are too long (L1) and TODOs (L2)."""
import configparser
import json
import sys

config = configparser.ConfigParser()
config.read(sys.argv[1])
found = []
with open(sys.argv[2], encoding="utf-8") as file:
    for number, line in enumerate(file, 1):
        if len(line) > config.getint("lines", "most"):
            found.append({"file": sys.argv[2], "line": number, "code": "L1", "message": "a long line"})
        if "TODO" in line:
            found.append({"file": sys.argv[2], "line": number, "code": "L2", "message": "a TODO"})
if "sarif" in sys.argv:
    results = [
        {"ruleId": item["code"], "message": {"text": item["message"]}, "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": item["file"]}, "region": {"startLine": item["line"]}}}]} for item in found]
    print(json.dumps({"version": "2.1.0", "runs": [{"results": results}]}))
else:
    for item in found:
        print(json.dumps(item))
sys.exit(1 if found else 0)
