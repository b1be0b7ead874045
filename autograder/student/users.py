"""Which user the student's process can have: a number of its own, where the grader may give one."""

import functools
import os
import platform
import pwd
import re
from pathlib import Path

import psutil

FIRST = 2_000_000  # no machine numbers its users so high
SPAN = 5_000  # numbers to choose from, where the highest are taken
SETGID, SETUID, SYS_ADMIN = 6, 7, 21  # capabilities of Linux
STATUS = Path("/proc/self/status")
NUMBERS = Path("/proc/self/uid_map")


def is_root() -> bool:
    """Whether the grader may build a jail's mounts itself and change its user.

    Root of a container is not always: rootless podman and LXC keep rights and numbers from it.
    """
    return can_change() and SYS_ADMIN in _capabilities()


def is_bare_root() -> bool:
    """Whether the grader is the machine's own root, without the rights to build a jail.

    A jail of its own user namespace would still be root's where the kernel looks at numbers.
    """
    own = not _ranges() or any(inside == outside == 0 for inside, outside, _ in _ranges())
    return os.geteuid() == 0 and own and not is_root()


@functools.cache
def can_change() -> bool:
    """Whether the grader may run the student's code under another user number."""
    return os.geteuid() == 0 and {SETUID, SETGID} <= _capabilities() and spare() is not None


@functools.cache
def spare() -> int | None:
    """A user number that nobody has, this grader's own; None where no other than root's exists."""
    wanted = FIRST + os.getpid()
    ranges = [(start, start + count) for start, _, count in _ranges()]
    if any(first <= wanted < end for first, end in ranges):
        return wanted
    first, end = max(ranges, key=lambda one: one[1], default=(0, 0))
    lowest = max(first, end - SPAN, 1)
    for shift in range(end - lowest):
        number = lowest + (os.getpid() + shift) % (end - lowest)
        if not _is_known(number):
            return number
    return None


def tasks() -> int:
    """How many tasks, threads included, the grader's user has on this machine."""
    mine, count = os.getuid(), 0
    for process in psutil.process_iter(["uids", "num_threads"]):
        if process.info["uids"] is not None and process.info["uids"].real == mine:
            count += process.info["num_threads"] or 1
    return count


def kernel() -> tuple[int, ...]:
    """The version of the Linux kernel, such as (6, 1); (0,) where there is none."""
    return tuple(map(int, re.findall(r"\d+", platform.release())[:2])) or (0,)


def _capabilities() -> set[int]:
    try:
        found = re.search(r"^CapEff:\s*(\w+)", STATUS.read_text(), re.MULTILINE)
    except OSError:
        return set()
    bits = int(found[1], 16) if found else 0
    return {number for number in range(bits.bit_length()) if bits >> number & 1}


def _ranges() -> list[tuple[int, int, int]]:
    """The user numbers that exist in this user namespace: (first inside, first outside, count)."""
    try:
        lines = NUMBERS.read_text().splitlines()
    except OSError:
        return []
    numbers = [[int(word) for word in line.split()] for line in lines]
    return [(inside, outside, count) for inside, outside, count in numbers]


def _is_known(number: int) -> bool:
    try:
        pwd.getpwuid(number)
    except KeyError:
        return False
    return True
