"""The kernel's calls that no notebook needs are refused, and those that it needs are not."""

import errno
import json
import platform
import struct
import subprocess
import sys

import pytest

from autograder.student import sandbox, seccomp
from autograder.student.process import StudentProcess

pytestmark = pytest.mark.skipif(
    seccomp.program() is None, reason="pas de filtre connu pour cette machine"
)
COLUMN = seccomp.MACHINES.get(platform.machine(), (0,))[0]
NUMBERS = {name: numbers[COLUMN] for name, numbers in seccomp.REFUSED.items()}
# Asynchronous sockets to the machine beneath (40), the kernel's cryptography (38), raw packets…
FAMILIES = (15, 17, 21, 29, 30, 31, 38, 40, 44)
TRY = f"""
import ctypes, json, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
def tried(number, *arguments):
    ctypes.set_errno(0)
    return libc.syscall(number, *arguments, 0, 0, 0, 0), ctypes.get_errno()
found = {{name: tried(number, -1, -1) for name, number in {NUMBERS}.items()}}
def opened(family):
    try:
        socket.socket(family, socket.SOCK_STREAM).close()
        return 0
    except OSError as error:
        return error.errno
families = {{family: opened(family) for family in {FAMILIES}}}
pair = [one.close() for one in socket.socketpair()]
print(json.dumps([found, families, opened(socket.AF_UNIX), opened(socket.AF_INET)]))
"""


def read(text):
    calls, families, unix, internet = json.loads(text)
    assert {name: tuple(one) for name, one in calls.items()} == dict.fromkeys(
        NUMBERS, (-1, errno.EPERM)
    )
    assert set(families.values()) == {errno.EPERM}
    assert unix == internet == 0


def test_a_jail_refuses_them():
    assert sandbox.tier() == "bwrap", "« make setup » installe bubblewrap"
    with StudentProcess() as process:
        read(process.run(TRY, 20).outputs[0]["text"])
        status = process.run("print(open('/proc/self/status').read())", 5).outputs[0]["text"]
    assert "Seccomp:\t2" in status


def test_a_process_that_restricts_itself_refuses_them():
    """What landlock.py does, which only some kernels let it do whole."""
    script = (
        "import ctypes, runpy\n"
        f"names = runpy.run_path({seccomp.__file__!r})\n"
        "assert not ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)\n"
        f"names['restrict']()\nexec({TRY!r})"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    read(done.stdout)


HELD = """
import ctypes, errno, json, os
libc = ctypes.CDLL(None, use_errno=True)
try:
    os.close(os.memfd_create("x"))
    file = 0
except OSError as error:
    file = error.errno
shared = libc.shmget(0, 2**20, 0o1600)
print(json.dumps([file, shared, ctypes.get_errno()]))
"""


def test_no_memory_is_held_that_no_limit_of_a_process_counts():
    """A process maps some, fills it and lets it go: with 256 open files, it could keep 16 GiB."""
    with StudentProcess() as process:
        text = process.run(HELD, 20).outputs[0]["text"]
    assert json.loads(text) == [errno.EPERM, -1, errno.EPERM]


def outcome(code, architecture, number, argument=0):
    """What the filter says of a call, by the rules of the kernel's machine."""
    data = {0: number, 4: architecture, 16: argument}
    value, place = 0, 0
    while True:
        operation, true, false, operand = struct.unpack_from("=HBBI", code, 8 * place)
        place += 1
        if operation == seccomp.LOAD:
            value = data[operand]
        elif operation == seccomp.RETURN:
            return operand
        else:
            holds = value == operand if operation == seccomp.EQUAL else value >= operand
            place += true if holds else false


@pytest.mark.parametrize("machine", sorted(seccomp.MACHINES))
def test_the_filter_of_each_machine(machine, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: machine)
    column, architecture = seccomp.MACHINES[machine]
    code = seccomp.program()
    refused = {numbers[column] for numbers in seccomp.REFUSED.values()}
    sockets = {numbers[column] for numbers in seccomp.SOCKETS.values()}
    assert len(refused) == len(seccomp.REFUSED) and not refused & sockets
    for number in range(500):
        for family in range(50):
            said = outcome(code, architecture, number, family)
            bad = number in refused or (number in sockets and family not in seccomp.FAMILIES)
            assert said == (seccomp.REFUSE if bad else seccomp.ALLOW), (number, family)
    assert outcome(code, architecture, seccomp.OTHER_NUMBERS + 1) == seccomp.REFUSE
    assert outcome(code, 0x40000003, 1) == seccomp.REFUSE  # the calls of 32-bit x86


def test_a_machine_that_is_not_known_has_no_filter(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert seccomp.program() is None
    with sandbox.refused_calls("bwrap") as refused:
        assert refused is None
    assert "--seccomp" not in sandbox.wrap("bwrap", ["python"], sandbox.Path("/nulle/part"))
