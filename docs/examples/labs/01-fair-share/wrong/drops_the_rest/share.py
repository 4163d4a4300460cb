def shares(total, people):
    return [total // people] * people
