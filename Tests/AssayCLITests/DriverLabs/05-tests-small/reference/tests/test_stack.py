import unittest

from stack import Stack


class StackTests(unittest.TestCase):
    def test_order(self):
        stack = Stack()
        for item in range(5):
            stack.push(item)
        self.assertEqual([stack.pop() for _ in range(5)], [4, 3, 2, 1, 0])

    def test_empty(self):
        with self.assertRaises(LookupError):
            Stack().pop()
