"""The groups of graders that were killed are swept, and only those."""

import os
import subprocess
import time

import psutil
import pytest

from autograder.student import cgroup, process


def places(parent):
    """Both limits in one group, as in version 2."""
    return lambda memory: {
        "memory": ((parent, "memory.max", str(memory)),),
        "cpu": ((parent, "cpu.max", "100000 100000"),),
    }


def test_only_the_empty_groups_of_dead_graders_are_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(cgroup, "_places", places(tmp_path))
    ended = subprocess.Popen(["true"])
    ended.wait()
    names = [
        f"autograder-{ended.pid}-12",
        f"autograder-{ended.pid}-13/pas-vide",
        f"autograder-{os.getpid()}-14",
        f"autograder-{os.getppid()}-15",
        "autograder-x-16",
        "autre-1-17",
    ]
    for name in names:
        (tmp_path / name).mkdir(parents=True)
    process.sweep()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {name.split("/")[0] for name in names[1:]}


def test_the_groups_bear_the_number_of_their_grader_and_bound_memory_and_processor(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(cgroup, "_places", places(tmp_path))
    groups = cgroup.Groups.create("12", 2**30)
    folder = tmp_path / f"autograder-{os.getpid()}-12"
    assert (groups.folders, groups.bounded) == ([folder], ["memory", "cpu"])
    assert (folder / "memory.max").read_text() == str(2**30)
    assert (folder / "cpu.max").read_text() == "100000 100000"


def test_where_groups_are_not_ours_nothing_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(cgroup, "_places", places(tmp_path / "absent"))
    groups = cgroup.Groups.create("12", 2**30)
    assert groups.bounded == groups.folders == []
    groups.add([])
    groups.remove()


HOGS = "\n".join(
    [
        "import os, time",
        "for _ in range(6):",
        "    if os.fork() == 0:",
        "        os.setsid()",
        "        end = time.monotonic() + 4",
        "        while time.monotonic() < end: pass",
        "        os._exit(0)",
    ]
)


def computed(groups):
    """The seconds that the processes of a jail have computed for."""
    numbers = (groups.folders[-1] / "cgroup.procs").read_text().split()
    return sum(sum(psutil.Process(int(number)).cpu_times()[:2]) for number in numbers)


@pytest.mark.slow
def test_a_copy_with_many_processes_has_one_core():
    """Six spinners, each in a session of its own, take together what one would."""
    with process.StudentProcess() as student:
        groups = student._manager.provisioner.groups
        if groups is None or "cpu" not in groups.bounded:
            pytest.skip("les groupes de contrôle du processeur ne sont pas accessibles")
        assert student.run(HOGS, 10).status == "ok"
        before, start = computed(groups), time.monotonic()
        time.sleep(2)
        used, elapsed = computed(groups) - before, time.monotonic() - start
        numbers = (groups.folders[-1] / "cgroup.procs").read_text().split()
        assert len(numbers) >= 7  # the kernel and the six, none of which escaped
        assert used < 1.2 * elapsed + 0.2
