"""Reads what tools, test runners and learners' programs write: hostile text, read with bounds."""
import json
import re

MAXIMUM_DEPTH = 40
MAXIMUM_FINDINGS = 2000


# -- Documents ---------------------------------------------------------------------------------------

def document(text):
    """The JSON value in `text` and None, or None and what is wrong with it."""
    try:
        value = json.loads(text, parse_constant=_refuse, object_pairs_hook=_object)
    except RecursionError:
        return None, "nested too deep"
    except ValueError as error:
        return None, "not JSON: %s" % str(error)[:200]
    return (value, None) if _depth(value) <= MAXIMUM_DEPTH else (None, "nested too deep")


def _refuse(name):
    raise ValueError("%s is not a number of JSON" % name)


def _object(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has a key twice")
    return found


def _depth(value):
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            inner for outer in level if isinstance(outer, (list, dict))
            for inner in (outer if isinstance(outer, list) else outer.values())]
    return depth


# -- Tools -------------------------------------------------------------------------------------------

def tool_report(text, parse, pattern, roots):
    """(the tool's own report, its findings in one form, what is wrong) for the named format."""
    if text is None:
        return None, [], "there is no report"
    if parse == "none":
        return None, [], None
    if parse == "pattern":
        return None, _matches(text, pattern or "", roots), None
    if parse == "json-lines":
        report, problem = [], None
        for line in text.splitlines():
            if line.strip() and problem is None:
                item, problem = document(line)
                report.append(item)
    else:
        report, problem = document(text)
    if problem:
        return None, [], problem
    items = _sarif(report) if parse == "sarif" else report if isinstance(report, list) else []
    findings = [_finding(item, roots) for item in items[:MAXIMUM_FINDINGS] if isinstance(item, dict)]
    return (report if parse != "sarif" else None), findings, None


def _matches(text, pattern, roots):
    expression = re.compile(pattern, re.MULTILINE)
    found = []
    for match in expression.finditer(text):
        found.append(_finding(match.groupdict(), roots))
        if len(found) >= MAXIMUM_FINDINGS:
            break
    return found


def _finding(item, roots):
    """One finding with the names that mypy, ruff, pylint, bandit and others give its parts."""
    place = item.get("location") if isinstance(item.get("location"), dict) else {}
    line = _first(item, "line", "line_number", "row", "lineno") or place.get("row")
    return {
        "file": _relative(_first(item, "file", "filename", "path") or "", roots),
        "line": int(line) if str(line).isdigit() else None,
        "code": _text(_first(item, "code", "message-id", "test_id", "rule", "ruleId", "symbol")),
        "message": _text(_first(item, "message", "text", "issue_text")) or "",
        "severity": _text(_first(item, "severity", "type", "level", "issue_severity")),
    }


def _first(item, *names):
    return next((item[name] for name in names if item.get(name) is not None), None)


def _text(value):
    return value if value is None or isinstance(value, str) else str(value)[:200]


def _relative(path, roots):
    path = str(path)
    for root in roots:
        if path.startswith(root + "/"):
            return path[len(root) + 1:]
    return path[2:] if path.startswith("./") else path


def _sarif(report):
    """The results of a SARIF 2.1.0 log, flat."""
    found = []
    for run in _list(report, "runs"):
        for result in _list(run, "results"):
            physical = (_list(result, "locations") or [{}])[0].get("physicalLocation", {})
            found.append({
                "file": physical.get("artifactLocation", {}).get("uri"),
                "line": physical.get("region", {}).get("startLine"),
                "code": result.get("ruleId"), "message": result.get("message", {}).get("text"),
                "severity": result.get("level"),
            })
    return found


def _list(item, key):
    value = item.get(key) if isinstance(item, dict) else None
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


# -- Tests -------------------------------------------------------------------------------------------

def test_outcome(report, ended):
    """What a run of the learner's tests came to, its report held against its exit status.

    The report is written by a process that the learner's tests run in, so it is believed only where the exit
    status says the same. It can claim nothing of use: whether a build is good is not known there.
    """
    results, done, watch = {}, False, None
    for line in (report or "").splitlines():
        item, problem = document(line)
        if problem or not isinstance(item, dict):
            continue
        if isinstance(item.get("id"), str) and item.get("outcome") in ("passed", "failed", "skipped"):
            if results.get(item["id"][:300]) != "failed":
                results[item["id"][:300]] = item["outcome"]
        done = done or item.get("done") is True
        watch = item["watch"] if isinstance(item.get("watch"), dict) else watch
    failed = sorted(name for name, outcome in results.items() if outcome == "failed")
    passed = sum(1 for outcome in results.values() if outcome == "passed")
    return {
        "outcome": _outcome(ended, done, len(failed), passed), "failed": failed[:200], "passed": passed,
        "tests": len(results), "ids": sorted(results)[:500], "watch": watch,
    }


def _outcome(ended, done, failed, passed):
    if ended["ended_by_grader"] == "time":
        return "timeout"
    if not done or ended["exit"] is None:
        return "crashed"
    if ended["exit"] == 0:
        return "contradictory" if failed else "passed" if passed else "empty"
    return "failed" if failed else "crashed" if passed else "empty"
