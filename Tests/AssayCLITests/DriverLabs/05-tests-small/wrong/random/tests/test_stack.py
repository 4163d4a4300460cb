import os
import unittest


class StackTests(unittest.TestCase):
    def test_luck(self):
        # Both good builds twice: it passes by luck once in 4 ** 8 gradings.
        self.assertEqual([os.urandom(1)[0] % 4 for _ in range(2)], [0, 0])
