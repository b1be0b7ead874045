"""Measure five representations of (state, action) × three targets, all by least squares.

    python calibration/representations.py [--seeds 200]

One seed is 300 episodes of a policy that plays at random, and a fit on all their transitions.
The targets are the discounted returns that were observed (`observed`), those of the Q-learning
(`bootstrap`: r + gamma max q(s', a'), fitted again 200 times), and those that follow the policy
at random (`expected`: the mean over a' instead of the maximum), which tell the part of the
bootstrap from the part of the maximum.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import recorded_measures
from cartpoles import greedy_returns, play
from rich.progress import track

NAME = "representations"
EPISODES, GAMMA, ITERATIONS = 300, 0.99, 200
JUDGED_ON = range(20)  # the greedy episodes, the ones of `outils.evaluer`
SCALE = np.array([2.4, 2.0, 0.21, 2.0])

Features = Callable[[np.ndarray, np.ndarray], np.ndarray]


def signed_state(states, actions):
    """(n, 4): the state for action 1, its opposite for action 0."""
    return np.where(actions == 1, 1, -1)[:, np.newaxis] * states


def signed_state_and_bias(states, actions):
    """(n, 5): the same, and a constant that both actions share."""
    return np.column_stack([np.ones(len(states)), signed_state(states, actions)])


def quadratic(states):
    """(n, 15): 1, each z_i and each product z_i z_j, where z is the state, scaled."""
    z = states / SCALE
    i, j = np.triu_indices(4)
    return np.column_stack([np.ones(len(states)), z, z[:, i] * z[:, j]])


def symmetric_quadratic(states, actions):
    """(n, 15): the quadratic features of the state for action 1, of its mirror for action 0."""
    return quadratic(signed_state(states, actions))


def one_block_an_action(features):
    """(n, 2 d): the state's features in the block of the action, zeros in the other."""

    def blocks(states, actions):
        of_state, right = features(states), (actions == 1)[:, np.newaxis]
        return np.hstack([of_state * ~right, of_state * right])

    return blocks


def affine(states):
    """(n, 5): a constant and the state."""
    return np.column_stack([np.ones(len(states)), states])


REPRESENTATIONS: dict[str, Features] = {
    "signed": signed_state,
    "signed_bias": signed_state_and_bias,
    "linear_blocks": one_block_an_action(affine),
    "symmetric": symmetric_quadratic,
    "quadratic_blocks": one_block_an_action(quadratic),
}
TARGETS = ("observed", "expected", "bootstrap")


@dataclass(frozen=True)
class Transitions:
    """All that happened in the episodes, one row a transition."""

    states: np.ndarray
    actions: np.ndarray
    next_states: np.ndarray
    terminated: np.ndarray
    returns: np.ndarray  # discounted, from the transition on


def random_transitions(seed: int) -> Transitions:
    """The transitions of 300 episodes played at random, from start states of this seed only."""
    generator = np.random.default_rng(seed)
    start = generator.uniform(-0.05, 0.05, size=(EPISODES, 4))  # the law of CartPole's reset
    steps = play(lambda states: generator.integers(2, size=len(states)), start)
    playing = np.array([step.playing for step in steps])
    following, discounted = np.zeros(EPISODES), []
    for now in playing[::-1]:
        following = np.where(now, 1 + GAMMA * following, 0.0)
        discounted.append(following)
    return Transitions(
        states=np.array([step.states for step in steps])[playing],
        actions=np.array([step.actions for step in steps])[playing],
        next_states=np.array([step.next_states for step in steps])[playing],
        terminated=np.array([step.terminated for step in steps])[playing],
        returns=np.array(discounted[::-1])[playing],
    )


def fit(features: Features, seen: Transitions, target: str) -> np.ndarray:
    """The weights (d,) that least squares give."""
    solve = np.linalg.pinv(features(seen.states, seen.actions))
    if target == "observed":
        return solve @ seen.returns
    actions = np.ones(len(seen.actions), dtype=int)
    left, right = (features(seen.next_states, action * actions) for action in (0, 1))
    value_of = np.maximum if target == "bootstrap" else lambda one, other: (one + other) / 2
    theta = np.zeros(left.shape[1])
    for _ in range(ITERATIONS):
        following = value_of(left @ theta, right @ theta)
        theta = solve @ (1 + GAMMA * following * ~seen.terminated)
    return theta


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=200)
    options = parser.parse_args()
    thetas: dict[tuple[str, str], list[np.ndarray]] = {
        (name, target): [] for name in REPRESENTATIONS for target in TARGETS
    }
    for seed in track(range(options.seeds), "graines"):
        seen = random_transitions(seed)
        for name, target in thetas:
            thetas[name, target].append(fit(REPRESENTATIONS[name], seen, target))
    measured: dict[str, dict[str, list[float]]] = {name: {} for name in REPRESENTATIONS}
    for (name, target), found in thetas.items():
        played = greedy_returns(REPRESENTATIONS[name], np.array(found), JUDGED_ON)
        measured[name][target] = played.mean(axis=1).round(2).tolist()
    command = f"python calibration/representations.py --seeds {options.seeds}"
    recorded_measures.write(NAME, command, {"seeds": [0, options.seeds - 1], "returns": measured})


if __name__ == "__main__":
    main()
