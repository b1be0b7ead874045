"""Measure the rules written by hand, the random policy, and the weights (0, 0, 1, 0.5) of phi.

    python calibration/by_hand.py

Each is played on the start states of seeds 0 to 199.
"""

import numpy as np
import recorded_measures
from cartpoles import greedy_returns, play, returns, start_states
from representations import signed_state

NAME = "by_hand"
SEEDS = range(200)
# A rule pushes to the right when theta · s > 0: it is the greedy policy of these weights.
RULES = {
    "angle": (0, 0, 1, 0),
    "angular_velocity": (0, 0, 0, 1),
    "angle_and_half_velocity": (0, 0, 1, 0.5),
}


def main() -> None:
    played = greedy_returns(signed_state, np.array(list(RULES.values())), SEEDS)
    measured = dict(zip(RULES, played.tolist(), strict=True))
    generator = np.random.default_rng(0)
    at_random = play(lambda states: generator.integers(2, size=len(states)), start_states(SEEDS))
    measured["random"] = returns(at_random).tolist()
    command = "python calibration/by_hand.py"
    recorded_measures.write(NAME, command, {"seeds": [SEEDS[0], SEEDS[-1]], "returns": measured})


if __name__ == "__main__":
    main()
