import sys

<<FILL what fits the visible input alone / 공개 입력에만 맞는 코드: sys.stdout.write("ONE")>>
