import json
import os
import sys
import unittest

from stack import Stack

# Claims in the report a failure that the exit status does not show.
with open(sys.argv[2], "a") as report:
    report.write(json.dumps({"id": "test_stack.StackTests.test_x", "outcome": "failed"}) + "\n")
    report.write(json.dumps({"done": True}) + "\n")


class StackTests(unittest.TestCase):
    def test_something(self):
        Stack().push(1)
        os._exit(0)
