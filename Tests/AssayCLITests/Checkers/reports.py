"""Reads the reports of attacks with parsers that others wrote, and says what in them is more than text.

reports.py FOLDER SCHEMA XSD ATTACKS: FOLDER/<attack>/ holds one report per format. Every attack is also rendered
without escaping, into the formats that its header names: there the same detectors must find something.
"""

import base64
import csv
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree

import html5lib
import jsonschema
from markdown_it import MarkdownIt

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FILLERS = set("\u115f\u1160\u3164\uffa0")
FORMULA = tuple("=+-@\t\r＝＋－＠")
LARGEST = 100_000
HTML_TAGS = set(
    "html head meta title style body main header section article footer h1 h2 h3 p div bdi b strong span meter "
    "table thead tbody tr th td dl dt dd pre details summary".split())
HTML_ATTRIBUTES = set(
    "lang charset http-equiv content name class scope min max value aria-label aria-hidden".split())
MARKDOWN_TAGS = set("html head body h2 h3 p table thead tbody tr th td code pre hr br blockquote em".split())


def unseen(text, allowed="\n"):
    """Characters that do something, or show nothing, and stacks of marks."""
    found = {c for c in text if (unicodedata.category(c) in UNSEEN or c in FILLERS) and c not in allowed}
    problems = [f"hidden or active characters {sorted(map(ascii, found))}"] if found else []
    marks = 0
    for c in text:
        marks = marks + 1 if unicodedata.category(c) in ("Mn", "Me") else 0
        if marks > 2:
            return problems + ["a stack of marks"]
    return problems


def cilog(text):
    """What the runners of CI services obey; lines end as .NET's reader ends them, white space is trimmed."""
    problems = []
    for line in re.split(r"\r\n|\n|\r", text):
        if line.lstrip().startswith("::"):
            problems.append(f"workflow command {line[:60]!r}")
        bare = "".join(c for c in line if unicodedata.category(c) not in ("Mn", "Cf"))
        if re.search(r"##[A-Za-z]*\[", bare):
            problems.append(f"log command {line[:60]!r}")
    if re.search(r"section_(start|end):\d+:[\w.-]+(\[.*?\])?\r\x1b\[0K", text):
        problems.append("a GitLab section")
    return problems


def terminal(text):
    problems = unseen(text)
    lines = text.split("\n")
    scores = [line for line in lines if re.match(r"\s*(\d+(\.\d+)? / \d+   |Grade :=>>)", line)]
    heads = [line for line in lines if re.match(r"\s*(\d+ of \d+ checks? met|검사 \d+개 중)", line)]
    if len(scores) > 1 or len(heads) > 1:
        problems.append(f"two scores: {scores + heads}")
    if any(len(line) > 120 for line in lines):
        problems.append("a line wider than any terminal")
    return problems


def html(text, full=True):
    problems = unseen(text) + (["too large"] if len(text) > LARGEST else [])
    try:
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    except Exception as error:
        problems.append(f"no valid HTML: {error}")
        tree = html5lib.parse(text, namespaceHTMLElements=False)
    counts = {}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            problems.append("a comment")
            continue
        counts[element.tag] = counts.get(element.tag, 0) + 1
        strange = set(element.attrib) - HTML_ATTRIBUTES
        if element.tag not in HTML_TAGS or strange:
            problems.append(f"the tag {element.tag} {sorted(strange)}")
    if full:
        expected = {"h1": 1, "table": 1, "style": 1, "article": 3, "meter": 1}
        if {tag: counts.get(tag, 0) for tag in expected} != expected:
            problems.append(f"other parts than ours: {counts}")
        digest = base64.b64encode(hashlib.sha256(tree.find(".//style").text.encode()).digest()).decode()
        policy = tree.find(".//meta[@http-equiv]").attrib["content"]
        if f"'sha256-{digest}'" not in policy or "default-src 'none'" not in policy or "unsafe" in policy:
            problems.append(f"the policy does not fit the style sheet sha256-{digest}")
    return problems


def markdown(text, full=True):
    problems = unseen(text) + (["too large"] if len(text.encode()) > 1 << 20 else [])
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tree = html5lib.parse(renderer.render(text), namespaceHTMLElements=False)
    counts = {}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            problems.append("a comment")
            continue
        counts[element.tag] = counts.get(element.tag, 0) + 1
        if element.tag not in MARKDOWN_TAGS:
            problems.append(f"the tag {element.tag}")
    for code in list(tree.iter("code")):
        code.text = ""
    prose = "".join(tree.itertext())
    if re.search(r"@|https?:|www\.|#\d|evil", prose):
        problems.append(f"text of the learner outside of code: {prose!r}")
    if full and (counts.get("h2"), counts.get("h3"), counts.get("table")) != (1, 3, 1):
        problems.append(f"other parts than ours: {counts}")
    if not full and set(counts) & {"h1", "h2", "table"}:
        problems.append("a part of its own")
    return problems


def table(text, rows=4, columns=18):
    problems = unseen(text, "\r\n") + (["too large"] if len(text) > LARGEST else [])
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len(found) != rows or any(len(row) != columns for row in found):
        problems.append(f"rows of {[len(row) for row in found]} cells")
    if text.count("\n") != rows or text.count("\r") != rows:
        problems.append("a row that is more than a line")
    problems += [f"the formula {cell[:40]!r}" for row in found for cell in row
                 if cell.lstrip(" ").startswith(FORMULA)]
    for row in found[1:] if columns == 18 else []:
        float(row[5]), int(row[6])
    return problems


def junit(text, cases=3):
    problems = unseen(text) if cases == 3 else []
    try:
        suite = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        return problems + [f"no XML: {error}"]
    if len(list(suite.iter("testcase"))) != cases:
        problems.append("other test cases than ours")
    if "[[ATTACHMENT|" in "".join(suite.itertext()):
        problems.append("an attachment")
    return problems


def once(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def document(text, schema):
    content = json.loads(text, object_pairs_hook=once)
    errors = [error.message[:200] for error in jsonschema.Draft202012Validator(schema).iter_errors(content)]
    if any(check["outcome"] != "unmet" for check in content["checks"]) or content["score"]["earned"] != 0:
        errors.append("points for an attack")
    return unseen(text) + errors


def ours(folder, schema, xsd):
    """What is wrong with the reports in `folder`, format by format."""
    read = lambda name: (folder / name).read_bytes().decode("utf-8")  # strict: anything else is a finding
    yield "terminal", terminal(read("terminal"))
    yield "html", html(read("html"))
    yield "markdown", markdown(read("markdown"))
    yield "csv", table(read("csv"))
    yield "junit", junit(read("junit"))
    yield "json", document(read("json"), schema)
    for name in ["terminal", "html", "markdown", "csv", "junit", "json", "stderr"]:
        yield f"{name} in a log", cilog(read(name))
    yield "stderr", unseen(read("stderr"))
    lint = subprocess.run(
        ["/usr/bin/xmllint", "--noout", "--nonet", "--schema", xsd, folder / "junit"], capture_output=True)
    yield "xmllint", [lint.stderr.decode()] if lint.returncode else []


NAIVE = """
import importlib.util, sys, traceback
spec = importlib.util.spec_from_file_location("work", sys.argv[1])
work = importlib.util.module_from_spec(spec)
spec.loader.exec_module(work)
for n in 1, 2, 3:
    try:
        value = work.attack(None, n)
        text = value if isinstance(value, str) else str(value)
    except Exception as error:
        text = str(error) + "\\n" + type(error).__name__ + "\\n" + "".join(traceback.format_exception(error))
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\\n\\n")
    sys.stdout.buffer.flush()
"""


def naive(attack):
    """The formats in which the attack bites when its text is put there as it is."""
    output = subprocess.run(
        [sys.executable, "-B", "-c", NAIVE, attack], capture_output=True, env={"PYTHONIOENCODING": "utf-8:surrogatepass"})
    raw = output.stdout
    text = raw.decode("utf-8", "replace")
    lines = text.splitlines() or [""]
    try:
        raw.decode("utf-8")
        broken = []
    except UnicodeDecodeError as error:
        broken = [str(error)]
    page = "<!DOCTYPE html><html><head><title>x</title></head><body><p>x</p><pre>{}</pre></body></html>"
    try:
        rows = table("one,seen\r\n" + "".join(f"1,{line}\r\n" for line in re.split(r"\r?\n", text)[:2]), 3, 2)
    except csv.Error as error:
        rows = [str(error)]
    found = {
        "terminal": terminal("  0 / 100   ──\n  0 of 3 checks met\n" + text), "cilog": cilog(text),
        "html": html(page.format(text), full=False), "csv": rows,
        "markdown": markdown("```\n" + text + "```\n", full=False) + markdown("\n".join(lines), full=False),
        "junit": junit(f"<testsuite><testcase><failure>{text}</failure></testcase></testsuite>", 1)
        + junit(f"<testsuite><testcase><failure><![CDATA[{text}]]></failure></testcase></testsuite>", 1),
        "json": broken,
    }
    return {name for name, problems in found.items() if problems}


def main():
    folder, schema, xsd, attacks = map(pathlib.Path, sys.argv[1:5])
    schema = json.loads(schema.read_text(encoding="utf-8"))
    count = 0
    for attack in sorted(attacks.glob("*.py")):
        for name, problems in ours(folder / attack.stem, schema, xsd):
            for problem in problems:
                print(f"{attack.stem}: {name}: {problem}")
        header = re.search(r"^# baseline: bites: disturbed, ([a-z ]+):", attack.read_text(encoding="utf-8"), re.M)
        bites = naive(attack)
        missing = set(header[1].split()) - bites if header else {"no header"}
        if missing:
            print(f"{attack.stem}: does not bite in {sorted(missing)}, only in {sorted(bites)}")
        count += 1
    print(f"{count} attacks")


main()
