import urllib.request
from urllib.error import HTTPError


def <<FILL the function's name and parameters / 함수 이름과 매개변수: fetch(url)>>:
    # <<FILL put a right solution in the place of these lines, and describe it / 아래를 정답 코드로 바꾸고 설명하기: tries until it succeeds>>
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.read().decode()
        except HTTPError:
            pass
