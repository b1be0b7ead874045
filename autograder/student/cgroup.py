"""Bounds on all of a jail's processes together, memory and processor, where we may set them."""

import contextlib
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import psutil

ROOT = Path("/sys/fs/cgroup")
PREFIX = "autograder-"  # then the number of the grader whose group it is
ONE_CORE = 100_000  # microseconds of computation in each tenth of a second


class Groups:
    """The control groups of the Linux kernel (version 1 or 2) of one jail.

    bounded: which of "memory" and "cpu" they bound.
    """

    def __init__(self, folders: Sequence[Path], bounded: Sequence[str]):
        self.folders = folders
        self.bounded = bounded

    @classmethod
    def create(cls, name: str, memory: int) -> "Groups":
        """Groups limited to `memory` bytes and one core; none where groups are not ours to make."""
        folders, bounded = [], []
        for kind, places in _places(memory).items():
            for parent, setting, value in places:
                folder = parent / f"{PREFIX}{os.getpid()}-{name}"
                if _is_set(folder, setting, value):
                    folders += [folder] * (folder not in folders)
                    bounded.append(kind)
                    break
        return cls(folders, bounded)

    def add(self, processes: Iterable[psutil.Process]) -> None:
        """Put processes, and all that they start from now on, under the limits."""
        for process in processes:
            for folder in self.folders:
                with contextlib.suppress(OSError):  # it has ended since
                    (folder / "cgroup.procs").write_text(str(process.pid))

    def remove(self) -> None:
        """Remove the groups once their processes have ended."""
        for folder in self.folders:
            _remove(folder)


def sweep() -> None:
    """Remove the groups of graders that were killed before they could do it."""
    for parent in {parent for places in _places(0).values() for parent, *_ in places}:
        for folder in parent.glob(f"{PREFIX}*-*"):
            owner = folder.name.removeprefix(PREFIX).split("-")[0]
            if owner.isdigit() and not psutil.pid_exists(int(owner)):
                with contextlib.suppress(OSError):  # its processes have not all ended
                    folder.rmdir()


def _is_set(folder, setting, value):
    """Whether a group could be made, if there was none, and given this limit."""
    try:
        new = not folder.exists()
        folder.mkdir(exist_ok=True)
    except OSError:
        return False
    try:
        (folder / setting).write_text(value)
    except OSError:
        if new:
            folder.rmdir()
        return False
    return True


def _remove(folder):
    for _ in range(20):
        try:
            folder.rmdir()
            return
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.05)


def _places(memory):
    """Where each limit may be set: the parent group, the file, and what it says; v1, then v2."""
    return {
        "memory": (
            (ROOT / "memory", "memory.limit_in_bytes", str(memory)),
            (_own(), "memory.max", str(memory)),
        ),
        "cpu": (
            (ROOT / "cpu", "cpu.cfs_quota_us", str(ONE_CORE)),
            (_own(), "cpu.max", f"{ONE_CORE} {ONE_CORE}"),
        ),
    }


def _own():
    """The version 2 group that this process belongs to."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return ROOT
    paths = [line[3:].lstrip("/") for line in lines if line.startswith("0::")]
    return ROOT / paths[0] if paths else ROOT
