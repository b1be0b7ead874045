"""The processes that work side by side, on a class or on the bank."""

import _thread
import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context, parent_process
from typing import NoReturn

# Bytes of data of one worker. With torch it takes half of the first part; each core has threads of
# computation with their own.
MEMORY = 2**30
MEMORY_PER_CORE = 32 * 2**20
GRACE = 1.5  # seconds, to leave a task and clean up after it
PATIENCE = 0.5  # seconds, after a Ctrl-C, for what should be whole


class _Cut(BaseException):
    """Ends what was to be whole, and took too long."""


class _Pool(ProcessPoolExecutor):
    """Left by an exception, such as a Ctrl-C, it does not wait for what is still to be done."""

    def __exit__(self, kind, error, trace):
        if kind is None:
            return super().__exit__(kind, error, trace)
        stop(self)
        return None


def pool(jobs: int) -> ProcessPoolExecutor:
    """New processes, not forks: a parent's threads and locks do not survive a fork."""
    return _Pool(jobs, get_context("spawn"), _prepare)


def stop(*pools: ProcessPoolExecutor) -> None:
    """Have all the processes leave what they do and clean up after it; those that go on are killed.

    One may go on: a pool hands its processes their next task in advance.
    """
    for one in pools:
        one.shutdown(wait=False, cancel_futures=True)
    processes, deadline = active_children(), time.monotonic() + GRACE
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(max(0.0, deadline - time.monotonic()))
        process.kill()
    for process in processes:
        process.join(GRACE)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Meanwhile a Ctrl-C waits a little; it comes at the end. For what is short, and better whole.

    What goes on after `PATIENCE` is cut, as it is by a second Ctrl-C.
    """
    caught, over = [], False

    def catch(*_):
        if over:
            caught.append(True)
        elif caught:
            raise _Cut
        else:
            caught.append(True)
            reminder.start()

    reminder = threading.Timer(PATIENCE, _interrupt)
    reminder.daemon = True
    before = signal.signal(signal.SIGINT, catch)
    try:
        yield
    except _Cut:
        pass
    finally:
        over = True
        reminder.cancel()
        if reminder.ident is not None:  # it was started
            reminder.join()
        signal.signal(signal.SIGINT, before)
        if caught:
            raise KeyboardInterrupt


def _interrupt() -> None:
    """A Ctrl-C, which what waits in the system feels too."""
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGINT)
    else:
        _thread.interrupt_main()


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the parent's to tell
    signal.signal(signal.SIGTERM, _leave)
    _bound_memory()
    _die_with_parent()


def _leave(*_: object) -> NoReturn:
    raise SystemExit(1)


def _bound_memory() -> None:
    """What asks for too much gets a MemoryError, where it would have taken the machine's."""
    with contextlib.suppress(ImportError):  # there is none on Windows
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = MEMORY + MEMORY_PER_CORE * (os.cpu_count() or 1)
        if most != resource.RLIM_INFINITY:
            wanted = min(wanted, most)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def _die_with_parent() -> None:
    """A worker whose parent was killed must not go on working beside the next one."""

    parent = parent_process()

    def watch():
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
