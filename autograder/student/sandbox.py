"""Which walls stand around the student's process: the best tier that really starts here.

"bwrap"     a bubblewrap jail: no network, no host files but Python's (read-only), own namespaces
"landlock"  Python's files only and no TCP, by the Landlock module of the Linux kernel
"none"      a separate process, nothing more
"""

import contextlib
import functools
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.errors import UsageError
from autograder.paths import ROOT
from autograder.student import seccomp, users

REQUIRE = "AUTOGRADER_REQUIRE_SANDBOX"
TIERS = ("bwrap", "landlock", "none")
WORK = "/travail"  # the only place where the jailed process may write
SOCKETS = "/sockets"
CONNECTION = "/kernel.json"
INSIDE = 1000  # the number of the student's user in the jail, when the grader is not root
FONTS = Path("/etc/fonts/fonts.conf")  # without it, Fontconfig complains in the student's cells
PRIVATE = ("autograder", "solutions")  # packages that the student's process must not see

LANDLOCK_READABLE = (
    *("/usr", "/bin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/fonts"),
    *("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"),
    *("/proc/self", "/proc/meminfo", "/proc/cpuinfo", "/proc/stat"),
)

MEMORY = 3 * 2**30  # bytes of address space a process; torch needs 1.4 GiB
DATA = 2 * 2**30
WORK_BYTES = 128 * 2**20
FILE_BYTES = 64 * 2**20
PROCESSES = 64
OPEN_FILES = 256
PROBE_SECONDS = 20
PROBE = [sys.executable, "-c", "import zmq, numpy; print('ok')"]
MAX_WORDS = 300  # characters
PROGRAMS = {"bwrap": ("bwrap", "prlimit"), "landlock": ("prlimit",), "none": ()}


class SandboxError(UsageError):
    """No jail where one is required; the text is a French sentence."""


@functools.cache
def tier() -> str:
    """The best tier whose probe, a Python that prints a word, succeeds on this machine.

    Raises SandboxError when the variable AUTOGRADER_REQUIRE_SANDBOX is set and bubblewrap fails.
    """
    found = next(name for name in TIERS if name == "none" or _works(name))
    if found != "bwrap" and os.environ.get(REQUIRE):
        raise SandboxError(
            "Le bac à sable bubblewrap est exigé mais ne démarre pas sur cette machine : installez "
            "le paquet bubblewrap (« make setup »), ou lancez « autograder doctor »."
        )
    return found


def warning(name: str) -> str:
    """A French warning for the tiers below the first, empty for the first."""
    if name == "bwrap":
        return ""
    lacks = "réduit (Landlock)" if name == "landlock" else "ABSENT"
    return (
        f"ATTENTION : bac à sable {lacks}. Le code des étudiants est mal isolé de cette machine ; "
        "ne corrigez ainsi que des copies de confiance. Installez bubblewrap (« make setup »)."
    )


def wrap(
    name: str,
    command: Sequence[str],
    folder: Path,
    refused: int | None = None,
    info: int | None = None,
) -> list[str]:
    """The command that runs `command` within the walls of a tier.

    folder: the student's folder on the host, with kernel.json in it (unused by bwrap but for that
    file). Of file descriptors, refused: that of `refused_calls`; info: one on which bubblewrap
    writes the child's process number.
    """
    if name == "bwrap":
        drop = _unprivileged() if users.is_root() else []
        inside = [*drop, *_closed(), *_limited(name), *command]
        return [*_bubblewrap(folder, refused, info), "--", *inside]
    if name == "landlock":
        launcher = str(Path(__file__).with_name("landlock.py"))
        allowed = [str(path) for path in _visible_paths()]
        start = [sys.executable, "-I", launcher, str(folder), *allowed]
        return [*_unprivileged(), *_limited(name), *start, "--", *command]
    return [*_other_user(), *command]


@contextlib.contextmanager
def refused_calls(name: str) -> Iterator[int | None]:
    """A file descriptor with the filter of the kernel's calls, for one jail of bubblewrap's.

    None for the other tiers, and where no filter is known.
    """
    program = seccomp.program() if name == "bwrap" else None
    if program is None:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(program)
        file.seek(0)
        yield file.fileno()


def user() -> int:
    """The number, inside, of the user that bubblewrap's jail runs as."""
    number = users.spare() if users.is_root() else INSIDE
    assert number is not None  # root has one, or it is not one that builds jails
    return number


def hand_over(name: str, folder: Path) -> None:
    """Give the student's folder to the user that the wrapped command runs as."""
    user = users.spare()
    moved = users.can_change() if name == "landlock" else bool(_other_user())
    if moved and user is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user, user)


def _works(name):
    return not refusal(name)


def refusal(name: str) -> str:
    """Why a tier does not start here, in its tools' own words; empty when it does."""
    if name == "bwrap" and users.is_bare_root():
        return "root sans CAP_SYS_ADMIN : la prison aurait l'identité du root de la machine"
    for program in PROGRAMS[name]:
        if not shutil.which(program):
            return f"{program} : commande introuvable"
    try:
        with refused_calls(name) as refused:
            done = subprocess.run(
                wrap(name, PROBE, Path("/nonexistent"), refused),
                pass_fds=() if refused is None else (refused,),
                capture_output=True,
                text=True,
                errors="replace",
                timeout=PROBE_SECONDS,
                check=False,
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0 and done.stdout.strip() == "ok":
        return ""
    said = done.stderr.strip().splitlines() or [f"code de sortie {done.returncode}"]
    return said[-1][:MAX_WORDS]


# --- bubblewrap ---------------------------------------------------------------------------------


def _bubblewrap(folder, refused, info):
    options = ["bwrap", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if users.is_root():  # root builds the mounts, `_unprivileged` leaves it before Python starts
        options += [f"--unshare-{name}" for name in ("ipc", "pid", "net", "uts", "cgroup-try")]
        options += [
            "--cap-add",
            "CAP_SETUID",
            "--cap-add",
            "CAP_SETGID",
            "--cap-add",
            "CAP_SETPCAP",
        ]
    else:
        options += ["--unshare-all", "--unshare-user", "--disable-userns"]
        options += ["--uid", str(INSIDE), "--gid", str(INSIDE)]  # not 0, where the grader's is
    options += _system_mounts()
    options += _writable("/tmp")  # before Python's folders, which may stand in it
    for path in _python_paths():
        options += [*_parents(path), "--ro-bind", str(path), str(path)]
    for path in hidden_paths():
        options += ["--perms", "0755", "--tmpfs", str(path)]
    options += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    for path in (WORK, SOCKETS, "/dev/shm"):
        options += _writable(path)
    connection = folder / "kernel.json"
    if connection.exists():
        options += ["--ro-bind", str(connection), CONNECTION]
    if refused is not None:
        options += ["--seccomp", str(refused)]
    if info is not None:
        options += ["--info-fd", str(info)]
    return [*options, "--chdir", WORK, "--remount-ro", "/"]


def _writable(path):
    return ["--size", str(WORK_BYTES), "--perms", "1777", "--tmpfs", path]


def _system_mounts():
    options = ["--ro-bind", "/usr", "/usr"]
    for name in ("/bin", "/lib", "/lib32", "/lib64", "/sbin"):
        path = Path(name)
        if path.is_symlink():
            options += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            options += ["--ro-bind", name, name]
    own = Path(__file__).with_name("fonts.conf")
    options += [*_parents(FONTS), "--ro-bind", str(own), str(FONTS)]
    return [*options, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]


def _parents(path):
    """The folders above a mount, readable by the unprivileged user inside."""
    options = []
    for parent in reversed(path.parents[:-1]):
        options += ["--perms", "0755", "--dir", str(parent)]
    return options


def _unprivileged():
    """When the grader may change its user: another, whose number nobody on the host has."""
    if not users.can_change():
        return []
    user = str(users.spare())
    drop = ["--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs"]
    return ["setpriv", *drop, "--bounding-set=-all", "--inh-caps=-all"]


@functools.cache
def _other_user():
    """Without walls, another user is left, where Python runs under one; nothing elsewhere.

    A container's root would otherwise be the student's: their code could write the marks.
    """
    drop = _unprivileged()
    if not (drop and shutil.which(drop[0])):
        return []
    try:
        done = subprocess.run(
            [*drop, *PROBE], capture_output=True, timeout=PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return drop if done.returncode == 0 else []


def _closed():
    """A second jail in root's one, which alone can forbid further user namespaces."""
    if not users.is_root():
        return []
    same = ["--dev-bind", "/", "/", "--chdir", WORK]
    return ["bwrap", "--unshare-user", "--disable-userns", "--cap-drop", "ALL", *same, "--"]


def _limited(name):
    return ["prlimit", *(f"--{kind}={value}" for kind, value in limits(name).items())]


def limits(name: str) -> dict[str, int]:
    """The limits of each of the student's processes, by the names that prlimit gives them."""
    return {
        "as": MEMORY,
        "data": DATA,
        "fsize": FILE_BYTES,
        "nofile": OPEN_FILES,
        "nproc": _tasks(name),
        "core": 0,
    }


def _tasks(name):
    """How many tasks to allow: Linux counts those that the same user already has, where it does.

    Since Linux 5.14 a jail's user namespace has a count of its own.
    """
    apart = name == "bwrap" and users.kernel() >= (5, 14)
    return PROCESSES if apart or users.can_change() else PROCESSES + users.tasks()


# --- what the student's process may read --------------------------------------------------------


def _python_paths():
    """The interpreter's folders and those of its packages, outside of /usr."""
    folders = {
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(sys.executable).resolve().parent.parent,
    }
    folders |= {Path(entry) for entry in sys.path if entry.endswith("-packages")}
    folders = {folder for folder in folders if folder.is_dir() and not _under(folder, Path("/usr"))}
    return sorted(f for f in folders if not any(_under(f, other) for other in folders - {f}))


def hidden_paths() -> list[Path]:
    """What lies in those folders and must not be seen: the project itself, however installed."""
    visible = [Path("/usr"), *_python_paths()]
    candidates = {ROOT, *(Path(spec.origin).parent for spec in map(_spec, PRIVATE) if spec)}
    return sorted(p for p in candidates if any(_under(p, v) and p != v for v in visible))


def _visible_paths():
    """The same for Landlock, which cannot hide a folder inside of an allowed one."""
    system = [Path(path) for path in LANDLOCK_READABLE]
    packages = Path(sysconfig.get_paths()["purelib"])
    if not any(_under(path, packages) for path in hidden_paths()):
        return [*system, *_python_paths()]
    own = [path for path in packages.iterdir() if path not in hidden_paths()]
    folders = [p for p in _python_paths() if not _under(packages, p)]
    stdlib = [Path(sys.executable).parent, Path(sys.base_prefix)]
    return [*system, *folders, *stdlib, *own]


def _spec(name):
    return importlib.util.find_spec(name)


def _under(path, folder):
    return path == folder or folder in path.parents
