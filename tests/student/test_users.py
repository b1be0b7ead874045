"""Which user the student's process gets, on machines that number users otherwise."""

import os
import subprocess
import sys
import threading

import pytest

from autograder.student import sandbox, users

EVERY_RIGHT = "CapEff:\t000001ffffffffff\n"
DOCKER_RIGHTS = "CapEff:\t00000000a80425fb\n"  # no CAP_SYS_ADMIN
WHOLE = "0 0 4294967295\n"
PODMAN = "0 1000 1\n1 100000 65536\n"
ALONE = "0 1000 1\n"


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """Make this process think that it is on another machine."""

    def make(uid, numbers, rights):
        (tmp_path / "numeros").write_text(numbers)
        (tmp_path / "etat").write_text(rights)
        monkeypatch.setattr(users, "NUMBERS", tmp_path / "numeros")
        monkeypatch.setattr(users, "STATUS", tmp_path / "etat")
        monkeypatch.setattr(os, "geteuid", lambda: uid)
        for cached in (users.can_change, users.spare):
            cached.cache_clear()

    yield make
    for cached in (users.can_change, users.spare):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("uid", "numbers", "rights", "root", "change", "bare"),
    [
        (0, WHOLE, EVERY_RIGHT, True, True, False),
        (0, PODMAN, EVERY_RIGHT, True, True, False),
        (0, ALONE, EVERY_RIGHT, False, False, False),
        (0, WHOLE, DOCKER_RIGHTS, False, True, True),
        (1000, WHOLE, "CapEff:\t0000000000000000\n", False, False, False),
    ],
)
def test_who_may_do_what(machine, uid, numbers, rights, root, change, bare):
    machine(uid, numbers, rights)
    assert (users.is_root(), users.can_change(), users.is_bare_root()) == (root, change, bare)
    jail = sandbox.wrap("bwrap", ["python"], sandbox.Path("/nulle/part"))
    assert ("--unshare-user" in jail[: jail.index("--")]) == (not root)
    assert ("setpriv" in jail) == root
    assert ("--uid" in jail) == (not root)


def test_the_number_exists_and_is_nobodys(machine):
    machine(0, WHOLE, EVERY_RIGHT)
    assert users.spare() == users.FIRST + os.getpid()
    machine(0, PODMAN, EVERY_RIGHT)
    assert 60_000 < users.spare() <= 65_536
    assert not users._is_known(users.spare())
    machine(0, ALONE, EVERY_RIGHT)
    assert users.spare() is None


def test_a_root_that_would_stay_root_is_no_jailer(machine):
    machine(0, WHOLE, DOCKER_RIGHTS)
    assert "CAP_SYS_ADMIN" in sandbox.refusal("bwrap")


def allowed(tier):
    (option,) = [word for word in sandbox._limited(tier) if word.startswith("--nproc=")]
    return int(option.removeprefix("--nproc="))


def test_the_other_tasks_of_an_ordinary_user_do_not_count(machine, monkeypatch):
    machine(1000, WHOLE, "CapEff:\t0\n")
    monkeypatch.setattr(users, "tasks", lambda: 900)
    monkeypatch.setattr(users, "kernel", lambda: (6, 8))
    assert allowed("bwrap") == sandbox.PROCESSES  # a jail has a count of its own
    assert allowed("landlock") == sandbox.PROCESSES + 900
    monkeypatch.setattr(users, "kernel", lambda: (5, 10))
    assert allowed("bwrap") == sandbox.PROCESSES + 900
    machine(0, WHOLE, EVERY_RIGHT)
    assert allowed("landlock") == sandbox.PROCESSES


def test_tasks_counts_threads_and_processes():
    before = users.tasks()
    stop = threading.Event()
    threads = [threading.Thread(target=stop.wait) for _ in range(20)]
    for thread in threads:
        thread.start()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        after = users.tasks()
        other.communicate(b"\n")
    stop.set()
    assert after - before >= 15  # others of this machine come and go
