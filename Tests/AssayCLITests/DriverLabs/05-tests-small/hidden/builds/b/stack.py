class Empty(LookupError):
    """There is nothing to take."""


class Stack:
    def __init__(self, rest=None):
        self.top = rest

    def push(self, item):
        self.top = (item, self.top)

    def pop(self):
        if self.top is None:
            raise Empty
        item, self.top = self.top
        return item
