def shares(total, people):
    each, rest = divmod(total, people)
    return [each + rest] + [each] * (people - 1)
