"""The trace of an exception, of which nobody reads the middle when it is long.

That of a recursion without end has thousands of calls, all alike; to look for the source of each
takes longer than the rest of the notebook.
"""

import collections
import types

FRAMES = 20  # kept at either end


def shorten(trace: types.TracebackType | None) -> types.TracebackType | None:
    """Leave out the middle of a long trace; returns it."""
    head = one = trace
    for _ in range(FRAMES - 1):
        head = one = one and one.tb_next
    tail: collections.deque[types.TracebackType] = collections.deque(maxlen=FRAMES)
    while one is not None and one.tb_next is not None:
        one = one.tb_next
        tail.append(one)
    if head is not None and tail:
        head.tb_next = tail[0]
    return trace
