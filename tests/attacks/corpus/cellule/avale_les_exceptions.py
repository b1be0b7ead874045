"""Rattrape toutes les exceptions et continue."""

import time

while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
