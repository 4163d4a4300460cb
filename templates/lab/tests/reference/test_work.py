import unittest

import work


class WorkTests(unittest.TestCase):
    def test_one(self):
        <<FILL a test that finds the first fault / 첫 번째 결함을 찾는 테스트: self.assertEqual(work.absolute(-2), 2)>>

    def test_two(self):
        <<FILL a test that finds the second fault / 두 번째 결함을 찾는 테스트: self.assertEqual(work.absolute(3), 3)>>
