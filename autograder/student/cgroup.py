"""A bound on the memory of all of a jail's processes together, where we may set one."""

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

ROOT = Path("/sys/fs/cgroup")
PREFIX = "autograder-"  # then the number of the grader whose group it is


class MemoryGroup:
    """A control group of the Linux kernel (version 1 or 2) for one jail."""

    def __init__(self, folder: Path):
        self.folder = folder

    @classmethod
    def create(cls, name: str, limit: int) -> "MemoryGroup | None":
        """A group limited to `limit` bytes, or None where groups are not ours to make."""
        for parent, setting in _parents():
            folder = parent / f"{PREFIX}{os.getpid()}-{name}"
            try:
                folder.mkdir()
            except OSError:
                continue
            try:
                (folder / setting).write_text(str(limit))
                return cls(folder)
            except OSError:
                folder.rmdir()
        return None

    def add(self, processes: Iterable[psutil.Process]) -> None:
        """Put processes, and all that they start from now on, under the limit."""
        for process in processes:
            with contextlib.suppress(OSError):  # it has ended since
                (self.folder / "cgroup.procs").write_text(str(process.pid))

    def remove(self) -> None:
        """Remove the group once its processes have ended."""
        for _ in range(20):
            try:
                self.folder.rmdir()
                return
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(0.05)


def sweep() -> None:
    """Remove the groups of graders that were killed before they could do it."""
    for parent, _ in _parents():
        for folder in parent.glob(f"{PREFIX}*-*"):
            owner = folder.name.removeprefix(PREFIX).split("-")[0]
            if owner.isdigit() and not psutil.pid_exists(int(owner)):
                with contextlib.suppress(OSError):  # its processes have not all ended
                    folder.rmdir()


def _parents():
    """Where groups may be made, and the file of their limit: version 1, then version 2."""
    return (ROOT / "memory", "memory.limit_in_bytes"), (_own(), "memory.max")


def _own():
    """The version 2 group that this process belongs to."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return ROOT
    paths = [line[3:].lstrip("/") for line in lines if line.startswith("0::")]
    return ROOT / paths[0] if paths else ROOT
