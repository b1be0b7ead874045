"""The processes that work side by side, on a class or on the bank."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process


def pool(jobs: int) -> ProcessPoolExecutor:
    """New processes, not forks: a parent's threads and locks do not survive a fork."""
    return ProcessPoolExecutor(jobs, get_context("spawn"), _die_with_parent)


def _die_with_parent() -> None:
    """A worker whose parent was killed must not go on working beside the next one."""

    parent = parent_process()

    def watch():
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
