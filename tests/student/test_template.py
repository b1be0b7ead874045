"""Kernels that are born of a template: as walled as the others, and strangers to one another."""

import os
import time
from pathlib import Path

import psutil
import pytest

from autograder.paths import ROOT
from autograder.student import birth, sandbox, template, users
from autograder.student.process import StudentProcess

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sandbox.tier() != "bwrap", reason="les noyaux naissent dans bubblewrap"),
]
DRAWS = "__import__('random').random(), __import__('numpy').random.random()"
LOOK = """
import gc, os, sys
def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return ""
own = "/proc/self"
texts = [open(f"{own}/{name}").read() for name in ("cmdline", "environ", "maps")]
names = []
for frame in sys._current_frames().values():
    while frame:
        names.append(frame.f_code.co_filename)
        frame = frame.f_back
open_files = [link(f"{own}/fd/{number}") for number in os.listdir(f"{own}/fd")]
print([*texts, *names, *sys.path, *open_files])
"""
ORDERS = """
import os, socket, sys
found = {}
for frame in sys._current_frames().values():
    while frame:
        found |= {n: v for n, v in frame.f_globals.items() if isinstance(v, socket.socket)}
        frame = frame.f_back
for name, one in found.items():
    try:
        one.send(b"{}")
        print("ordre")
    except OSError:
        print(name, "fermé")
for other in (os.getppid(), 1, 2):
    try:
        print(bool(os.readlink(f"/proc/{other}/exe")), open(f"/proc/{other}/environ").read())
    except OSError:
        print("rien")
"""


@pytest.fixture
def born():
    """A kernel of the template's, and the template."""
    with StudentProcess() as process:
        yield process, *template._kept.values()


def text(process, code):
    execution = process.run(code, 20)
    assert execution.status == "ok", execution.outputs
    return "".join(output.get("text", "") for output in execution.outputs)


def is_born(process):
    """Whether the kernel is no child of its jail's: it came from outside, and entered it."""
    jail = process._manager.provisioner.inner
    kernel = process._manager.provisioner.kernel_process()
    return kernel not in jail.children(recursive=True)


def test_a_kernel_has_the_walls_of_its_jail_and_of_no_other(born):
    first, origin = born
    with StudentProcess() as second:
        assert is_born(first) and is_born(second)
        numbers = [p._manager.provisioner.kernel_process().pid for p in (first, second)]
        spaces = [
            {name: os.readlink(f"/proc/{number}/ns/{name}") for name in template.NAMESPACES}
            for number in (*numbers, origin.pid)
        ]
        for name in ("mnt", "pid", "net", "ipc", "uts", "user"):
            assert len({space[name] for space in spaces}) == 3, name
        for number in numbers:
            status = Path(f"/proc/{number}/status").read_text()
            assert "CapEff:\t0000000000000000" in status and "CapBnd:\t0000000000000000" in status
            assert "NoNewPrivs:\t1" in status and "Seccomp:\t2" in status


def test_two_kernels_share_nothing(born):
    first, _ = born
    listing = "import os\nprint([os.listdir(p) for p in ('/tmp', '/dev/shm')])"
    fresh = text(first, listing)  # where the project stands in /tmp, its libraries are seen there
    text(first, "import numpy\nnumpy.pi = 3\nopen('/travail/a', 'w').write('x')")
    text(first, "open('/tmp/a', 'w').write('x'); open('/dev/shm/a', 'w').write('x')")
    with StudentProcess() as second:
        assert text(second, "import numpy\nprint(numpy.pi > 3.14)") == "True\n"
        assert text(second, listing) == fresh and "'a'" not in fresh
        assert "'a'" not in text(second, "print(os.listdir('/travail'))")
        drawn = [text(process, f"print({DRAWS})").split() for process in (first, second)]
        assert not set(drawn[0]) & set(drawn[1])
        visible = "print([n for n in os.listdir('/proc') if n.isdigit()])"
        assert len(eval(text(second, visible))) <= 5


def test_a_kernel_sees_nothing_of_the_project_nor_of_the_templates_descriptors(born):
    process, origin = born
    seen = text(process, LOOK)
    assert "autograder/" not in seen.replace("__editable__", "")
    assert str(ROOT / "autograder") not in seen
    ours = Path(f"/proc/{origin.pid}/fd")
    sockets = {os.readlink(one) for one in ours.iterdir()} - {"/dev/null"}
    assert sockets and not [one for one in sockets if one in seen]


def test_a_kernel_gives_the_template_no_order(born):
    process, origin = born
    said = text(process, ORDERS)
    assert "channel fermé" in said and "ordre" not in said
    assert "autograder" not in said
    process.run("import os, signal\nos.kill(-1, signal.SIGKILL)", 20)
    assert origin.alive
    with StudentProcess() as other:
        assert is_born(other)


def test_the_end_of_a_kernel_is_known_at_once_and_leaves_nothing(born):
    process, origin = born
    jail = process._manager.provisioner.inner
    begun = time.monotonic()
    assert process.run("import os; os._exit(1)", 20).status == "dead"
    assert time.monotonic() - begun < 10
    jail.wait(5)
    process._manager.interrupt_kernel()  # as its shutdown does
    process.close()
    end = time.monotonic() + 5
    while psutil.Process(origin.pid).children() and time.monotonic() < end:
        time.sleep(0.05)
    assert psutil.Process(origin.pid).children() == []


def test_the_end_of_the_template_ends_its_kernels_and_another_one_is_made(born):
    process, origin = born
    kernel = process._manager.provisioner.kernel_process()
    psutil.Process(origin.pid).kill()
    kernel.wait(5)
    with StudentProcess() as other:
        assert is_born(other) and text(other, "print(1)") == "1\n"
    assert template._kept[()] is not origin


@pytest.mark.parametrize(
    "kept", ["restrict()", "resource.set", "os.setresuid", "_succeeded(libc.c"]
)
def test_a_kernel_that_keeps_a_right_is_refused_and_started_as_any_program(monkeypatch, kept):
    if "setresuid" in kept and not users.is_root():
        pytest.skip("le noyau d'un utilisateur ordinaire n'en change pas")
    whole = template._program(())
    lines = [line for line in whole.splitlines() if line.strip().startswith(kept)]
    weakened = whole.replace(lines[0], lines[0].replace(lines[0].strip(), "pass"))
    assert len(lines) == 1 and weakened != whole
    monkeypatch.setattr(template, "_program", lambda modules: weakened)
    template.forget()
    try:
        with StudentProcess() as process:
            assert not is_born(process)
            assert text(process, "print(1)") == "1\n"
        assert template.of((), {}) is None
    finally:
        template.forget()


def test_a_library_is_there_from_the_birth_and_its_absence_is_no_matter():
    modules = ["gymnasium", "inconnue_de_tous"]
    with StudentProcess(modules=modules) as process:
        assert is_born(process)
        assert text(process, "import sys\nprint('gymnasium' in sys.modules)") == "True\n"
        assert process.run("import inconnue_de_tous", 20).status == "error"
    assert list(template._kept) == [tuple(modules)]  # one at a time
    template.forget()


def test_a_kernel_outlives_the_template_of_others(born):
    first, origin = born
    text(first, "a = 1")
    with StudentProcess(modules=["gymnasium"]) as second:
        assert is_born(second)
        assert text(first, "print(a)") == "1\n"
        assert origin.alive
    with StudentProcess(modules=["gymnasium"]):
        assert text(first, "print(a)") == "1\n"
    first.close()
    with StudentProcess(modules=["psutil"]) as third:
        assert is_born(third)
        assert not origin.alive  # nobody needed it
    template.forget()


def test_a_kernel_whose_jail_is_left_empty_is_known_to_have_ended(born):
    process, origin = born
    (watcher,) = psutil.Process(origin.pid).children()
    watcher.kill()  # as its end would be if the machine lacked memory
    begun = time.monotonic()
    assert process.run("while True: pass", 30).status == "dead"
    assert time.monotonic() - begun < 10


def test_the_template_has_no_thread_when_it_forks(born):
    _, origin = born
    assert psutil.Process(origin.pid).num_threads() == 1


def test_the_generators_are_seeded_anew():
    import random

    random.seed(1)
    state = random.getstate()
    birth._seed()
    assert random.getstate() != state
