def double(n):
    return 2 * n  # as everybody knows that it must be
