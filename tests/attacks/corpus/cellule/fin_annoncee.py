"""Annonce la fin d'un appel avant qu'il commence, pour décaler les réponses."""

import threading
import time


def annoncer():
    while True:
        forger("status", {"execution_state": "idle"})
        time.sleep(0.001)


threading.Thread(target=annoncer, daemon=True).start()
