import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    words = file.read().split()
print(json.dumps(<<FILL the right findings / 올바른 결과: {"count": len(words), "worst": max(words, key=int)}>>))
