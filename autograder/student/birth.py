"""The program of the process that students' kernels are born of; template.py starts it.

It is sent as text, as what is in `inside` is. It never runs anything of a student's: it loads
libraries, then forks at each order. The child enters a jail that bubblewrap has built, and gives up
for good all that the jail's own first process gave up; only then does it become a kernel.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import resource
import signal
import socket
import sys
import tempfile
import time

from .inside.putting_off import put_off
from .seccomp import restrict

# The user, mount, process, network, inter-process, name and control group namespaces.
NAMESPACES = 0x10000000 | 0x20000 | 0x20000000 | 0x40000000 | 0x8000000 | 0x4000000 | 0x2000000
DEATH_SIGNAL, DUMPABLE, DROP_BOUNDING, NO_NEW_PRIVILEGES = 1, 4, 24, 38  # of prctl
CAPABILITIES = 64  # more than Linux has
CAPABILITY_VERSION = 0x20080522
ORDER_BYTES = 2**16
MANY = 2**16  # file descriptors
ALONE_SECONDS = 10.0
# What ipykernel says in the environment before matplotlib is imported, if it is.
DRAWING = ("MPLBACKEND", "module://matplotlib_inline.backend_inline")

libc = ctypes.CDLL(None, use_errno=True)


def serve(channel: socket.socket, modules: list[str]) -> None:
    """Load the modules, then bear a kernel at each order, until the grader closes its end.

    channel: a socket that keeps messages apart. Says "ready" once it is.
    """
    sys.path.remove("")
    _load(modules)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that watch over kernels
    _wait_until_alone()
    gc.collect()
    gc.freeze()
    channel.send(b"ready")
    while True:
        text, descriptors, *_ = socket.recv_fds(channel, ORDER_BYTES, 2)
        if not text:
            return
        if os.fork() == 0:
            _bear(json.loads(text), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _load(modules):
    """Import what is there of these modules; what they write goes to a folder that is removed."""
    os.environ.setdefault(*DRAWING)
    home = os.environ["HOME"]
    with tempfile.TemporaryDirectory(prefix=f"autograder-{os.getppid()}-") as folder:
        os.environ["HOME"] = folder
        put_off()
        sys.modules["debugpy"] = None  # ipykernel does without, and nobody asks it to debug
        for name in modules:
            with contextlib.suppress(Exception):  # the notebook will tell
                importlib.import_module(name)
        del sys.modules["debugpy"]
    os.environ["HOME"] = home


def _wait_until_alone():
    """A thread does not survive a fork, but what it holds does: there must be none."""
    end = time.monotonic() + ALONE_SECONDS
    while len(os.listdir("/proc/self/task")) > 1:
        if time.monotonic() > end:
            raise SystemExit("threads")
        time.sleep(0.01)


def _bear(order, jail, line):
    """Fork the kernel into a jail, tell its number on `line`, watch over it; never returns.

    jail: the descriptor of the jail's first process. The kernel's end is the jail's, and the
    template's end is the kernel's.
    """
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with contextlib.suppress(PermissionError):  # of an ordinary user
            os.setgroups([])
        _succeeded(libc.setns(jail, NAMESPACES))
        _prctl(DEATH_SIGNAL, signal.SIGKILL)  # a change of rights takes it away
        child = os.fork()
        if child == 0:
            _become_kernel(order, line)
        os.write(line, str(child).encode())
        _close_all_but(jail)
        os.waitpid(child, 0)
    finally:
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(jail, signal.SIGKILL)
        os._exit(0)


def _become_kernel(order, line):
    """Renounce once the grader has bounded this process, say so, and be the kernel."""
    try:
        if os.read(line, 1) != b"+":
            os._exit(1)
        _renounce(order["user"], order["limits"])
        os.setsid()
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        os.environ.setdefault(*DRAWING)
        _seed()
        os.write(line, b"+")
        _close_all_but()
        for _ in range(3):
            os.open(os.devnull, os.O_RDWR)
        sys.argv[:] = ["ipykernel_launcher", *order["arguments"]]
        sys.modules["ipykernel.kernelapp"].launch_new_instance()
    finally:
        os._exit(1)


def _renounce(user, limits):
    """Keep no right, and no way to have one again; raises OSError when it cannot."""
    for kind, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{kind.upper()}"), (value, value))
    for capability in range(CAPABILITIES):
        if libc.prctl(DROP_BOUNDING, capability, 0, 0, 0):
            break
    if os.getuid() != user:
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    _succeeded(libc.capset(header, (ctypes.c_uint32 * 6)()))
    _prctl(NO_NEW_PRIVILEGES, 1)
    _prctl(DUMPABLE, 1)  # as after the start of any program
    _prctl(DEATH_SIGNAL, signal.SIGKILL)
    restrict()


def _seed():
    """No two kernels draw alike: each generator as at the start of a program."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _close_all_but(*kept):
    low = 0
    for descriptor in sorted(kept):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, MANY)


def _prctl(*values):
    _succeeded(libc.prctl(*values, *(0,) * (5 - len(values))))


def _succeeded(result):
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
