"""A process that has loaded a notebook's libraries, and of which its kernels are born in no time.

What it runs is birth.py. It is started from nothing, knows of the grader only what stands in its
orders, and never meets a student: each copy has a fork of its own, in a jail of its own.
"""

import contextlib
import functools
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from autograder.student import cgroup, sandbox
from autograder.student.inside import as_one

# What every kernel loads.
LOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "faulthandler",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "numpy",
    "psutil",
    "unicodedata",
    "tornado.platform.asyncio",
)
PROGRAM = ("seccomp.py", "inside/putting_off.py", "birth.py")
START_SECONDS = 60
BIRTH_SECONDS = 20
TEXT_BYTES = 2**17
FIRST = f"import socket; channel = socket.socket(fileno=0); exec(channel.recv({TEXT_BYTES}))"
# What the process that runs before the student's code must have in common with the jail's own
# first process: who it is, what it may do, where it stands.
RIGHTS = re.compile(
    r"^(?:Uid|Gid|Groups|Cap\w+|NoNewPrivs|Seccomp|Seccomp_filters):.*$", re.MULTILINE
)
NAMESPACES = ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup")


class TemplateError(Exception):
    """No kernel was born; it may be started as any program is."""


class Template:
    """The process itself; it ends when this one does, and its kernels with it.

    `refused`: whether no more kernel is to be born of it, once one could not.
    Raises TemplateError when it does not start.
    """

    def __init__(self, modules: Sequence[str], environment: Mapping[str, str]):
        self.refused = False
        self._born: list[psutil.Process] = []
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._channel.settimeout(START_SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", FIRST],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=dict(environment),
                start_new_session=True,
            )
        try:
            self._channel.send(_program([*LOADED, *modules]).encode())
            if self._channel.recv(TEXT_BYTES) != b"ready":
                raise TemplateError("ended")
        except (OSError, TemplateError) as error:
            self.close()
            raise TemplateError(str(error)) from error

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def busy(self) -> bool:
        """Whether a kernel that was born of it is still there."""
        return any(kernel.is_running() for kernel in self._born)

    def close(self) -> None:
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def bear(
        self,
        holder: psutil.Process,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        groups: cgroup.Groups,
    ) -> psutil.Process:
        """A new kernel in the jail of `holder`, with the same rights and limits, and in `groups`.

        arguments: those of ipykernel.
        Raises TemplateError when it could not be born, or differs in anything from the holder.
        """
        order = {
            "arguments": list(arguments),
            "environment": dict(environment),
            "folder": sandbox.WORK,
            "limits": sandbox.limits("bwrap"),
            "user": sandbox.user(),
        }
        line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with line, contextlib.ExitStack() as stack:
            line.settimeout(BIRTH_SECONDS)
            jail = os.pidfd_open(holder.pid)
            stack.callback(os.close, jail)
            try:
                with theirs:
                    socket.send_fds(
                        self._channel, [json.dumps(order).encode()], [jail, theirs.fileno()]
                    )
                born = psutil.Process(int(line.recv(TEXT_BYTES)))
                groups.add([born])
                line.send(b"+")
                if line.recv(1) != b"+":
                    raise TemplateError("renounced nothing")
                if _standing(born.pid) != _standing(holder.pid):
                    born.kill()
                    raise TemplateError("differs from its jail")
            except (OSError, ValueError, psutil.Error) as error:
                raise TemplateError(str(error)) from error
        self._born = [*filter(psutil.Process.is_running, self._born), born]
        return born


# The last one, and those that still have kernels; None is one that failed.
_kept: dict[tuple[str, ...], Template | None] = {}


def of(modules: Sequence[str], environment: Mapping[str, str]) -> Template | None:
    """This process's template with these modules; None where none can be."""
    key = tuple(modules)
    kept = _kept.get(key)
    if key in _kept and (kept is None or kept.alive):
        return None if kept is None or kept.refused else kept
    for other, idle in list(_kept.items()):
        if idle is None or not idle.busy:
            _end(other)
    if not hasattr(os, "pidfd_open"):  # Python was built for older kernels of Linux
        return None
    with contextlib.suppress(TemplateError):
        _kept[key] = Template(modules, environment)
    return _kept.setdefault(key, None)


def is_kept(pid: int) -> bool:
    """Whether this is the number of this process's template."""
    return any(kept is not None and kept.pid == pid for kept in _kept.values())


def forget() -> None:
    """End the templates, and their kernels."""
    for key in list(_kept):
        _end(key)


def _end(key: tuple[str, ...]) -> None:
    kept = _kept.pop(key)
    if kept is not None:
        kept.close()


def _program(modules: Sequence[str]) -> str:
    folder = Path(__file__).parent
    return f"{_text(folder)}\nserve(channel, {list(modules)!r})"


@functools.cache
def _text(folder: Path) -> str:
    return as_one(*(folder / name for name in PROGRAM))


def _standing(pid: int) -> tuple:
    """What the two processes have in common; raises OSError when there is no such process."""
    place = Path("/proc", str(pid))
    rights = RIGHTS.findall((place / "status").read_text())
    spaces = [os.readlink(place / "ns" / name) for name in NAMESPACES]
    return rights, spaces, (place / "limits").read_text()
