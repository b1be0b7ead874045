"""A training function whose weights are a network's: what its calls to the loss show of them.

The loss, whose replacement is neutral, is handed the weights that the predictions come from: what
each update starts from is seen, and where a right one leads can be computed again.
"""

import abc
import contextlib
import copy
import functools
import importlib
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from autograder.declarations import stand_ins
from autograder.judging.assertions import CheckError, as_array, require
from autograder.student.inside.recorder import Recorder, load
from autograder.training import properties
from autograder.training.episodes import REPLAYED, Inconclusive, Record, Step
from autograder.training.loop import Loop

Shapes = Sequence[tuple[int, ...]]

LEAST_HIDDEN, MOST_HIDDEN, MOST_LAYERS = 4, 256, 6  # of a network that is judged all the same
UNEXPLAINED = 0.02  # what may be left of the weights' way: a right answer leaves roundings


def weights(value: Any, shapes: Shapes) -> np.ndarray | None:
    """The parameters of an agent, in one array: the student's is data, the reference's a model.

    None when its network is not of these shapes.
    """
    if isinstance(value, dict):
        parameters = [as_array(one) for one in value.get("network", [])]
    elif hasattr(value, "network"):
        parameters = [one.detach().numpy() for one in value.network.parameters()]
    else:
        return None
    known = [one for one in parameters if one is not None]
    if len(known) < len(parameters) or [one.shape for one in known] != list(shapes):
        return None
    return np.concatenate([one.ravel() for one in known])


def layers(value: Any, wanted: Shapes) -> Shapes | None:
    """The shapes of the parameters of an agent's network, None where it is no NNModel, or is not
    between as many numbers and actions as the wanted one.
    """
    if not isinstance(value, dict) or value.get("network_class") != "NNModel":
        return None
    found = [as_array(one) for one in value.get("network", [])]
    shapes = [one.shape for one in found if one is not None]
    hidden, depth = (shapes[0][0] if shapes and shapes[0] else 0), len(found) // 2 - 1
    if not (LEAST_HIDDEN <= hidden <= MOST_HIDDEN and 1 <= depth <= MOST_LAYERS):
        return None
    sizes = [wanted[0][1], *[hidden] * depth, wanted[-1][0]]
    return shapes if shapes == linear(sizes) else None


def linear(sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """The shapes of the parameters of linear layers, one between each size and the next."""
    pairs = itertools.pairwise(sizes)
    return [shape for into, out in pairs for shape in ((out, into), (out,))]


def outputs(parameters: Sequence[np.ndarray], states: Any) -> np.ndarray:
    """What a network of linear layers with ReLU between them gives for states, (B, n_actions).

    parameters: the weight and the bias of each layer, in turn.
    """
    found = np.asarray(states, dtype=float)
    for place in range(0, len(parameters), 2):
        weight, bias = (one.astype(float) for one in parameters[place : place + 2])
        found = (found if place == 0 else np.maximum(found, 0)) @ weight.T + bias
    return found


def predictions(parameters: Any, states: Any, shapes: Shapes) -> Any:
    """The same for tensors, from which gradients can be had."""
    import torch

    layers, found = shares(parameters, shapes), states
    for place in range(0, len(layers), 2):
        weight, bias = layers[place : place + 2]
        found = torch.nn.functional.linear(found.relu() if place else found, weight, bias)
    return found


def shares(parameters: Any, shapes: Shapes) -> list[Any]:
    """The views of one array or tensor that are the parameters of these shapes."""
    found, end = [], 0
    for shape in shapes:
        start, end = end, end + math.prod(shape)
        found.append(parameters[start:end].reshape(shape))
    return found


def q_values(parameters: np.ndarray, states: np.ndarray, shapes: Shapes) -> np.ndarray:
    """What `outputs` gives for the parameters in one array, as `weights` gives them."""
    return outputs(shares(np.asarray(parameters, dtype=float), shapes), states)


def weights_in(loss: dict, shapes: Shapes) -> np.ndarray:
    """The weights that a recorded call's predictions were computed from, in one array.

    They are met from the last layer to the first one.
    """
    left = [as_array(one) for one in loss["weights"]]
    found: list[np.ndarray] = []
    for shape in shapes:
        same = [(i, one) for i, one in enumerate(left) if one is not None and one.shape == shape]
        if same:
            place, one = same[-1]
            found.append(one)
            del left[place]
    require(
        len(found) == len(shapes) and not left,
        call="la perte, pendant l'apprentissage",
        obtained="un y_pred d'où aucun gradient ne mène aux poids du réseau",
        expected="les prédictions du réseau pour les états du lot, dérivables",
        hint="train_on_batch appelle le réseau et la perte ; ni detach, ni no_grad autour",
    )
    return np.concatenate([one.ravel() for one in found])


class AdamLearner:
    """A network and its Adam, as a way to learn of `replay`: a step makes another one.

    rate: the learning rate. state: what Adam has kept of the steps before.
    """

    def __init__(self, network: Any, rate: float, shapes: Shapes, state: dict | None = None):
        # imported here: torch takes seconds, and a blank notebook does not need it
        import torch

        self.network, self.rate, self.shapes = network, rate, shapes
        self.optimizer = torch.optim.Adam(network.parameters(), lr=rate)
        if state is not None:
            self.optimizer.load_state_dict(copy.deepcopy(state))

    @functools.cached_property
    def weights(self) -> np.ndarray:
        import torch

        return torch.nn.utils.parameters_to_vector(self.network.parameters()).detach().numpy()

    def q_vals(self, states: np.ndarray) -> np.ndarray:
        return q_values(self.weights, states, self.shapes)

    def taught(self, states: np.ndarray, loss: Callable[[Any], Any]) -> Self:
        """What it becomes after one step on the loss of its predictions."""
        import torch

        network, state = copy.deepcopy(self.network), self.optimizer.state_dict()
        learnt = type(self)(network, self.rate, self.shapes, state)
        loss(network(torch.as_tensor(states, dtype=torch.float32))).backward()
        learnt.optimizer.step()
        return learnt


@dataclass(frozen=True)
class Way:
    """What is made of an optimizer from one batch to the next; the right way by default.

    restarts: when a new one takes its place, "never", "update" or "trajectory". forgets: whether
    the gradient of a batch is forgotten after its step, and not added to the next ones. steps: how
    many each batch gives. changed(parameters): what is done to the gradients before a step.
    """

    restarts: str = "never"
    forgets: bool = True
    steps: int = 1
    changed: Callable[[list], None] | None = None


RIGHT = Way()


class NetworkLoop(Loop):
    """A loop that trains one network.

    wanted: the shapes of its parameters, in their order, as the statement asks for them.
    """

    wanted: ClassVar[Shapes]
    endurance = (properties.check_filled_memory,)  # thousands of steps take a network too long
    many_trajectories = 8  # where it learns, each step costs it more than a linear loop's

    @functools.cached_property
    def shapes(self) -> Shapes:
        """Those of the network that the function trains: hidden layers of another size or number
        have a test of their own, and cost nothing else.
        """
        return layers(self._agent(), self.wanted) or self.wanted

    def _agent(self):
        """What the function returns, None where it raises."""
        with contextlib.suppress(CheckError):
            return self.value(self.runs["base"])
        with contextlib.suppress(CheckError, Inconclusive):  # it may have been what it calls
            return self.elsewhere().record().value
        return None

    def network_with(self, weights: np.ndarray) -> Any:
        """A network of these shapes, with these weights."""
        import torch

        from solutions.NNModel import NNModel

        first, last = self.shapes[0], self.shapes[-1]
        hidden = {"n_hidden_layers": len(self.shapes) // 2 - 1, "hidden_dim": first[0]}
        network = NNModel(first[1], last[0], **hidden)
        torch.nn.utils.vector_to_parameters(torch.from_numpy(weights), network.parameters())
        return network

    @abc.abstractmethod
    def lessons(self) -> Iterator[tuple[Step, np.ndarray, dict]]:
        """Each recorded update: its step, the states that it learns from, the call to the loss.

        Raises as check_updates does.
        """

    def weights(self, value: Any) -> np.ndarray | None:
        return weights(value, self.shapes)

    def q_values(self, weights: np.ndarray, states: np.ndarray) -> list[np.ndarray]:
        return [q_values(weights, states, self.shapes)]

    @functools.cached_property
    def explained_alone(self) -> bool | None:
        """Nothing is told of another optimizer than Adam, which has its own test."""
        try:
            agent = self.value(self.runs["base"])
        except CheckError:
            return None
        if not isinstance(agent, dict) or agent.get("optimizer") != "Adam":
            return None
        plain = as_array(agent.get("weight_decay", 0.0))
        if plain is None or plain.any():
            return None
        return self._explained_alone()

    def replay_tolerance(self, result: Any) -> float:
        """A share of the student's own learning rate: noise is near weights that stand still."""
        rate = as_array(result["lr"]) if isinstance(result, dict) else None
        if rate is None or rate.shape != () or not 0 < rate < 1:
            raise Inconclusive("lr")
        return self.tolerance * min(1.0, float(rate) / REPLAYED["lr"])

    def explained(self, way: Way = RIGHT) -> bool:
        """Whether the weights go where such updates lead (see `displacements`)."""
        seen, wanted = self.displacements(way)
        return np.linalg.norm(seen - wanted) < UNEXPLAINED * np.linalg.norm(wanted)

    def displacements(self, way: Way = RIGHT) -> tuple[np.ndarray, np.ndarray]:
        """How far the weights go from the first update to the result: as seen, and as explained.

        The explanation is the student's own optimizer, at their own rate, on the neutral loss, or
        on a right one where the student's own is noted. At each update it starts again from the
        weights that are seen: roundings do not add up.
        """
        # imported here: torch takes seconds, and a blank notebook does not need it
        import torch

        record, updates = self.record(), self._gradients()
        weights = torch.zeros(len(updates[0].start), requires_grad=True)
        optimizer, firsts, ends = optimizer_of(record.value, [weights]), first_updates(record), []
        for one in updates:
            weights.data = torch.tensor(one.start)
            if way.restarts == "update" or (way.restarts == "trajectory" and one.step in firsts):
                optimizer = optimizer_of(record.value, [weights])
            before = None if way.forgets else weights.grad
            weights.grad = one.gradient.clone() if before is None else before + one.gradient
            if way.changed:
                way.changed(self._parameters(weights.grad))
            for _ in range(way.steps):
                optimizer.step()
            ends.append(weights.detach().numpy().copy())
        start, left = updates[0].start, self.left(updates[0].start, ends)
        moves = [end - one.start for end, one in zip(left, updates, strict=True)]
        return self.weights(record.value) - start, np.sum(moves, axis=0)

    def left(self, start: np.ndarray, ends: list[np.ndarray]) -> list[np.ndarray]:
        """The weights that the calls between two updates leave, from those that each update ends
        with; start: those before the first one. Nothing else than updates moves most networks.
        """
        return ends

    def _gradients(self) -> "list[_Update]":
        """The recorded updates, computed once for all that may be made of their gradients."""
        kept = self.record().kept
        if "gradients" not in kept:
            kept["gradients"] = self._computed_gradients()
        return kept["gradients"]

    def _computed_gradients(self):
        """They depend on the weights that are seen alone: one backward pass is enough for all."""
        import torch

        update = self.declared.update
        if self.replaced:
            neutral = load(stand_ins([update])[update], "stand_in")
            loss = neutral(Recorder(listening=False), self.student.neutral)
        else:
            loss = getattr(importlib.import_module(f"solutions.{update}"), update)
        steps, starts, losses = [], [], []
        for step, states, one in self.lessons():
            start = weights_in(one, self.shapes).astype(np.float32)
            tensor = torch.tensor(start, requires_grad=True)
            seen = torch.as_tensor(states, dtype=torch.float32)
            losses.append(loss(predictions(tensor, seen, self.shapes), lesson_in(one)))
            steps.append((id(step), start))
            starts.append(tensor)
        gradients = torch.autograd.grad(sum(losses), starts)
        return [_Update(*one, gradient) for one, gradient in zip(steps, gradients, strict=True)]

    def _parameters(self, gradient):
        """The parameters that these shares of a gradient are those of."""
        import torch

        parameters = [torch.zeros(shape, requires_grad=True) for shape in self.shapes]
        for one, share in zip(parameters, shares(gradient, self.shapes), strict=True):
            one.grad = share
        return parameters


@dataclass(frozen=True)
class _Update:
    """A recorded update: its step's identity, the weights before it, the gradient of its loss."""

    step: int
    start: np.ndarray
    gradient: Any


def lesson_in(loss: dict) -> tuple:
    """The actions and the targets of a recorded call, as tensors; Inconclusive for other things."""
    import torch

    actions, targets = (as_array(loss[name]) for name in ("actions", "targets"))
    if actions is None or targets is None or actions.size != targets.size:
        raise Inconclusive("update")
    return torch.as_tensor(actions.ravel().astype(int)), torch.as_tensor(
        targets.ravel().astype(np.float32)
    )


def first_updates(record: Record) -> set[int]:
    """The identities of the first step of each trajectory that learns."""
    learning = ([s for s in steps if s.of("update")] for steps in record.trajectories)
    return {id(steps[0]) for steps in learning if steps}


def optimizer_of(agent: dict, parameters: Iterable) -> Any:
    """The optimizer that a student chose, which has its own test, for other parameters."""
    import torch

    known = {one.__name__: one for one in (torch.optim.SGD, torch.optim.AdamW, torch.optim.RMSprop)}
    kind = known.get(str(agent.get("optimizer")), torch.optim.Adam)
    options = {name: _positive(agent.get(name)) for name in ("lr", "weight_decay")}
    return kind(parameters, **options)


def _positive(value):
    """A number of a student's optimizer as torch accepts it, 0 in the place of any other value."""
    return value if isinstance(value, float) and 0 < value < math.inf else 0.0
