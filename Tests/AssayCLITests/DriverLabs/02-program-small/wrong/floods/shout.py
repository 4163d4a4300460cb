import sys

while True:
    sys.stdout.write("ONE\nTWO\n" * 1000)
