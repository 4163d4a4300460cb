import urllib.request
from urllib.error import HTTPError


def <<FILL the function's name and parameters / 함수 이름과 매개변수: fetch(url)>>:
    # <<FILL put a solution that sends too much in the place of these lines, and describe it / 아래를 요청이 지나치게 많은 코드로 바꾸고 설명하기: asks once more when it has the answer>>
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                answer.read()
            with urllib.request.urlopen(url) as answer:
                return answer.read().decode()
        except HTTPError:
            pass
