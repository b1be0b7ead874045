"""The evidence on deep_q_learning, for its hidden tests and for its diagnosis."""

import copy
import functools
import itertools

import numpy as np

from autograder.judging.assertions import as_array, close, require
from autograder.judging.student import StudentCrash, StudentError, StudentTimeout
from autograder.training import properties
from autograder.training.episodes import (
    REPLAYED,
    SCRIPTED,
    Inconclusive,
    joined,
    matched,
    squeezed,
    updates,
)
from autograder.training.loop import Loop, Property
from autograder.training.reference import run
from solutions.get_targets import get_targets

BASE = {"n_trajectories": 4, "batch_size": 16, "lr": 0.01, "seed": 1}
RUNS = {
    "base": run(BASE),
    "other_seed": run(BASE, seed=2),
    "n_trajectories": run(BASE, n_trajectories=2),
    "gamma": run(BASE, gamma=0.8),
    "batch_size": run(BASE, batch_size=9),
    "buffer_size": run(BASE, buffer_size=25),
    "epsilon_decay": run(BASE, epsilon_decay=0.5),
    "epsilon_min": run(BASE, epsilon_decay=0.3, epsilon_min=0.5),
    "time_limit": run(BASE, limit=12, n_trajectories=6),
}
SHAPES = [(16, 4), (16,), (2, 16), (2,)]
STEPS = 1e-3  # how near the weights are those of Adam, each of whose steps moves them by about 3e-2


def weights(value):
    """The parameters of an agent, in one array: the student's is data, the reference's a model."""
    if isinstance(value, dict):
        parameters = [as_array(one) for one in value.get("network", [])]
    elif hasattr(value, "network"):
        parameters = [one.detach().numpy() for one in value.network.parameters()]
    else:
        return None
    if [getattr(one, "shape", None) for one in parameters] != SHAPES:
        return None
    return np.concatenate([one.ravel() for one in parameters])


def q_values(parameters, states):
    """What a network of these parameters gives for states, (B, 2): the only admissible values."""
    inner, inner_bias, outer, outer_bias = layers(parameters)
    return [np.maximum(states @ inner.T + inner_bias, 0) @ outer.T + outer_bias]


def layers(parameters):
    """The weights and the biases of the two layers, from their one array."""
    shares = np.split(np.asarray(parameters, dtype=float), np.cumsum([64, 16, 32]))
    return [share.reshape(shape) for share, shape in zip(shares, SHAPES, strict=True)]


def learners(parameters, agent):
    """The algorithm of the course, at the student's own learning rate, which has its own test."""
    # imported here: torch takes seconds, and a blank notebook does not need it
    import torch

    from solutions.dqn_loss import dqn_loss
    from solutions.NNModel import NNModel

    class NetworkLearner:
        def __init__(self, network, state=None):
            self.network = network
            self.optimizer = torch.optim.Adam(network.parameters(), lr=agent["lr"])
            if state is not None:
                self.optimizer.load_state_dict(state)
            vector = torch.nn.utils.parameters_to_vector(network.parameters())
            self.weights = vector.detach().numpy()

        def q_vals(self, states):
            return q_values(self.weights, states)[0]

        def after(self, batch, given):
            """One step of Adam on the batch."""
            if given is None:
                next_q_vals = self.q_vals(batch.next_states)
                given = get_targets(next_q_vals, batch.rewards, batch.flags[0], REPLAYED["gamma"])
            network = copy.deepcopy(self.network)
            learnt = NetworkLearner(network, copy.deepcopy(self.optimizer.state_dict()))
            states, given = (torch.as_tensor(a, dtype=torch.float32) for a in (batch.states, given))
            dqn_loss(network(states), (torch.as_tensor(batch.actions), given)).backward()
            learnt.optimizer.step()
            return NetworkLearner(network, learnt.optimizer.state_dict())

    network = NNModel(4, 2)
    torch.nn.utils.vector_to_parameters(torch.from_numpy(parameters), network.parameters())
    return [NetworkLearner(network)]


def agent_of(loop):
    """The agent of a run, with the learning rate that was asked for."""
    try:
        return loop.value(RUNS["base"]), BASE["lr"]
    except (StudentError, StudentTimeout, StudentCrash):  # perhaps for what it calls
        return loop.record().value, SCRIPTED["lr"]


def check_learning(loop):
    """The updates are right; they change the one network, which acts and is returned."""
    loop.check_updates(exact=False)
    record, still = loop.record(), loop.record(lr=0.0)
    properties.check_random_batches(loop)
    moved = weights(record.value)
    require(
        moved is not None and not close(moved, weights(still.value), atol=1e-4),
        call=record.call,
        obtained="des poids que les mises à jour ne changent pas",
        expected="l'agent renvoyé est celui que les mises à jour entraînent",
        hint="train_on_batch fait le pas d'optimisation ; predict_on_batch n'en fait pas",
    )
    check_one_network(loop)
    check_steps(loop)


def check_steps(loop):
    """The weights are where one step of Adam for each loss leads, from those of the start.

    Another optimizer has its own test, and so has its rate.
    """
    if not is_adam(loop):
        return
    record = loop.record()
    require(
        close(weights(record.value), followed(loop), rtol=STEPS, atol=STEPS),
        call=record.call,
        obtained="d'autres poids que ceux d'un seul Adam, un pas par lot",
        expected="un optimiseur créé une fois, qui fait un pas par lot avec le gradient de ce lot",
        hint="créez l'optimiseur et le modèle avant la boucle, et laissez train_on_batch faire le"
        " pas",
    )


def is_adam(loop):
    """Whether the agent learns by Adam, at a rate that is a number."""
    agent = loop.record().value
    rate = as_array(agent["lr"])
    return agent["optimizer"] == "Adam" and rate is not None and rate.shape == ()


def followed(loop, restarts="never", forgets=True):
    """The weights that Adam leads to, with the stand-in for dqn_loss: the mean of the squares.

    restarts: when a new optimizer takes its place, "never", "update" or "trajectory". forgets:
    whether the gradient of a batch is forgotten after its step, and not added to the next ones.
    """
    record, still = loop.record(), loop.record(lr=0.0)
    rate = float(as_array(record.value["lr"]))
    learnt = np.array(weights(still.value), dtype=float)
    batches = {id(step): batch for step, batch, _ in loop.updates(exact=False)}
    adam, slope = Adam(rate), np.zeros_like(learnt)
    for steps in still.trajectories:
        adam = Adam(rate) if restarts == "trajectory" else adam
        for batch in (batches[id(step)] for step in steps if id(step) in batches):
            adam = Adam(rate) if restarts == "update" else adam
            slope = gradient(learnt, batch.states) + (0.0 if forgets else slope)
            learnt = adam.after(learnt, slope)
    return learnt


class Adam:
    """The optimizer of the course, with its usual settings (Kingma and Ba, 2015)."""

    def __init__(self, rate):
        self.rate, self.steps, self.mean, self.square = rate, 0, 0.0, 0.0

    def after(self, parameters, slope):
        """The parameters after one step."""
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * slope
        self.square = 0.999 * self.square + 0.001 * slope**2
        mean = self.mean / (1 - 0.9**self.steps)
        square = self.square / (1 - 0.999**self.steps)
        return parameters - self.rate * mean / (np.sqrt(square) + 1e-8)


def gradient(parameters, states):
    """That of the mean of the network's squared outputs for some states, in one array."""
    inner, inner_bias, outer, outer_bias = layers(parameters)
    hidden = np.maximum(states @ inner.T + inner_bias, 0)
    values = hidden @ outer.T + outer_bias
    slopes = 2 * values / values.size
    below = slopes @ outer * (hidden > 0)
    parts = (below.T @ states, below.sum(axis=0), slopes.T @ hidden, slopes.sum(axis=0))
    return np.concatenate([part.ravel() for part in parts])


def check_one_network(loop):
    """While it learns, the network that gives a state's Q-values is the one that acted there.

    The transition of the step before leads to the state where the policy has just been asked: the
    weights have not changed since. The batches are those seen with lr = 0.
    """
    record, still = loop.record(), loop.record(lr=0.0)
    batches = {id(s): b for s, b, _ in loop.updates(exact=False)}
    for (before, step), same in zip(itertools.pairwise(record.steps), still.steps[1:], strict=True):
        batch, losses = batches.get(id(same)), step.of("update")
        over = before.truncated or before.terminated
        if over or batch is None or step.policy is None or len(losses) != 1:
            continue
        row = matched([before.state], batch.states)
        acted = squeezed(step.policy["q_vals"])
        if row is None or acted is None:
            continue
        obtained = _of_one_transition(step, losses[0], before.reward, row[0])
        wanted = [acted, before.reward + SCRIPTED["gamma"] * acted.max()]
        properties.handed(record, "les cibles d'un lot", obtained, wanted, ONE_NETWORK)


def _of_one_transition(step, loss, reward, row):
    """What came of the next state of a transition: its Q-values if they are seen, or its target."""
    calls = step.of("targets")
    found = matched([reward], joined(calls, "rewards")) if calls else None
    if found is not None:
        return np.asarray(joined(calls, "next_q_vals"))[found[0]]
    return as_array(loss["targets"])[row]


ONE_NETWORK = "des cibles calculées avec le réseau qui choisit les actions et qui apprend"
Q_VALS = "les Q-valeurs des états s du lot, de forme (B, 2), selon le réseau courant"


class DeepLoop(Loop):
    """One network; with lr = 0 its weights never change: every number can be computed again."""

    name = "deep_q_learning"
    runs = RUNS
    tolerance = 2e-3
    table = properties.COMMON | {
        "updates": Property(
            check_learning,
            # the others hardly ever ask the network for an action
            ("base", "other_seed", "epsilon_decay"),
            properties.check_replayed_updates,
        ),
        "arguments": Property(
            properties.check_memory_arguments,
            ("base", "n_trajectories", "gamma", "batch_size", "buffer_size"),
            properties.check_replayed_arguments,
            beyond=properties.check_never_early,
        ),
    }

    def weights(self, value):
        return weights(value)

    def q_values(self, weights, states):
        return q_values(weights, states)

    def learners(self, weights, result):
        return learners(weights, result)

    def replay_tolerance(self, result):
        """A share of the student's own learning rate: noise is near weights that stand still."""
        rate = as_array(result["lr"])
        if rate is None or rate.shape != () or not 0 < rate < 1:
            raise Inconclusive("lr")
        return self.tolerance * min(1.0, float(rate) / REPLAYED["lr"])

    def batches(self):
        return [batch for _, batch, _ in self.updates(exact=False)]

    def check_updates(self, exact):
        record = self.record(lr=0.0)
        parameters = weights(record.value)
        require(
            parameters is not None,
            call=record.call,
            obtained=record.value,
            expected="l'agent, un poutyne.Model",
            hint="renvoyez l'agent",
        )
        if not close(record.value["lr"], 0.0):
            raise Inconclusive("lr")
        for step, batch, loss in self.updates(exact):
            next_q_vals = q_values(parameters, batch.next_states)
            targets = properties.targets(self, record, step, batch, next_q_vals)
            predicted = q_values(parameters, batch.states)
            properties.handed(record, "dqn_loss, y_pred", loss["y_pred"], predicted, Q_VALS)
            properties.handed(
                record, "dqn_loss, actions", loss["actions"], [batch.actions], properties.ACTIONS
            )
            properties.handed(
                record, "dqn_loss, q_target", loss["targets"], targets, properties.TARGETS
            )
        self._check_policy(record, parameters)

    def updates(self, exact):
        """The updates seen with lr = 0 (see `episodes.updates`)."""
        record = self.record(lr=0.0)
        parameters = weights(record.value)

        def predictions(loss, batch):
            return loss["y_pred"], q_values(parameters, batch.states)[0]

        return updates(record, predictions, exact=exact)

    def _check_policy(self, record, parameters):
        """The policy must see the Q-values of the current state."""
        for step in record.steps:
            wanted = [q_values(parameters, step.state)[0]]
            properties.handed_to_policy(self, record, step, wanted)


evidence = functools.lru_cache(maxsize=1)(DeepLoop)  # shared by the tests and the diagnosis
