"""Web servers of other programs, for as long as a test looks at them."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

TOKEN = "essai"
PATIENCE = 300  # seconds for a server to answer, on a loaded machine


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@contextlib.contextmanager
def jupyter_lab(folder: Path, options: Sequence[str] = ()) -> Iterator[str]:
    """JupyterLab on a folder, without anybody's settings; gives its address, without « /lab »."""
    port = free_port()
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}", *options]
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    with running([*command, folder], folder, HOME=home):
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/api?token={TOKEN}")
        yield address


@contextlib.contextmanager
def running(
    command: Sequence[object], folder: Path, **environment: object
) -> Iterator[subprocess.Popen]:
    """A program that runs in a folder, and is stopped in the end."""
    started = subprocess.Popen(
        list(map(str, command)),
        cwd=folder,
        env=os.environ | {name: str(value) for name, value in environment.items()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def wait_for(address: str) -> None:
    """Until an address answers; TimeoutError when it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(URLError, ConnectionError), urlopen(address, timeout=5):
            return
        time.sleep(0.3)
    raise TimeoutError(address)
