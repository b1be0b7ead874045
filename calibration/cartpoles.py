"""Many CartPole-v1 episodes at once, with Gymnasium's own vectorised dynamics."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium.envs.classic_control.cartpole import CartPoleEnv, CartPoleVectorEnv

Choose = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Step:
    """One time step of n episodes; what the episodes that are over hold has no meaning."""

    playing: np.ndarray  # (n,) booleans: the episode was not over before the step
    states: np.ndarray  # (n, 4)
    actions: np.ndarray  # (n,)
    next_states: np.ndarray  # (n, 4)
    terminated: np.ndarray  # (n,) booleans


def play(choose: Choose, start: np.ndarray) -> list[Step]:
    """Play an episode from each of the start states (n, 4); choose: states (n, 4) → actions (n,).

    As in `gym.make("CartPole-v1")`, an episode stops after 500 steps.
    """
    environment: Any = CartPoleVectorEnv(len(start))  # which declares its state as None
    environment.reset(seed=0)
    environment.state = start.T.astype(float)
    states, playing, steps = start.astype(np.float32), np.ones(len(start), dtype=bool), []
    while playing.any():
        actions = choose(states)
        next_states, _, terminated, truncated, _ = environment.step(actions)
        steps.append(Step(playing, states, actions, next_states, terminated))
        playing, states = playing & ~(terminated | truncated), next_states
    return steps


def returns(steps: list[Step]) -> np.ndarray:
    """The return (n,) of each episode: its number of steps."""
    return np.sum([step.playing for step in steps], axis=0)


def start_states(seeds: Iterable[int]) -> np.ndarray:
    """The start states that `reset(seed=…)` draws, one a seed."""
    environment = CartPoleEnv()
    states = []
    for seed in seeds:
        environment.reset(seed=seed)
        states.append(environment.state)
    return np.array(states, dtype=float)


def greedy_returns(features: Callable, thetas: np.ndarray, seeds: Iterable[int]) -> np.ndarray:
    """The return (k, n) of each of the k thetas in the greedy episode of each of the n seeds.

    features(states, actions) gives (n, d), one row a pair; thetas is (k, d).
    """
    start = start_states(seeds)
    weights = np.repeat(np.asarray(thetas), len(start), axis=0)
    left, right = (np.full(len(weights), action) for action in (0, 1))

    def choose(states):
        states = states.astype(float)
        q_left = (features(states, left) * weights).sum(axis=1)
        q_right = (features(states, right) * weights).sum(axis=1)
        return (q_right > q_left).astype(int)

    played = play(choose, np.tile(start, (len(thetas), 1)))
    return returns(played).reshape(len(thetas), len(start))
