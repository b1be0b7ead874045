"""The groups of graders that were killed are swept, and only those."""

import os
import subprocess

from autograder.student import cgroup, process


def test_only_the_empty_groups_of_dead_graders_are_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(cgroup, "_parents", lambda: ((tmp_path, "memory.max"),))
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


def test_a_group_bears_the_number_of_its_grader(tmp_path, monkeypatch):
    monkeypatch.setattr(cgroup, "_parents", lambda: ((tmp_path, "memory.max"),))
    group = cgroup.MemoryGroup.create("12", 2**30)
    assert group.folder == tmp_path / f"autograder-{os.getpid()}-12"
    assert (group.folder / "memory.max").read_text() == str(2**30)
