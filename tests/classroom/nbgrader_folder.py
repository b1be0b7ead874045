"""nbgrader's commands and formgrader, as a teacher and a student run them in a folder."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

BIN = Path(sys.executable).parent
TOKEN = "jeton-de-test"


def environment(folder):
    return os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": str(folder / ".jupyter"),
        "JUPYTER_DATA_DIR": str(folder / ".jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder / ".jupyter"),
    }


@contextlib.contextmanager
def formgrader(folder):
    """A running Jupyter server with formgrader; gives a function that calls its API."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}", "--no-browser"]
    with open(folder / "serveur.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [BIN / "jupyter", "server", "--allow-root", *options],
            cwd=folder,
            env=environment(folder),
            stdout=log,
            stderr=log,
        )

    def api(path, data=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/formgrader/{path}",
            data=None if data is None else json.dumps(data).encode(),
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
            method="GET" if data is None else "PUT",
        )
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.read().decode()

    try:
        wait_for(api, server)
        yield api
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(api, server):
    deadline = time.monotonic() + 60
    while True:
        try:
            api("api/assignments")
            return
        except OSError:
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.2)
