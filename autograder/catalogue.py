"""What there is to grade: the assignments and their exercises, in the notebooks' order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Assignment:
    """An assignment has one notebook of the same name.

    `exercises` are graded by hidden tests; `manual` are the written questions graded by hand.
    """

    name: str
    exercises: tuple[str, ...]
    manual: tuple[str, ...] = ()


ASSIGNMENTS = {
    assignment.name: assignment
    for assignment in (
        Assignment(
            name="q_lineaire",
            exercises=(
                "phi",
                "linear_fa",
                "get_targets",
                "update_theta",
                "epsilon_greedy_policy",
                "ReplayBuffer",
                "batch_linear_q",
            ),
            manual=("question_1",),
        ),
        Assignment(name="dqn", exercises=("dqn_loss", "deep_q_learning")),
    )
}
