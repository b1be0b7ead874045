"""Run a command that may read only some paths and write in one folder, by Linux's Landlock.

Usage: python -I landlock.py FOLDER READABLE… -- COMMAND…

A script, not a module of the package: it runs before the walls stand, and imports nothing but the
filter of the kernel's calls that stands beside it.
Source: the kernel's documentation, userspace-api/landlock.
"""

import ctypes
import os
import runpy
import sys

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
NO_NEW_PRIVS = 38
ABI_VERSION = 1
PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
READ = EXECUTE | READ_FILE | READ_DIR
READ_ONE_FILE = EXECUTE | READ_FILE
TCP = 3  # bind and connect, since version 4
SCOPES = 3  # abstract sockets and signals stay inside, since version 6
LAST_RIGHT = {1: 12, 2: 13}  # version → last file right; 14 from version 3, 15 from version 5


class Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


libc = ctypes.CDLL(None, use_errno=True)


def call(number: int, *arguments: object) -> int:
    """A system call; raises OSError when it fails."""
    result = libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def restrict(folder: str, readable: list[str]) -> None:
    """Raise the walls around this process, for good."""
    version = call(CREATE_RULESET, None, ctypes.c_size_t(0), ABI_VERSION)
    every = (2 << LAST_RIGHT.get(version, 14 if version < 5 else 15)) - 1
    rules = Ruleset(every, TCP if version >= 4 else 0, SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = call(CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    for path in readable:
        allow(ruleset, path, READ)
    allow(ruleset, "/dev/null", READ_FILE | WRITE_FILE)
    allow(ruleset, folder, every)
    if libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError("prctl")
    call(RESTRICT_SELF, ruleset, 0)


def allow(ruleset: int, path: str, rights: int) -> None:
    if not os.path.exists(path):
        return
    if not os.path.isdir(path):
        rights &= READ_ONE_FILE | WRITE_FILE
    beneath = PathBeneath(rights, os.open(path, os.O_PATH | os.O_CLOEXEC))
    call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(beneath), 0)


if __name__ == "__main__":
    split = sys.argv.index("--")
    # `python -I` does not find it by its name, and its file is not among the readable ones
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "seccomp.py")
    refuse_calls = runpy.run_path(beside)["restrict"]
    restrict(sys.argv[1], sys.argv[2:split])
    refuse_calls()
    os.execvp(sys.argv[split + 1], sys.argv[split + 1 :])
