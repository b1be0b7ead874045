"""The walls around the student's process, tier by tier."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.paths import ROOT, SOLUTIONS
from autograder.student import landlock, sandbox, users
from autograder.student.process import StudentProcess

SYSTEM_PYTHON = Path("/usr/bin/python3")


@pytest.fixture(scope="module")
def jail():
    assert sandbox.tier() == "bwrap", "« make setup » installe bubblewrap"
    with StudentProcess() as process:
        yield process


def answer(process, expression):
    """What an expression is worth inside, as text; None when it raises."""
    execution = process.run(f"import os, pathlib\nprint({expression}, end='')", 20)
    return (
        "".join(o.get("text", "") for o in execution.outputs) if execution.status == "ok" else None
    )


def test_the_project_and_the_host_cannot_be_read(jail):
    for path in (SOLUTIONS / "phi.py", ROOT / "README.md", Path.home() / ".bashrc", "/etc/passwd"):
        assert answer(jail, f"open({str(path)!r}).read()") is None
    assert answer(jail, "__import__('autograder')") is None
    assert answer(jail, "__import__('solutions')") is None
    assert answer(jail, "__import__('numpy').ones(1).sum()") == "1.0"


def test_only_the_work_folder_can_be_written(jail):
    assert answer(jail, "open('/travail/a', 'w').write('x')") == "1"
    for path in (sys.prefix + "/trace", "/usr/trace", "/trace", "/dev/trace"):
        assert answer(jail, f"open({path!r}, 'w').write('x')") is None
    assert answer(jail, f"open('/travail/b', 'wb').write(bytes({2 * sandbox.WORK_BYTES}))") is None


@pytest.mark.skipif(not shutil.which("fc-list"), reason="matplotlib n'appelle que ce programme")
def test_looking_for_fonts_says_nothing_to_the_student(jail):
    execution = jail.run("import matplotlib.font_manager, subprocess", 60)
    assert (execution.status, execution.outputs) == ("ok", [])
    assert answer(jail, "subprocess.run(['fc-list'], capture_output=True).stderr") == "b''"


def test_nobody_inside_is_root_on_the_host_or_may_become_it(jail):
    status = answer(jail, "open('/proc/self/status').read()")
    assert "CapEff:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status
    assert answer(jail, "os.getuid()") != "0"
    assert answer(jail, "os.setuid(0)") is None
    nested = "__import__('subprocess').run(['unshare', '--user', 'true']).returncode"
    assert answer(jail, nested) != "0"


def test_there_is_no_network_and_no_other_process(jail):
    assert answer(jail, "os.listdir('/sys/class/net')") is None
    connect = "__import__('socket').create_connection(('127.0.0.1', 22), timeout=2)"
    assert answer(jail, connect) is None
    pids = answer(jail, "[p for p in os.listdir('/proc') if p.isdigit()]")
    assert str(os.getpid()) not in pids or os.getpid() < 100


def test_limits_hold(jail):
    assert answer(jail, f"len(bytearray({sandbox.MEMORY}))") is None
    files = f"[open('/dev/null') for _ in range({sandbox.OPEN_FILES})]"
    assert answer(jail, files) is None


def test_a_package_installed_in_site_packages_is_hidden(monkeypatch, tmp_path):
    packages = tmp_path / "lib" / "site-packages"
    (packages / "autograder").mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    origin = packages / "autograder" / "__init__.py"
    monkeypatch.setattr(sandbox, "_spec", lambda name: type("Spec", (), {"origin": str(origin)}))
    assert packages / "autograder" in sandbox.hidden_paths()


@pytest.mark.parametrize("tier", ["landlock", "none"])
def test_lower_tiers_warn_loudly_and_can_be_refused(monkeypatch, tier):
    monkeypatch.setattr(sandbox, "_works", lambda name: name == tier)
    sandbox.tier.cache_clear()
    try:
        assert sandbox.tier() == tier
        assert sandbox.warning(tier).startswith("ATTENTION")
        sandbox.tier.cache_clear()
        monkeypatch.setenv(sandbox.REQUIRE, "1")
        with pytest.raises(sandbox.SandboxError, match="bubblewrap"):
            sandbox.tier()
    finally:
        sandbox.tier.cache_clear()


@pytest.fixture
def without_walls():
    """Forgets, before and after, which user the code runs as where there is no jail."""
    sandbox._other_user.cache_clear()
    yield
    sandbox._other_user.cache_clear()


@pytest.mark.skipif(not users.can_change(), reason="il faut être root")
def test_without_walls_the_code_of_a_student_is_not_roots(monkeypatch, tmp_path, without_walls):
    """With a Python that everyone may run; this one may be in /root."""
    monkeypatch.setattr(sandbox, "PROBE", ["/bin/true"])
    file = tmp_path / "kernel.json"
    file.touch()
    sandbox.hand_over("none", tmp_path)
    assert file.stat().st_uid == users.spare() != 0
    command = sandbox.wrap("none", ["/bin/sh", "-c", "id -u; cat /etc/shadow"], tmp_path)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == f"{users.spare()}\n" and done.returncode != 0


def test_a_python_that_only_root_may_run_stays_roots(monkeypatch, tmp_path, without_walls):
    monkeypatch.setattr(sandbox, "PROBE", ["/bin/false"])
    file = tmp_path / "kernel.json"
    file.touch()
    sandbox.hand_over("none", tmp_path)
    assert file.stat().st_uid == os.getuid()
    assert sandbox.wrap("none", ["python"], tmp_path) == ["python"]


def test_a_bwrap_that_does_not_start_is_not_chosen(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    assert not sandbox._works("bwrap")


@pytest.mark.slow
def test_a_long_temporary_folder_has_room_for_a_socket(monkeypatch, tmp_path):
    monkeypatch.setattr(sandbox, "_works", lambda name: name == "none")
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    sandbox.tier.cache_clear()
    try:
        with StudentProcess() as process:
            assert answer(process, "6 * 7") == "42"
    finally:
        sandbox.tier.cache_clear()


@pytest.mark.skipif(not SYSTEM_PYTHON.exists(), reason="pas de Python du système")
def test_landlock_lets_read_and_write_where_it_says_only(tmp_path):
    with tempfile.TemporaryDirectory() as folder:
        secret = tmp_path / "secret.txt"
        secret.write_text("canari")
        script = (
            f"import os\nprint(os.access({str(secret)!r}, os.R_OK))\n"
            f"open({folder + '/a'!r}, 'w').write('x')\n"
            "for path, mode in (({secret!r}, 'r'), ('/tmp/trace', 'w'), ('/etc/passwd', 'r')):\n"
            "    try:\n        open(path, mode)\n        print('ouvert', path)\n"
            "    except PermissionError:\n        print('refusé')\n"
        ).replace("{secret!r}", repr(str(secret)))
        python = [str(SYSTEM_PYTHON), "-I", landlock.__file__, folder, "/usr", "/lib", "/lib64"]
        done = subprocess.run(
            [*python, "--", str(SYSTEM_PYTHON), "-c", script],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout.splitlines()[1:] == ["refusé"] * 3, done.stderr
