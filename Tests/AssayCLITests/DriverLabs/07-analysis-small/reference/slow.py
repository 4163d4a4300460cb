import json
import sys

rows = [line.split() for line in open(sys.argv[1])]
found = {"slowest": max(rows, key=lambda row: int(row[1]))[0], "name": sys.argv[2], "count": len(rows)}
with open(sys.argv[3], "w") if len(sys.argv) > 3 else sys.stdout as file:
    json.dump(found, file)
