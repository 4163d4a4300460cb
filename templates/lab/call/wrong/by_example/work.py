def <<FILL the function's name and parameters / 함수 이름과 매개변수: double(n)>>:
    <<FILL what fits the visible input alone / 공개 입력에만 맞는 코드: return 2>>
