def <<FILL what is tested / 시험할 함수: absolute(n)>>:
    <<FILL a right build / 올바른 구현: return n if n >= 0 else -n>>
