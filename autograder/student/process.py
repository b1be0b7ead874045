"""The student's process: one Jupyter kernel, spoken to under deadlines and size limits."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import zmq
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.session import DELIM

from autograder.limits import USUAL, Limits
from autograder.student import cgroup, provisioner, sandbox, template
from autograder.student.inside import compiled, installation
from autograder.student.inside.wire import LINE
from autograder.student.template import Template

POLL_MILLISECONDS = 100
ENOUGH = 0.5  # of a processor: with less, code may be late because of its neighbours
SOCKET_SECONDS = 0.01
QUEUED_MESSAGES = 8
MESSAGE_COST = 200  # what the smallest message counts for, in bytes of output
PORTS = ("shell_port", "iopub_port")
PREFIX = "autograder-"
LONGEST_PLACE = 60  # bytes; Linux allows 107 to a socket, macOS 103, and the rest takes 40
SHORT_PLACE = Path("/tmp")
OUTPUT_KINDS = frozenset(("stream", "display_data", "execute_result", "error"))
NOT_STARTED = "Le processus qui exécute le cahier n'a pas démarré."
STATUSES = ("ok", "error", "skipped", "flood", "timeout", "dead")


@dataclass(frozen=True)
class Order:
    """What the grader asks of its own side of the student's process, instead of running code.

    content: a JSON object that `inside.serve` understands; what it does to "answer" has a reply.
    """

    content: dict[str, Any]


@dataclass(frozen=True)
class Parcel:
    """Some code, with bytes that its message brings beside it."""

    code: str
    parts: tuple[bytes, ...]


@dataclass
class Execution:
    """What came of one piece of code.

    `status` is "ok", "error" (an exception), "timeout", "flood" (too much output), "dead", or
    "skipped" when no time was left to run it. `size` is that of the outputs, in bytes. `starved`:
    whether it was stopped after it had had less than half a processor: it slept, or its neighbours
    took the time.
    """

    status: str = "ok"
    outputs: list[dict] = field(default_factory=list)
    size: int = 0
    reply: object = None
    seconds: float | None = None
    starved: bool = False

    def then(self, other: "Execution") -> "Execution":
        """What came of this code and of some more of the same cell."""
        status = max(self.status, other.status, key=STATUSES.index)
        return Execution(status, self.outputs + other.outputs, self.size + other.size)


class _OwnKernelSpec(KernelSpecManager):
    """Always this interpreter's ipykernel, whatever kernels the user has installed."""

    def __init__(self, tier: str, folder: Path, origin: Template | None):
        super().__init__()
        self.provisioner = {
            "provisioner_name": provisioner.NAME,
            "config": {"tier": tier, "folder": str(folder), "template": origin},
        }

    def get_kernel_spec(self, kernel_name):
        argv = [sys.executable, "-m", provisioner.LAUNCHER, "-f", "{connection_file}"]
        return KernelSpec(
            argv=[*argv, "--HistoryManager.enabled=False"],
            display_name="Python 3",
            language="python",
            metadata={"kernel_provisioner": self.provisioner},
        )


class StudentProcess:
    """A kernel in a folder of its own that holds copies of `files` and nothing else.

    Use as a context manager: at the end neither the process nor the folder is left. `modules` are
    those that its code is likely to import: where it can, the kernel has them from its birth.
    """

    def __init__(
        self, files: Sequence[Path] = (), limits: Limits = USUAL, modules: Sequence[str] = ()
    ):
        self.files = files
        self.limits = limits
        self.modules = modules
        self.folder: Path | None = None
        self._manager: Any = None
        self._client: Any = None
        self._context: Any = None
        self._line: Any = None  # the socket of the requests that are answered
        self._poller: Any = None
        self._attending: str | None = None  # the message that has it answer what comes there

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.close()

    @property
    def alive(self) -> bool:
        # the manager's own method would start an event loop each time
        return self._manager is not None and not self._manager.provisioner.ended

    @property
    def closed(self) -> bool:
        """Whether the grader itself put an end to it, or has not started it."""
        return self._manager is None

    def start(self) -> None:
        """Start the kernel and teach it to answer requests.

        Raises RuntimeError when it does not come up.
        """
        tier = sandbox.tier()
        jailed = tier == "bwrap"
        sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_place()))
        work = self.folder / "travail"
        work.mkdir()
        environment = self._environment(sandbox.WORK if jailed else str(work))
        origin = template.of(self.modules, environment) if jailed else None
        self._context = zmq.Context()
        self._context.setsockopt(zmq.MAXMSGSIZE, self.limits.message_bytes)
        self._context.setsockopt(zmq.RCVHWM, QUEUED_MESSAGES)
        self._context.setsockopt(zmq.RECONNECT_IVL, -1)  # a socket may be replaced by a link
        self._manager = KernelManager(
            context=self._context,
            kernel_spec_manager=_OwnKernelSpec(tier, self.folder, origin),
            connection_file=str(self.folder / "kernel.json"),
            transport="ipc",
            ip=f"{sandbox.SOCKETS if jailed else self.folder}/k",
        )
        self._manager.start_kernel(
            cwd=str(work),
            env=environment,
            independent=jailed,  # bubblewrap dies with its parent by itself
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if jailed:
            inner = self._manager.provisioner.inner.pid
            self._manager.ip = f"/proc/{inner}/root{sandbox.SOCKETS}/k"
        self._manager.session.unpack = self._unpack
        self._client = self._manager.client()
        self._wait_for_sockets()
        self._client.start_channels(stdin=False, hb=False, control=False)
        self._client.wait_for_ready(timeout=self.limits.start)
        self._poller = zmq.Poller()
        self._poller.register(self._client.iopub_channel.socket, zmq.POLLIN)
        names, contents = [file.name for file in self.files], map(Path.read_bytes, self.files)
        self.run(Parcel(installation(names), (compiled(), *contents)), self.limits.start)
        self._open_line()

    def run(self, code: str | Order | Parcel, seconds: float) -> Execution:
        """Execute `code` and wait for it at most `seconds`; a survivor is interrupted, then killed.

        Never raises for what the student's code does.
        """
        if not self.alive:
            return Execution(status="dead")
        if isinstance(code, Order) and code.content["do"] == "answer":
            message, number = self._ask(code)
        else:
            message, number = self._send(code), ""
        if message is None:
            return Execution(status="dead")
        execution = Execution()
        before = self._computed()
        if not self._listen(message, execution, seconds, number):
            if execution.status == "ok":
                execution.status = "timeout"
                execution.starved = self._computed() - before < seconds * ENOUGH
            self._stop(message)
        return execution

    def close(self) -> None:
        """Kill the kernel and remove its folder."""
        self.kill()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    def kill(self) -> None:
        if self._client is not None:
            self._client.stop_channels()
        if self._manager is not None:
            with contextlib.suppress(Exception):  # it may have died on its own in between
                self._manager.shutdown_kernel(now=True)
        if self._context is not None:
            self._context.destroy(linger=0)
        self._client = self._manager = self._context = None
        self._line = self._poller = self._attending = None

    def _open_line(self) -> None:
        """Connect to the line that the kernel has made for the requests, before any student code.

        Raises RuntimeError when it has not.
        """
        address = f"{self._manager.ip}-{LINE}"
        if not os.path.exists(address):
            raise RuntimeError(NOT_STARTED)
        self._line = self._context.socket(zmq.PAIR)
        self._line.connect(f"ipc://{address}")
        self._poller.register(self._line, zmq.POLLIN)

    def _send(self, code: str | Order | Parcel) -> str | None:
        """Send what is to be run; the number of its message, None when nothing hears it."""
        if self._attending is not None and not self._released(self._attending):
            self.kill()
            return None
        if isinstance(code, Order):
            return self._client.is_complete(json.dumps(code.content))
        if isinstance(code, str):
            return self._client.execute(code, store_history=False, allow_stdin=False)
        content = {"code": code.code, "store_history": False, "allow_stdin": False}
        message = self._client.session.msg("execute_request", content)
        self._client.shell_channel.send(message | {"buffers": list(code.parts)})
        return message["header"]["msg_id"]

    def _ask(self, order: Order) -> tuple[str | None, str]:
        """Send a request on the line: the message that has it answered, and its own number."""
        if self._attending is not None:  # what a cell has left behind may have stopped it since
            self._listen(self._attending, Execution(), 0)
        if self._attending is None:
            self._attending = self._send(Order({"do": "attend"}))
        number = uuid.uuid4().hex
        if not self._told({**order.content, "number": number}):
            self.kill()
            return None, number
        return self._attending, number

    def _told(self, content: dict[str, Any]) -> bool:
        """Whether the line took it: one that was cut, at either end, is not tied again."""
        try:
            self._line.send(json.dumps(content).encode(), zmq.NOBLOCK)
        except zmq.ZMQError:
            return False
        return True

    def _released(self, message: str) -> bool:
        """Whether the kernel attends no more to the line, as it was asked to."""
        told = self._told({"do": "leave", "order": message})
        return told and self._listen(message, Execution(), self.limits.grace) and self.alive

    def _computed(self) -> float:
        """The seconds of processor that the kernel has had since its start."""
        return self._manager.provisioner.computed()

    def _listen(self, message: str, execution: Execution, seconds: float, number: str = "") -> bool:
        """Collect what `message` makes the kernel publish; False when it must be stopped.

        number: that of a request, whose reply is waited for.
        """
        deadline = time.monotonic() + seconds
        size = 0
        kind: str
        content: dict[str, Any]
        parent: str | None
        while True:
            left = max(0, round(1000 * (deadline - time.monotonic())))
            ready = dict(self._poller.poll(min(left, POLL_MILLISECONDS)))
            if not ready:
                if not self.alive:
                    execution.status = "dead"
                    return True
                if not left:
                    return False
                continue
            if self._line in ready:
                text = self._line.recv()
                if number and text.startswith(number.encode()):
                    execution.reply = text[len(number) :].decode(errors="replace")
                    return True
                size += MESSAGE_COST + len(text)
                kind, content, parent = "", {}, None
            else:
                kind, content, parent = self._read()
                size += MESSAGE_COST + len(str(content))
            if size > self.limits.output_bytes:
                execution.status = "flood"
                return False
            if parent != message:
                continue
            if kind == "status" and content.get("execution_state") == "idle":
                self._attending = None
                return True
            self._keep(kind, content, size, execution)

    def _read(self) -> tuple[str, dict, str | None]:
        """The next published message, as `_next`; a malformed or forged one says nothing."""
        try:
            return self._next()
        except Exception:
            return "", {}, None

    def _next(self) -> tuple[str, dict, str | None]:
        """The next published message: its kind, content, and the message that it answers.

        Raises whatever one of another shape makes Python raise.
        """
        # The client's own method takes ten times as long. It checks a signature, which proves
        # nothing of what comes from there, and reads dates.
        frames = self._client.iopub_channel.socket.recv_multipart()
        _, *frames = frames[frames.index(DELIM) + 1 :]  # but for the signature
        header, parent, _, content = map(self._unpack, frames[:4])
        if not isinstance(content.get("data", {}), dict):
            raise TypeError("data")
        return str(header["msg_type"]), dict(content), parent.get("msg_id")

    def _unpack(self, text: bytes) -> Any:
        if sum(map(text.count, (b"[", b"{", b","))) > self.limits.message_items:
            raise ValueError("message trop composé")
        return json.loads(text)

    def _wait_for_sockets(self) -> None:
        """Connect only to what the kernel made: ZMQ would wait for anything of that name."""
        ports = [
            value for key, value in self._manager.get_connection_info().items() if key in PORTS
        ]
        deadline = time.monotonic() + self.limits.start
        while not all(os.path.exists(f"{self._manager.ip}-{port}") for port in ports):
            if not self.alive or time.monotonic() > deadline:
                raise RuntimeError(NOT_STARTED)
            time.sleep(SOCKET_SECONDS)

    def _keep(self, kind: str, content: dict, size: int, execution: Execution) -> None:
        if kind == "error":
            execution.status = "error"
        if size <= self.limits.cell_kept_bytes and kind in OUTPUT_KINDS:
            execution.outputs.append({**content, "output_type": kind})
            execution.size = size

    def _stop(self, message: str) -> None:
        """Interrupt what runs; if it survives the grace period, kill the process."""
        with contextlib.suppress(Exception):
            self._manager.interrupt_kernel()
        if message == self._attending:
            ended = self._released(message)
        else:
            ended = self._listen(message, Execution(), self.limits.grace)
        if not ended:
            self.kill()

    @staticmethod
    def _environment(home: str) -> dict[str, str]:
        return {
            "PATH": str(Path(sys.executable).parent) + ":/usr/bin:/bin",
            "HOME": home,
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
            "SDL_VIDEODRIVER": "dummy",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONBREAKPOINT": "0",  # nobody is there to answer a debugger
            "TORCHDYNAMO_DISABLE": "1",  # torch.compile would take longer than what it compiles
        }


def _place() -> Path:
    """Where the students' folders are made: a socket's path, in them, may not be long."""
    usual = Path(tempfile.gettempdir())
    return usual if len(os.fsencode(usual)) <= LONGEST_PLACE else SHORT_PLACE


def sweep() -> None:
    """Remove the folders and groups of graders that were killed before they could do it."""
    cgroup.sweep()
    for folder in _place().glob(f"{PREFIX}*-*"):
        owner = folder.name.split("-")[1]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
