"""Starts a Jupyter kernel within the walls of the sandbox; registered with jupyter_client."""

import asyncio
import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil
import traitlets
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from autograder.student import cgroup, sandbox
from autograder.student.template import TemplateError

NAME = "autograder-sandbox"
START_SECONDS = 20
LAUNCHER = "ipykernel_launcher"
READY = b"\n"
CPU_CLOCK = 2  # of Linux, in the number of a process's clock
# Keeps a jail, once it says that it stands, until the kernel's end is its own.
HOLDER = ("/bin/sh", "-c", "echo; exec sleep infinity > /dev/null")


class SandboxProvisioner(LocalProvisioner):
    """A local kernel in a sandbox of the given tier.

    `folder` is the student's folder on the host; it holds the connection file. `template` is what
    a jailed kernel is born of, where there is one.
    """

    tier = traitlets.Unicode(config=True)
    folder = traitlets.Unicode(config=True)
    template = traitlets.Any(config=True)
    _kernel: psutil.Process | None = None
    inner: psutil.Process | None = None  # the jail's first process, seen from the host
    groups: cgroup.Groups | None = None
    _life: int | None = None  # a descriptor of a kernel born of the template, until its end

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        os.chmod(self._connection_file, 0o644)  # the folder itself is ours alone
        if self.tier != "bwrap":
            sandbox.hand_over(self.tier, Path(self.folder))
            wrapped = sandbox.wrap(self.tier, cmd, Path(self.folder))
            return await super().launch_kernel(wrapped, **kwargs)
        command = [sandbox.CONNECTION if arg == self._connection_file else arg for arg in cmd]
        if self.template is not None:
            try:
                return await self._born(command, **kwargs)
            except TemplateError:
                self.template.refused = True  # the next kernels are started as any program is
                await self.kill()
                await self.wait()
                await self.cleanup()
        return await self._jailed(command, **kwargs)

    async def _jailed(self, command: Sequence[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a command in a bounded jail of its own."""
        write: int | None
        read, write = os.pipe()
        try:
            with sandbox.refused_calls(self.tier) as refused:
                wrapped = sandbox.wrap(self.tier, command, Path(self.folder), refused, write)
                passed = (write,) if refused is None else (write, refused)
                info = await super().launch_kernel(wrapped, pass_fds=passed, **kwargs)
            os.close(write)
            write = None
            await self._enter(read)
        finally:
            os.close(read)
            if write is not None:
                os.close(write)
        return info

    async def _born(self, command: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Build a jail around a process that does nothing, and have the template fill it.

        Raises TemplateError when it does not.
        """
        read, write = os.pipe()
        with open(read, "rb") as said:
            with open(write, "wb") as end:
                info = await self._jailed(HOLDER, **kwargs | {"stdout": end})
            if await _in_time(said.read, 1) != READY:
                raise TemplateError("no jail")
        (holder,) = _leaves(self.inner)
        arguments = command[command.index(LAUNCHER) + 1 :]
        self._kernel = self.template.bear(holder, arguments, kwargs["env"], self.groups)
        try:
            self._life = os.pidfd_open(self._kernel.pid)
        except OSError as error:
            raise TemplateError("ended") from error
        return info

    @property
    def _connection_file(self):
        return self.parent.connection_file

    async def _enter(self, read: int) -> None:
        """Wait until bubblewrap tells its child's number, then bound the jail."""
        text = await _in_time(_read_all, read)
        self.inner = psutil.Process(json.loads(text)["child-pid"])
        self.groups = cgroup.Groups.create(str(self.inner.pid), sandbox.DATA)
        known: set[psutil.Process] = set()
        # what one of them starts before it is bounded is seen at the next look
        while (now := {self.inner, *self.inner.children(recursive=True)}) != known:
            self.groups.add(now)
            known = now

    @property
    def ended(self) -> bool:
        """Whether the kernel is no more; its jail may outlive it, if it was born of a template."""
        if self._life is not None and _is_over(self._life):
            return True
        return self.process is None or self.process.poll() is not None

    def kernel_process(self) -> psutil.Process:
        """The kernel as the host sees it; raises psutil.Error when it has ended."""
        if self._kernel is None:
            above = self.inner or psutil.Process(self.pid)
            self._kernel = next(iter(_leaves(above)), above)
        return self._kernel

    def computed(self) -> float:
        """The seconds of processor that the kernel has had since its start, 0 once it has ended."""
        with contextlib.suppress(psutil.Error, OSError):
            kernel = self.kernel_process()
            if sys.platform == "linux":  # a hundredth of the time that reading its state takes
                return time.clock_gettime((~kernel.pid << 3) | CPU_CLOCK)
            times = kernel.cpu_times()
            return times.user + times.system
        return 0.0

    async def send_signal(self, signum: int) -> None:
        """An interrupt goes to Python itself: bubblewrap would die of it."""
        if signum != signal.SIGINT or self.inner is None:
            await super().send_signal(signum)
            return
        for process in [self._kernel] if self._kernel else _leaves(self.inner):
            with contextlib.suppress(psutil.NoSuchProcess):  # it has ended since
                process.send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart)
        if self._life is not None:
            os.close(self._life)
            self._life = None
        if self.groups is not None:
            self.groups.remove()
            self.groups = None


def _is_over(descriptor):
    """Whether the process of this descriptor has ended."""
    looked = select.poll()
    looked.register(descriptor, select.POLLIN)
    return bool(looked.poll(0))


def _leaves(process):
    """The kernel itself: the first descendant that is not one of bubblewrap's own processes."""
    try:
        while process.name() == "bwrap":
            process = process.children()[0]
    except (psutil.Error, IndexError):
        return []
    return [process]


async def _in_time(function: Callable[[Any], bytes], argument: Any) -> bytes:
    """What a function that waits returns; raises TimeoutError when it does not."""
    waits = asyncio.get_running_loop().run_in_executor(None, function, argument)
    return await asyncio.wait_for(waits, START_SECONDS)


def _read_all(descriptor):
    with os.fdopen(os.dup(descriptor), "rb") as pipe:
        return pipe.read()
