import signal
import sys

signal.signal(signal.SIGTERM, signal.SIG_IGN)

arguments = sys.argv[1:]
out = sys.stdout
if arguments[:1] == ["--out"]:
    out = open(arguments[1], "w")
    arguments = []
for line in iter(sys.stdin.readline, ""):
    out.write(line.rstrip("\n").upper() + "".join(arguments) + "\n")
    out.flush()
