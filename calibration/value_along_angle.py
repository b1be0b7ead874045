"""Measure the values of the two actions along the pole's angle, and what phi makes of them.

    python calibration/value_along_angle.py

The pole is released at rest, at the track's centre, and everything after the first action is
played at random: 4000 episodes a point. The weights are those of 20 seeds of representations.py,
fitted on the returns observed.
"""

import numpy as np
import recorded_measures
from cartpoles import play
from representations import GAMMA, fit, random_transitions, signed_state

NAME = "value_along_angle"
ANGLES = np.linspace(-0.2, 0.2, 41)  # rad; an episode ends beyond 0.2095
EPISODES, SEEDS = 4000, range(20)


def value(angle: float, action: int) -> float:
    """The mean discounted return of an action from a pole at rest, then at random."""
    generator = np.random.default_rng(0)
    first = iter([np.full(EPISODES, action)])
    start = np.tile([0.0, 0.0, angle, 0.0], (EPISODES, 1))
    steps = play(lambda states: next(first, generator.integers(2, size=len(states))), start)
    lengths = np.sum([step.playing for step in steps], axis=0)
    return round(float(np.mean((1 - GAMMA**lengths) / (1 - GAMMA))), 3)


def main() -> None:
    values = {str(action): [value(angle, action) for angle in ANGLES] for action in (0, 1)}
    thetas = [fit(signed_state, random_transitions(seed), "observed") for seed in SEEDS]
    measured = {
        "seeds": [SEEDS[0], SEEDS[-1]],
        "angles": ANGLES.round(3).tolist(),
        "values": values,
        "thetas": np.round(thetas, 4).tolist(),
    }
    recorded_measures.write(NAME, "python calibration/value_along_angle.py", measured)


if __name__ == "__main__":
    main()
