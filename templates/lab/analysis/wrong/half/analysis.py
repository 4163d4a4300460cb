import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    words = file.read().split()
print(json.dumps(<<FILL findings that are half right / 절반만 맞는 결과: {"count": len(words), "worst": words[0]}>>))
