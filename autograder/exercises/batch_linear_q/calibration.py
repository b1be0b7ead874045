"""Right and wrong versions of batch_linear_q, really trained: what the last resort is worth.

The real trainings always start from the theta of seed 785; after it, every generator is seeded
anew, as an answer that draws in another order would be. calibration/last_resort.py measures them.
"""

import contextlib
import random
from unittest import mock

import gymnasium as gym
import numpy as np

from autograder.exercises.batch_linear_q import loop
from autograder.training import reference
from solutions import batch_linear_q as module
from solutions.phi import phi

ReplayBuffer = module.ReplayBuffer


def flat_take(theta, states, actions_taken, targets, q_vals, lr):
    """Read the first row's Q-values for the whole batch."""
    _descend(theta, states, actions_taken, targets - np.take(q_vals, actions_taken), lr)


def ascent(theta, states, actions_taken, targets, q_vals, lr):
    """Climb the gradient."""
    chosen = q_vals[np.arange(len(states)), actions_taken]
    _descend(theta, states, actions_taken, chosen - targets, lr)


def sum_not_mean(theta, states, actions_taken, targets, q_vals, lr):
    """Add up the batch instead of taking its mean."""
    chosen = q_vals[np.arange(len(states)), actions_taken]
    _descend(theta, states, actions_taken, targets - chosen, lr * len(states))


def _descend(theta, states, actions, errors, lr):
    features = np.array([phi(s, a) for s, a in zip(states, actions, strict=True)])
    theta += 2 * lr / len(states) * errors @ features


def targets(best, mask=True):
    """A wrong get_targets: another choice than the maximum, or no terminal mask."""

    def get_targets(next_q_vals, rewards, terminal, gamma):
        return rewards + gamma * best(next_q_vals, axis=1) * (1 - terminal * mask)

    return get_targets


class WithReplacement(ReplayBuffer):
    def get_batch(self, batch_size):
        return random.choices(self.data, k=batch_size)


class OneTooMany(ReplayBuffer):
    def __init__(self, buffer_size):
        super().__init__(buffer_size + 1)


def decay_each_step():
    """The policy with an epsilon that it makes decay at each call."""
    policy, calls = module.epsilon_greedy_policy, iter(range(10**9))

    def epsilon_greedy_policy(q_vals, action_space, epsilon):
        return policy(q_vals, action_space, max(0.98 ** next(calls), 0.01))

    return epsilon_greedy_policy


# What replaces the reference's parts.
CHANGES = {
    "correct": dict,
    "flat_take": lambda: {"update_theta": flat_take},
    "ascent": lambda: {"update_theta": ascent},
    "sum_not_mean": lambda: {"update_theta": sum_not_mean},
    "no_update": lambda: {"update_theta": lambda *arguments: None},
    "no_mask": lambda: {"get_targets": targets(np.max, mask=False)},
    "minimum": lambda: {"get_targets": targets(np.min)},
    "mean": lambda: {"get_targets": targets(np.mean)},
    "with_replacement": lambda: {"ReplayBuffer": WithReplacement},
    "one_too_many": lambda: {"ReplayBuffer": OneTooMany},
    "decay_each_step": lambda: {"epsilon_greedy_policy": decay_each_step()},
}
VARIANTS = {
    "correct": "une réponse juste",
    "flat_take": "les Q-valeurs de la première ligne pour tout le lot",
    "ascent": "le signe du pas inversé",
    "sum_not_mean": "la somme au lieu de la moyenne",
    "no_update": "aucune mise à jour",
    "no_mask": "pas de masque terminal",
    "minimum": "le minimum au lieu du maximum",
    "mean": "la moyenne au lieu du maximum",
    "with_replacement": "des lots tirés avec remise",
    "one_too_many": "une mémoire d'un élément de trop",
    "decay_each_step": "epsilon qui décroît à chaque pas",
}


@contextlib.contextmanager
def replaced(names):
    """The reference with some of its parts replaced."""
    with contextlib.ExitStack() as stack:
        for name, value in names.items():
            stack.enter_context(mock.patch.object(module, name, value))
        yield


def movement(variant: str, run: reference.Run) -> float:
    """How far from the reference's theta a variant ends a short run."""
    wanted = reference.reference("batch_linear_q", run, False, False)
    with replaced(CHANGES[variant]()):
        return float(np.abs(module.batch_linear_q(**run.kwargs) - wanted).max())


def reseeded(seed, made):
    """A replay memory whose creation, just after theta's draw, seeds every generator anew."""

    def build(buffer_size):
        np.random.seed(seed)
        random.seed(seed)
        for environment in made:
            environment.reset(seed=seed)
            environment.action_space.seed(seed)
        return module_buffer(buffer_size)

    module_buffer = module.ReplayBuffer
    return build


def train(variant: str, settings: dict, seed: int) -> float:
    """The greedy return after a real training from the fixed theta."""
    made = []
    make = gym.make

    def recorded(*arguments):
        made.append(make(*arguments))
        return made[-1]

    with (
        replaced(CHANGES[variant]()),
        replaced({"ReplayBuffer": reseeded(seed, made)}),
        mock.patch.object(module.gym, "make", recorded),
    ):
        theta = module.batch_linear_q(**settings)
    return loop.theta_return(theta)


NEEDED = loop.RETURN
TRAINED = {f"batch_linear_q_{one['batch_size']}": one for one in loop.TRAININGS}
TRIES = 1  # of each of these trainings
SEEDS = 200  # with which the right version is trained


def short_runs(variant: str) -> str:
    """What the short runs tell of a variant."""
    moved = max(
        movement(variant, loop.RUNS[name]) for name in ("base", "other_seed", "buffer_size")
    )
    return f"moves theta by up to {moved:.1e} in the short runs"
