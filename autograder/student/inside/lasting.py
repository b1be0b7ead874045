"""Lets nothing that a cell left behind stop the process once the cell has ended.

A timer that calls os._exit, an alarm, a dump of the stacks that ends Python: what they stop is the
code of someone else, which had nothing to do with it. A call that stops Python at once still does.
What asks Jupyter to end its kernel, as `exit(0)` does and Colab to start again, takes effect a
moment after the cell: it does nothing.
"""

import _thread
import faulthandler
import os
import signal
import sys
import threading
import types
from typing import Any

from .naming import looking_like

ENDING = (
    (os, ("_exit", "abort", "kill", "killpg")),
    (signal, ("raise_signal", "pthread_kill")),
    (_thread, ("interrupt_main",)),
)
LATER = ((signal, ("alarm", "setitimer")), (faulthandler, ("dump_traceback_later",)))
CELLS = f"/ipykernel_{os.getpid()}/"  # where the code of cells is said to be
KERNEL = "ipykernel"  # ends the process when its parent is no more


def stay(kernel: Any) -> None:
    """From now on, Jupyter does not end its kernel when it is asked to: the grader kills it."""
    for thing, name in ((kernel.shell, "ask_exit"), (kernel, "do_shutdown")):
        own = getattr(thing, name)
        setattr(thing, name, types.MethodType(looking_like(_never(own), own.__func__), thing))


def last() -> None:
    """From now on, only the code that is being run may stop the process, and nothing later."""
    for places, replaced in ((ENDING, _at_once), (LATER, _never)):
        for place, names in places:
            for name in names:
                if hasattr(place, name):
                    setattr(place, name, replaced(getattr(place, name)))


def _at_once(own):
    def call(*args, **kwargs):
        if _is_run() or _is_the_kernels(sys._getframe(1)):
            return own(*args, **kwargs)
        if threading.current_thread() is not threading.main_thread():
            raise SystemExit  # which ends that thread, and it alone

    return looking_like(call, own)


def _never(own):
    def call(*args, **kwargs):
        return None

    return looking_like(call, own)


def _is_the_kernels(frame):
    return str(frame.f_globals.get("__name__")).split(".")[0] == KERNEL


def _is_run():
    """Whether a cell, or a call of the grader's, is being run by the thread that asks."""
    frame = threading.current_thread() is threading.main_thread() and sys._getframe(1)
    while frame:
        if frame.f_code.co_name == "<module>" and CELLS in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False
