"""What one submission may use: one object, given to all that grades it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds, and bytes, of one submission; by default what the course grants (`USUAL`)."""

    # The process.
    start: float = 60.0
    grace: float = 2.0  # between an interrupt and the end of the process

    # The notebook's cells.
    cell: float = 10.0
    cell_after_hang: float = 2.0  # the cells that follow often call the same function
    answer: float = 2.0  # given to an answer when the notebook has used up its time
    notebook: float = 45.0  # for all the cells together

    # The hidden tests.
    call: float = 10.0
    calls_after_hang: float = 2.0  # all the calls of its exercise that follow
    stand_in_call_after_hang: float = 5.0  # one that has other functions than those which hung
    training: float = 20.0  # one run of a training function, where the test asks for no other
    exercise: float = 30.0  # all the calls of an exercise's tests
    longest_exercise: float = 180.0  # the most that an exercise may declare that it needs
    hidden: float = 900.0  # all the calls of a copy, and the new starts of what they stop

    # Sizes.
    cell_kept_bytes: int = 2**20  # of a cell's outputs, in the graded notebook
    notebook_kept_bytes: int = 4 * 2**20
    output_bytes: int = 2**23  # printed by one piece of code before it is stopped
    message_bytes: int = 2**24
    message_items: int = 10**6  # of a message's JSON, so that a small text is not a huge value


USUAL = Limits()
