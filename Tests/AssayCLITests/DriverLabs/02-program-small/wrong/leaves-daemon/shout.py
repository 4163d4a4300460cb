import os
import sys
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (0, 1, 2):
            os.close(number)
        time.sleep(600)
    os._exit(0)
os.wait()

arguments = sys.argv[1:]
out = sys.stdout
if arguments[:1] == ["--out"]:
    out = open(arguments[1], "w")
    arguments = []
for line in iter(sys.stdin.readline, ""):
    out.write(line.rstrip("\n").upper() + "".join(arguments) + "\n")
    out.flush()

