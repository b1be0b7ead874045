"""The evidence on deep_q_learning, for its hidden tests and for its diagnosis."""

import copy
import functools

import numpy as np

from autograder.exercises.dqn_loss.stand_in import stand_in
from autograder.judging.assertions import as_array, require
from autograder.judging.student import StudentCrash, StudentError, StudentTimeout
from autograder.student.inside.recorder import Recorder
from autograder.training import properties
from autograder.training.episodes import REPLAYED, SCRIPTED, Inconclusive, updates
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
SHAPES = ((16, 4), (16,), (2, 16), (2,))


def weights(value):
    """The parameters of an agent, in one array: the student's is data, the reference's a model."""
    if isinstance(value, dict):
        parameters = [as_array(one) for one in value.get("network", [])]
    elif hasattr(value, "network"):
        parameters = [one.detach().numpy() for one in value.network.parameters()]
    else:
        return None
    if tuple(getattr(one, "shape", None) for one in parameters) != SHAPES:
        return None
    return np.concatenate([one.ravel() for one in parameters])


def q_values(parameters, states):
    """What a network of these parameters gives for states, (B, 2): the only admissible values."""
    shares = np.split(np.asarray(parameters, dtype=float), np.cumsum([64, 16, 32]))
    inner, inner_bias, outer, outer_bias = (
        share.reshape(shape) for share, shape in zip(shares, SHAPES, strict=True)
    )
    return [np.maximum(states @ inner.T + inner_bias, 0) @ outer.T + outer_bias]


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
    properties.check_random_batches(loop)
    require(
        explained(loop),
        call=loop.record().call,
        obtained="des poids que les mises à jour ne changent pas, ou pas ainsi",
        expected="l'agent renvoyé est celui que les mises à jour entraînent, avec un optimiseur"
        " créé une fois",
        hint="train_on_batch fait le pas d'optimisation ; predict_on_batch n'en fait pas",
    )


def explained(loop, **way):
    """Whether the weights go where such updates lead (see `displacements`)."""
    seen, wanted = displacements(loop, **way)
    return np.linalg.norm(seen - wanted) < UNEXPLAINED * np.linalg.norm(wanted)


def displacements(loop, restarts="never", forgets=True):
    """How far the weights go from the first update to the result: as seen, and as explained.

    The explanation is the student's own optimizer, at their own rate, on the neutral loss. At each
    update it starts again from the weights that are seen: roundings do not add up.
    restarts: when a new optimizer takes its place, "never", "update" or "trajectory". forgets:
    whether the gradient of a batch is forgotten after its step, and not added to the next ones.
    """
    import torch

    from solutions.NNModel import NNModel

    record, network = loop.record(), NNModel(4, 2)
    neutral = stand_in(Recorder(), loop.student.neutral)
    optimizer = optimizer_of(record.value, network)
    firsts, starts, moves = _first_updates(record), [], []
    for step, batch, loss in loop.updates(exact=False):
        starts.append(weights_in(loss))
        torch.nn.utils.vector_to_parameters(torch.tensor(starts[-1]), network.parameters())
        if restarts == "update" or (restarts == "trajectory" and id(step) in firsts):
            optimizer = optimizer_of(record.value, network)
        if forgets:
            optimizer.zero_grad()
        neutral(network(torch.as_tensor(batch.states, dtype=torch.float32)), NOTHING).backward()
        optimizer.step()
        after = torch.nn.utils.parameters_to_vector(network.parameters())
        moves.append(after.detach().numpy() - starts[-1])
    return weights(record.value) - starts[0], np.sum(moves, axis=0)


def _first_updates(record):
    """The first step of each trajectory that learns."""
    learning = ([s for s in steps if s.of("update")] for steps in record.trajectories)
    return {id(steps[0]) for steps in learning if steps}


def optimizer_of(agent, network):
    """The optimizer that a student chose, which has its own test, for another network."""
    import torch

    known = {one.__name__: one for one in (torch.optim.SGD, torch.optim.AdamW, torch.optim.RMSprop)}
    return known.get(agent["optimizer"], torch.optim.Adam)(network.parameters(), lr=agent["lr"])


def weights_in(loss):
    """The weights that a recorded call's predictions were computed from, in one array."""
    found = [as_array(one) for one in loss["weights"]]
    by_shape = {one.shape: one for one in found if one is not None}
    require(
        len(found) == len(SHAPES) and by_shape.keys() == set(SHAPES),
        call="dqn_loss(y_pred, …), pendant l'apprentissage",
        obtained="un y_pred d'où aucun gradient ne mène aux poids du réseau",
        expected="les prédictions du réseau pour les états du lot, dérivables",
        hint="train_on_batch appelle le réseau et la perte ; ni detach, ni no_grad autour",
    )
    return np.concatenate([by_shape[shape].ravel() for shape in SHAPES])


NOTHING = None, None  # the actions and the targets, which the neutral loss does not look at
UNEXPLAINED = 0.02  # what may be left of the weights' way: a right answer leaves roundings
Q_VALS = "les Q-valeurs des états s du lot, de forme (B, 2), selon le réseau courant"


class DeepLoop(Loop):
    """One network, whose weights are seen at each update: every number can be computed again."""

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
        record = self.record()
        require(
            weights(record.value) is not None,
            call=record.call,
            obtained=record.value,
            expected="l'agent, un poutyne.Model",
            hint="renvoyez l'agent",
        )
        for step, batch, loss in self.updates(exact):
            parameters = weights_in(loss)
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
        self._check_policy(record)

    def updates(self, exact):
        """The recorded updates (see `episodes.updates`)."""

        def predictions(loss, batch):
            return loss["y_pred"], q_values(weights_in(loss), batch.states)[0]

        return updates(self.record(), predictions, exact=exact)

    def _check_policy(self, record):
        """The policy must see the Q-values of the current state, by the weights of the next update:
        none has changed them in between.
        """
        parameters = weights(record.value)
        for step in reversed(record.steps):
            for loss in step.of("update"):
                parameters = weights_in(loss)
            wanted = [q_values(parameters, step.state)[0]]
            properties.handed_to_policy(self, record, step, wanted)


evidence = functools.lru_cache(maxsize=1)(DeepLoop)  # shared by the tests and the diagnosis
