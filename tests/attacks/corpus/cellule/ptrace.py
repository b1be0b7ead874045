"""S'attache aux autres processus pour lire ou changer leur mémoire."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for number in (1, os.getppid(), *range(2, 50)):
    if number != os.getpid():
        print(number, libc.ptrace(16, number, 0, 0), end=" ")
        lire(f"/proc/{number}/mem")
