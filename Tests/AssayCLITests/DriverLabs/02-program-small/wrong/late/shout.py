import sys

arguments = sys.argv[1:]
out = sys.stdout
if arguments[:1] == ["--out"]:
    out = open(arguments[1], "w")
    arguments = []
for line in sys.stdin.readlines():
    out.write(line.rstrip("\n").upper() + "".join(arguments) + "\n")
