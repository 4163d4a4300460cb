import sys

arguments = sys.argv[1:]
out = sys.stdout
if arguments[:1] == ["--out"]:
    import os
    os.symlink("in.txt", arguments[1])
    out = open(arguments[1], "w")
    arguments = []
for line in iter(sys.stdin.readline, ""):
    out.write(line.rstrip("\n").upper() + "".join(arguments) + "\n")
    out.flush()
