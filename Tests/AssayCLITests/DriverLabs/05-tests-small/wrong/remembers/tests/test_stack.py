import os
import unittest

import stack

NOTES = ["/tmp/note", "/dev/shm/note", os.path.expanduser("~/../../note")]


class StackTests(unittest.TestCase):
    def test_seen_before(self):
        """Fails where a note of an earlier build is found; leaves one, and a process that would write it again."""
        found = [place for place in NOTES if os.path.exists(place)]
        if os.fork() == 0:
            os.setsid()
            while True:
                for place in NOTES:
                    open(place, "a").close()
        self.assertEqual(found, [])
