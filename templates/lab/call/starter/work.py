def <<FILL the function's name and parameters / 함수 이름과 매개변수: double(n)>>:
    raise NotImplementedError
