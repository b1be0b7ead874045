"""Ouvre des milliers de fils d'exécution et de fichiers."""

import threading
import time

files = []
for number in range(20_000):
    try:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    except RuntimeError:
        break
for number in range(20_000):
    try:
        files.append(open(f"/travail/{number}", "w"))
    except OSError:
        break
