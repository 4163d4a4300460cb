import sys

<<FILL a right solution / 정답 코드: sys.stdout.write(sys.stdin.read().upper())>>
