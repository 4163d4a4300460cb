def <<FILL what is tested / 시험할 함수: absolute(n)>>:
    <<FILL a right build, written differently / 다르게 작성한 올바른 구현: return max(n, -n)>>
