"""Files that are written whole leave nothing of those that were not."""

import os
import time

from autograder.text import LEFT_SECONDS, write_whole


def test_what_a_killed_process_had_begun_is_removed_and_nothing_else(tmp_path):
    long_ago = time.time() - LEFT_SECONDS - 60
    for name in ("0123456789abcdef.new", "fedcba9876543210.new", "notes.new", "a.json"):
        (tmp_path / name).write_text("x")
        if not name.startswith("f"):
            os.utime(tmp_path / name, (long_ago, long_ago))
    write_whole(tmp_path / "b.json", "tout")
    assert (tmp_path / "b.json").read_text() == "tout"
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"fedcba9876543210.new", "notes.new", "a.json", "b.json"}
