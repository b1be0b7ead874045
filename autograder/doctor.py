"""What `autograder doctor` tells: tier, limits, versions, and five harmless escapes tried."""

import importlib.metadata
import os
import platform
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table
from rich.text import Text

from autograder.paths import SOLUTIONS
from autograder.student import cgroup, obstacles, sandbox
from autograder.student.process import StudentProcess

PACKAGES = ("nbgrader", "jupyter_client", "ipykernel", "pytest", "torch", "gymnasium", "poutyne")
ATTEMPT_SECONDS = 10
CANARY = "canari-du-correcteur"


@dataclass(frozen=True)
class Finding:
    """One line of the report; `good` is false where the teacher should act."""

    subject: str
    text: str
    good: bool = True


def examine() -> list[Finding]:
    """Look at the machine and try to escape from the student's process."""
    tier = sandbox.tier()
    return [
        Finding("Bac à sable", tier, tier == "bwrap"),
        *_refusals(tier),
        *_bounds(),
        Finding("Limites par processus", _limits()),
        Finding("Versions", _versions()),
        *_escapes(),
    ]


def table(findings: list[Finding]) -> Table:
    """The findings as a table for the terminal."""
    shown = Table(show_header=False)
    for finding in findings:
        style = "green" if finding.good else "bold red"
        mark = "✓" if finding.good else "✗"
        shown.add_row(mark, finding.subject, Text(finding.text), style=style)
    return shown


def cures() -> tuple[str, ...]:
    """The commands, any one of which would let bubblewrap start; none when it does."""
    return () if sandbox.tier() == "bwrap" else obstacles.obstacle().cures


def _refusals(tier: str) -> list[Finding]:
    """Why no better tier was taken: its tools' own words, and what they probably mean."""
    better = sandbox.TIERS[: sandbox.TIERS.index(tier)]
    found = [Finding(f"Pourquoi pas {name}", sandbox.refusal(name), False) for name in better]
    return found + [Finding("Cause probable", obstacles.obstacle().cause, False)] * bool(better)


def _bounds() -> list[Finding]:
    """What bounds all the processes of a copy together."""
    groups = cgroup.Groups.create("doctor", sandbox.DATA)
    groups.remove()
    memory, cpu = "non bornée", "non borné"
    if "memory" in groups.bounded:
        memory = f"bornée à {sandbox.DATA / 2**30:.0f} Gio par un groupe de contrôle"
    if "cpu" in groups.bounded:
        cpu = "borné à un cœur par un groupe de contrôle"
    return [Finding("Mémoire totale", memory), Finding("Processeur d'une copie", cpu)]


def _limits() -> str:
    return (
        f"{sandbox.MEMORY / 2**30:.0f} Gio d'adresses, {sandbox.DATA / 2**30:.0f} Gio de données, "
        f"fichiers de {sandbox.FILE_BYTES // 2**20} Mio, {sandbox.PROCESSES} processus"
    )


def _versions() -> str:
    names = [f"Python {platform.python_version()}"]
    names += [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    if shutil.which("bwrap"):
        done = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, check=False)
        names.append(done.stdout.strip())
    return ", ".join(names)


def _escapes() -> list[Finding]:
    """Try to reach a host file, the answers, the network, another process, and root's rights."""
    with tempfile.TemporaryDirectory(prefix="evasion-") as folder, socket.socket() as listener:
        solution = min(SOLUTIONS.glob("*.py"))
        secret = Path(folder) / "secret.txt"
        secret.write_text(CANARY, encoding="utf-8")
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        attempts = {
            "Lire un fichier de la machine": f"assert {CANARY!r} in open({str(secret)!r}).read()",
            "Lire les solutions": f"open({str(solution)!r}).read()",
            "Ouvrir une connexion réseau": (
                f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=2)"
            ),
            "Voir le processus du correcteur": f"import os; os.kill({os.getpid()}, 0)",
            "Écrire hors du dossier de travail": f"open({folder + '/trace'!r}, 'w').write('x')",
        }
        with StudentProcess() as process:
            return [_attempt(process, what, code) for what, code in attempts.items()]


def _attempt(process, what, code):
    escaped = process.run(code, ATTEMPT_SECONDS).status == "ok"
    return Finding(what, "POSSIBLE" if escaped else "impossible", not escaped)
