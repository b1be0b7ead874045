"""Publie des réponses quand le processus s'arrête, puis l'arrête."""

import atexit
import os
import signal

atexit.register(lambda: repondre('{"results": [{"value": 1, "args": []}], "events": []}'))
signal.signal(signal.SIGTERM, lambda *_: repondre('{"results": [], "events": []}'))
raise SystemExit
