"""Top records per key and window. Right on the sample that it was written for, and it holds everything."""
import argparse
import csv
import gzip
import json
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--lookup", required=True)
    parser.add_argument("--window", type=int, default=600)
    parser.add_argument("--top", type=int, default=5)
    parser.add_argument("--tmp")
    options = parser.parse_args()

    with open(options.lookup, newline="") as file:
        names = {row["key"]: row["name"] for row in csv.DictReader(file)}
    with gzip.open(sys.stdin.buffer if options.input == "-" else options.input) as file:
        records = [json.loads(line) for line in file.read().splitlines()]

    # TODO: duplicates, late records, malformed lines, memory, early output, SIGTERM
    records = [record for record in records if record["key"] in names]
    records.sort(key=lambda record: (record["key"], record["t"] // options.window, -record["value"], record["id"]))
    ranks = {}
    with open(options.output, "w") as file:
        for record in records:
            group = record["key"], record["t"] // options.window * options.window
            ranks[group] = rank = ranks.get(group, 0) + 1
            if rank <= options.top:
                row = group[0], names[group[0]], group[1], rank, record["id"], record["value"]
                file.write("\t".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main()
