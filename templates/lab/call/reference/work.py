def <<FILL the function's name and parameters / 함수 이름과 매개변수: double(n)>>:
    <<FILL a right solution / 정답 코드: return 2 * n>>
