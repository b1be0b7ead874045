"""Demande plus de mémoire que la machine n'en a."""

import mmap
import os

hoard = []
for _ in range(8):
    if os.fork() == 0:
        while True:
            hoard.append(bytearray(2**26))
while True:
    hoard.append(bytearray(2**26))
