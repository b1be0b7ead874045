"""Workers have a bounded memory, go on after a task that asked for more, and leave when told to."""

import contextlib
import multiprocessing
import signal
import sys
import time

import psutil
import pytest

from autograder import workers


@pytest.mark.skipif(sys.platform != "linux", reason="la borne est celle du noyau Linux")
def test_a_worker_refuses_too_much_memory_and_goes_on():
    with workers.pool(1) as executor:
        with pytest.raises(MemoryError):
            executor.submit(bytearray, 2 * workers.MEMORY).result()
        assert executor.submit(len, bytearray(10)).result() == 10


@pytest.mark.slow
def test_a_pool_that_is_left_waits_neither_for_what_runs_nor_for_what_is_to_come():
    """A Ctrl-C: each of these would sleep for longer than the others of this test together."""
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), workers.pool(1) as executor:
        assert executor.submit(len, "pret").result() == 4
        waiting = [executor.submit(time.sleep, 600) for _ in range(5)]
        while not waiting[0].running():
            time.sleep(0.01)
        raise KeyboardInterrupt
    for process in multiprocessing.active_children():
        process.join(300)
    assert multiprocessing.active_children() == []
    assert time.monotonic() - begun < 500


def test_what_must_be_whole_is_finished_before_a_ctrl_c_is_felt():
    done = []
    with pytest.raises(KeyboardInterrupt), workers.undisturbed():
        signal.raise_signal(signal.SIGINT)
        done.append("tout")
    assert done == ["tout"]
    with pytest.raises(KeyboardInterrupt):  # as it was before
        signal.raise_signal(signal.SIGINT)


@pytest.mark.slow
@pytest.mark.parametrize("swallows", [False, True])
def test_what_should_be_whole_and_takes_too_long_is_cut(swallows):
    """As nbgrader's own, which takes whatever comes for an error of the copy."""
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), workers.undisturbed():
        signal.raise_signal(signal.SIGINT)
        if swallows:
            with contextlib.suppress(BaseException):
                time.sleep(60)
        else:
            time.sleep(60)
    assert time.monotonic() - begun < 30
    time.sleep(2 * workers.PATIENCE)  # no other one is to come


def stubborn(path):
    """Does not leave when it is told to."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    path.touch()
    time.sleep(600)


@pytest.mark.slow
def test_a_process_that_does_not_leave_is_killed_and_gone(tmp_path):
    executor = workers.pool(1)
    executor.submit(stubborn, tmp_path / "debut")
    while not (tmp_path / "debut").exists():
        time.sleep(0.01)
    (process,) = multiprocessing.active_children()
    workers.stop(executor)
    assert not psutil.pid_exists(process.pid)  # nor waits to be buried: its folder may be swept
