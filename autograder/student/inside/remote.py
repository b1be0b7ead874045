"""What runs beside the student's code: calls their functions and writes back plain data.

This file is sent as text to the student's process, which has no access to the `autograder` package;
it therefore imports nothing from the project. It holds no answer and no expected value: the fakes
below are arbitrary functions, different from the ones that the exercises ask for.
"""

import base64
import collections
import contextlib
import copy
import io
import itertools
import json
import linecache
import random
import sys
import traceback

import gymnasium
import numpy as np

MIME = "application/vnd.autograder.reply"
MAX_DEPTH = 12
MAX_EVENTS = 20_000
MAX_TEXT = 300

# An arbitrary linear feature map, one matrix an action, that stands in for the student's phi.
FAKE_PHI = np.array(
    [
        [[0, 2, 0, 1], [1, 0, 0, 0], [0, 0, 3, 0], [0, 1, 0, 2]],
        [[1, 0, 0, 0], [0, 0, 2, 0], [1, 1, 0, 0], [0, 0, 0, -1]],
        [[0, 0, 1, 0], [0, 3, 0, 0], [2, 0, 0, 1], [1, 0, 0, 0]],
    ],
    dtype=float,
)


# --- plain data ---------------------------------------------------------------------------------


def encode(value, depth=0):
    """Turn a value into JSON data; what has no plain form becomes its type's name."""
    if depth > MAX_DEPTH:
        return {"$": "object", "type": "profondeur excessive"}
    if value is None or type(value) in (bool, str):
        return value[:MAX_TEXT] if isinstance(value, str) else value
    if type(value) is int:
        return value if abs(value) < 2**63 else {"$": "object", "type": "int"}
    if type(value) is float:
        return {"$": "float", "v": value.hex()}
    if isinstance(value, (np.ndarray, np.generic)):
        return encode_array(value, depth)
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return {**encode_array(value.detach().cpu().numpy(), depth), "$": "tensor"}
    if isinstance(value, (list, collections.deque)):
        return [encode(item, depth + 1) for item in value]
    if isinstance(value, tuple):
        return {"$": "tuple", "v": [encode(item, depth + 1) for item in value]}
    if isinstance(value, dict) and all(type(key) is str for key in value):
        pairs = [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]
        return {"$": "dict", "v": pairs}
    if hasattr(value, "network") and hasattr(value, "optimizer"):
        return encode(describe_agent(value), depth + 1)
    return {"$": "object", "type": type(value).__name__[:MAX_TEXT]}


def encode_array(array, depth):
    if array.dtype == object:
        return encode(np.asarray(array).tolist(), depth + 1)
    kind = "scalar" if isinstance(array, np.generic) else "array"
    array = np.asarray(array)
    return {
        "$": kind,
        "dtype": array.dtype.str,
        "shape": list(array.shape),
        "data": base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii"),
    }


def describe_agent(agent):
    """The data of a `poutyne.Model`: its weights and how it learns."""
    return {
        "network": [p.detach().cpu().numpy().copy() for p in agent.network.parameters()],
        "network_class": type(agent.network).__name__,
        "optimizer": type(agent.optimizer).__name__,
        "lr": float(agent.optimizer.param_groups[0]["lr"]),
        "loss_function": getattr(agent.loss_function, "__name__", str(agent.loss_function)),
    }


def decode(data):
    """Rebuild an argument that the grader sent."""
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    kind = data["$"]
    if kind == "float":
        return float.fromhex(data["v"])
    if kind in ("array", "scalar", "tensor"):
        array = np.frombuffer(base64.b64decode(data["data"]), dtype=data["dtype"])
        array = array.reshape(data["shape"]).copy()
        if kind == "tensor":
            import torch

            return torch.from_numpy(array)
        return array[()] if kind == "scalar" else array
    if kind == "tuple":
        return tuple(decode(item) for item in data["v"])
    if kind == "dict":
        return {decode(k): decode(v) for k, v in data["v"]}
    if kind == "discrete":
        return gymnasium.spaces.Discrete(data["n"], start=data["start"], seed=data["seed"])
    raise ValueError(kind)


# --- fakes and recorders ------------------------------------------------------------------------


class Recorder:
    """Collects what a training loop does, in order, as plain data."""

    def __init__(self):
        self.events = []

    def add(self, event, **details):
        if len(self.events) < MAX_EVENTS:
            self.events.append({"event": event, **{k: encode(v) for k, v in details.items()}})


def fake_phi(recorder):
    def phi(state, action):
        return np.asarray(state) @ FAKE_PHI[action].T

    return phi


def fake_linear_fa(recorder):
    def linear_fa(theta, state, actions, **extra):
        recorder.add("linear_fa", theta=theta, state=state)
        features = np.array([np.asarray(state) @ FAKE_PHI[a].T for a in actions])
        return features @ np.asarray(theta)

    return linear_fa


def fake_epsilon_greedy_policy(recorder):
    turn = itertools.count()

    def epsilon_greedy_policy(q_vals, action_space, epsilon, **extra):
        action = next(turn) % int(action_space.n)
        recorder.add("epsilon_greedy_policy", q_vals=q_vals, epsilon=epsilon, action=action)
        return action

    return epsilon_greedy_policy


def fake_get_targets(recorder):
    def get_targets(next_q_vals, rewards, terminal, gamma, **extra):
        targets = np.asarray(rewards, dtype=float) + 0.25 * np.arange(len(rewards))
        recorder.add(
            "get_targets",
            next_q_vals=next_q_vals,
            rewards=rewards,
            terminal=terminal,
            gamma=gamma,
            targets=targets,
        )
        return targets

    return get_targets


def fake_update_theta(recorder):
    def update_theta(theta, states, actions_taken, targets, q_vals, lr, **extra):
        before = np.array(theta)
        theta += 0.125
        recorder.add(
            "update_theta",
            theta=before,
            states=states,
            actions_taken=actions_taken,
            targets=targets,
            q_vals=q_vals,
            lr=lr,
            after=np.array(theta),
        )

    return update_theta


def fake_dqn_loss(recorder):
    def dqn_loss(y_pred, y_target):
        actions, q_target = y_target
        recorder.add("dqn_loss", y_pred=y_pred, actions=actions, q_target=q_target)
        return (y_pred**2).mean()

    return dqn_loss


def fake_replay_buffer(recorder):
    class ReplayBuffer:
        """Keeps everything in order and hands out a rotating window instead of a sample."""

        def __init__(self, buffer_size):
            self.data = []
            self.size = buffer_size
            self.turn = 0
            recorder.add("buffer", buffer_size=buffer_size)

        def __len__(self):
            return len(self.data)

        def store(self, element):
            recorder.add("store", element=element)
            self.data = [*self.data, element][-self.size :]

        def get_batch(self, batch_size):
            recorder.add("get_batch", batch_size=batch_size, stored=len(self.data))
            if batch_size > len(self.data):
                raise ValueError("le lot demandé dépasse le contenu de la mémoire")
            self.turn += 1
            rotated = self.data[-(self.turn % len(self.data)) :] + self.data
            return rotated[:batch_size]

    return ReplayBuffer


FAKES = {
    "phi": fake_phi,
    "linear_fa": fake_linear_fa,
    "epsilon_greedy_policy": fake_epsilon_greedy_policy,
    "get_targets": fake_get_targets,
    "update_theta": fake_update_theta,
    "dqn_loss": fake_dqn_loss,
    "ReplayBuffer": fake_replay_buffer,
}


class ScriptedEnvironment(gymnasium.Env):
    """An environment with CartPole's spaces whose episodes are written in advance."""

    def __init__(self, episodes, recorder):
        self.observation_space = gymnasium.spaces.Box(-np.inf, np.inf, (4,), np.float32)
        self.action_space = gymnasium.spaces.Discrete(2)
        self.spec = gymnasium.spec("CartPole-v1")
        self.episodes = itertools.cycle(episodes)
        self.episode = None
        self.time = None
        self.recorder = recorder

    def observation(self):
        return np.array(self.episode["observations"][self.time], dtype=np.float32)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.recorder.add("reset")
        if self.time != 0:  # two resets in a row start the same episode
            self.episode = next(self.episodes)
        self.time = 0
        return self.observation(), {}

    def step(self, action):
        self.recorder.add("step", action=action)
        last = len(self.episode["observations"]) - 1
        if self.time == last:  # a loop that goes on must be seen, not crash
            return self.observation(), 0.0, True, False, {}
        self.time += 1
        last = self.time == last
        reward = float(self.episode["rewards"][self.time - 1])
        terminated = last and self.episode["end"] == "terminated"
        truncated = last and self.episode["end"] == "truncated"
        return self.observation(), reward, terminated, truncated, {}


@contextlib.contextmanager
def environments(env, recorder, namespace):
    """While it lasts, `gymnasium.make` gives the environment that the grader describes."""
    if env is None:
        yield
        return
    original = gymnasium.make

    def make(name, *args, **kwargs):
        recorder.add("make", name=str(name))
        if env["kind"] == "scripted":
            return ScriptedEnvironment(env["episodes"], recorder)
        return original(name, *args, **{**kwargs, "max_episode_steps": env["max_episode_steps"]})

    imported = [name for name, value in namespace.items() if value is original]
    gymnasium.make = make
    namespace.update(dict.fromkeys(imported, make))
    try:
        yield
    finally:
        gymnasium.make = original
        namespace.update(dict.fromkeys(imported, original))


@contextlib.contextmanager
def replaced(names, recorder, namespace):
    """While it lasts, these functions of the notebook are the recording fakes."""
    own = {name: namespace[name] for name in names if name in namespace}
    namespace.update({name: FAKES[name](recorder) for name in names})
    try:
        yield
    finally:
        for name in names:
            del namespace[name]
        namespace.update(own)


# --- calls --------------------------------------------------------------------------------------


class MissingError(Exception):
    """The notebook does not define the name that the grader asks for."""


class Silence(io.TextIOBase):
    """Takes what the student's functions print while the grader calls them."""

    def writable(self):
        return True

    def write(self, text):
        return len(text)


def resolve(target, namespace, saved):
    """Find "phi", "buffer.store"… among the saved objects, then the notebook's names."""
    head, *attributes = target.split(".")
    if head in saved:
        value = saved[head]
    elif head in namespace:
        value = namespace[head]
    else:
        raise MissingError(head)
    for attribute in attributes:
        value = getattr(value, attribute)
    return value


@contextlib.contextmanager
def watched(function, position):
    """While it lasts, note what the parameter at this position is bound to when `function` ends.

    A function that binds it to a new array leaves no other trace of what it computed.
    """
    seen = []
    code = getattr(function, "__code__", None)
    if position is None or code is None or position >= code.co_argcount:
        yield seen
        return

    def note(frame, event, value):
        if event == "return" and frame.f_code is code:
            seen.append(frame.f_locals.get(code.co_varnames[position]))

    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)


def run_step(step, namespace, saved):
    target = resolve(step["target"], namespace, saved)
    if step["do"] == "get":
        return {"value": encode(copy.copy(target))}
    args, kwargs = decode(step["args"]), decode(step["kwargs"])
    if step["wrt"] is not None:
        args[step["wrt"]].requires_grad_(True)
    with watched(target, step["watch"]) as seen:
        values = [target(*args, **kwargs) for _ in range(step["repeat"] or 1)]
    reply = {"args": [encode(arg) for arg in args], "last": encode(seen[-1] if seen else None)}
    if step["save"]:
        saved[step["save"]] = values[0]
        return {**reply, "value": None}
    reply["value"] = encode(values if step["repeat"] else values[0])
    if step["wrt"] is not None:
        values[0].backward()
        reply["gradient"] = encode(args[step["wrt"]].grad)
    return reply


def describe_error(error):
    """What the student may be told of an exception: its type, its text, their own line."""
    line = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if "ipykernel" in frame.filename or "ipython-input" in frame.filename:
            line = linecache.getline(frame.filename, frame.lineno).strip()
    return {
        "type": type(error).__name__[:MAX_TEXT],
        "message": str(error)[:MAX_TEXT],
        "line": line[:MAX_TEXT],
    }


def seed_everything(seed):
    np.random.seed(seed)
    random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)


SAVED = {}  # the objects that the grader asked to keep, by the name it gave them


def answer(request, namespace):
    """Run the steps of one request; an error stops that step alone."""
    recorder = Recorder()
    results = []
    if request["seed"] is not None:
        seed_everything(request["seed"])
    with (
        contextlib.redirect_stdout(Silence()),
        contextlib.redirect_stderr(Silence()),
        environments(request["env"], recorder, namespace),
        replaced(request["spies"], recorder, namespace),
    ):
        for step in request["steps"]:
            try:
                results.append(run_step(step, namespace, SAVED))
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                results.append({"error": describe_error(error)})
    return {"results": results, "events": recorder.events}


def serve(request):
    """Answer a request in the running kernel, by a message of the grader's own type."""
    from IPython import get_ipython
    from IPython.display import publish_display_data

    reply = answer(json.loads(request), get_ipython().user_ns)
    publish_display_data({MIME: json.dumps(reply)})
