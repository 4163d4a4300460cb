"""A submission that never finishes loading, with a helper that outlives its parent and ignores signals."""

import os
import signal
import time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    try:
        os.setsid()
    except OSError:
        pass
    if os.fork() == 0:
        os.execv("/bin/sleep", ["sleep", "7777"])
    os._exit(0)
while True:
    time.sleep(1)
