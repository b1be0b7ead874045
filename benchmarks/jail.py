"""What the sandbox costs: the same submission's cells, in the jail and in a plain process."""

import statistics
import time
from unittest import mock

from autograder.student import sandbox
from autograder.student.process import StudentProcess

RUNS = 7
CODE = "import gymnasium, numpy; environment = gymnasium.make('CartPole-v1')"


def seconds(tier: str) -> float:
    """Start a student's process on this tier, run a cell in it, end it."""
    start = time.perf_counter()
    with mock.patch.object(sandbox, "tier", lambda: tier), StudentProcess() as process:
        assert process.run(CODE, 60).status == "ok"
    return time.perf_counter() - start


def main() -> None:
    best = sandbox.tier()
    pairs = [(seconds(best), seconds("none")) for _ in range(RUNS + 1)][1:]  # one warm-up
    jailed, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{best} : {jailed:.3f} s ; processus simple : {plain:.3f} s (médianes de {RUNS})")
    print(f"rapport médian {ratio:.2f} ; coût {1000 * (jailed - plain):+.0f} ms par copie")


if __name__ == "__main__":
    main()
