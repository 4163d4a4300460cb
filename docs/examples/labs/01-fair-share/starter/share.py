def shares(total, people):
    raise NotImplementedError
