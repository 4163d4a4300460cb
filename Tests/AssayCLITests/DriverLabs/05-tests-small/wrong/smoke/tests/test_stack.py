import unittest

from stack import Stack


class StackTests(unittest.TestCase):
    def test_something(self):
        Stack().push(1)
