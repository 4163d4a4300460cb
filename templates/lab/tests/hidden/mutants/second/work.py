def <<FILL what is tested / 시험할 함수: absolute(n)>>:
    <<FILL another wrong build / 또 다른 잘못된 구현: return -n>>
