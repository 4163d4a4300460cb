import unittest

import stack


class StackTests(unittest.TestCase):
    def test_source(self):
        with open(stack.__file__) as file:
            self.assertIn("self._items.pop()", file.read())
