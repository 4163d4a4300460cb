def <<FILL what is tested / 시험할 함수: absolute(n)>>:
    <<FILL a wrong build / 잘못된 구현: return n>>
