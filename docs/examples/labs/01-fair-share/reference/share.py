def shares(total, people):
    each, rest = divmod(total, people)
    return [each + (person < rest) for person in range(people)]
