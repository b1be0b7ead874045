"""Se suspend, avec tout son groupe."""

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
