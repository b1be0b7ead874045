"""Ignore les interruptions et ne finit jamais."""

import signal

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
while True:
    pass
