"""Workers have a bounded memory, and go on after a task that asked for more."""

import sys

import pytest

from autograder import workers


@pytest.mark.skipif(sys.platform != "linux", reason="la borne est celle du noyau Linux")
def test_a_worker_refuses_too_much_memory_and_goes_on():
    with workers.pool(1) as executor:
        with pytest.raises(MemoryError):
            executor.submit(bytearray, 2 * workers.MEMORY).result()
        assert executor.submit(len, bytearray(10)).result() == 10
