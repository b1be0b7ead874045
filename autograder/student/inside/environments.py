"""The environments that the grader chooses, in place of those that a function asks for.

They are Gymnasium's own, with its wrappers: only the steps and the resets of the innermost one may
be written in advance, or told as they are, so that whatever else a function asks of an environment
works.
"""

import contextlib
import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import gymnasium
import numpy as np
from gymnasium.envs import registration

from .naming import looking_like
from .wire import NO_VECTOR

Build = Callable[[gymnasium.Env], Any]  # what makes the player of an environment
Own = Callable[..., Any]  # what a method of an environment does by itself


class Reel:
    """What is said of each episode, in turn, whichever environment plays it.

    Resets in a row start the same episode: the next one waits for a step.
    """

    def __init__(self, episodes):
        self.episodes = itertools.cycle(episodes)
        self.episode = None
        self.begun = True

    def current(self) -> Any:
        if self.begun:
            self.episode, self.begun = next(self.episodes), False
        return self.episode


class Played:
    """An environment that plays by its own rules, and tells what it shows.

    reel: how many steps each episode has at most; it is cut there. sown: its seed where nobody
    gives one.
    """

    def __init__(self, environment, reel, recorder, sown):
        self.environment = environment
        self.sown = sown
        self.recorder = recorder
        self.reel = reel
        self.most = reel.current()
        self.time = 0

    def reset(
        self, own: Own, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple:
        _sow(self.environment, self.sown)
        seen, info = own(self.environment, seed=seed, options=options)
        self.recorder.add("reset", seed=seed, seen=seen)
        self.most = self.reel.current()
        self.time = 0
        return seen, info

    def step(self, own: Own, action: Any) -> tuple:
        seen, reward, terminated, truncated, info = own(self.environment, action)
        self.reel.begun = True
        self.time += 1
        truncated = bool(truncated or self.time >= self.most)
        shown = [seen, float(reward), bool(terminated), truncated]
        self.recorder.add("step", action=action, shown=shown)
        return seen, reward, terminated, truncated, info


class Sloped:
    """An environment whose rewards are not all the same: a share of what it shows is added."""

    def __init__(self, environment, slope):
        self.environment = environment
        self.slope = slope

    def reset(self, own: Own, **options: Any) -> tuple:
        return own(self.environment, **options)

    def step(self, own: Own, action: Any) -> tuple:
        seen, reward, *ends = own(self.environment, action)
        return seen, float(reward) + self.slope * float(seen[-1]), *ends


class Script:
    """Episodes written in advance, that an environment plays instead of its dynamics.

    sown: its seed where nobody gives one.
    """

    def __init__(self, environment, reel, recorder, tells_draws, sown):
        self.environment = environment
        self.sown = sown
        self.tells_draws = tells_draws
        self.reel = reel
        self.episode = None
        self.time = None
        self.recorder = recorder
        fresh = dict(vars(environment))
        seen, _ = environment.reset()
        self.is_drawn_from_state = np.shape(getattr(environment, "state", 0)) == seen.shape
        vars(environment).clear()  # as before any reset
        vars(environment).update(fresh)

    def observation(self) -> np.ndarray:
        if self.is_drawn_from_state:
            self.environment.state = self.episode["states"][self.time].copy()  # for render
        return self.episode["observations"][self.time].copy()

    def reset(
        self, own: Own, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple:
        _sow(self.environment, self.sown)
        gymnasium.Env.reset(self.environment, seed=seed)
        self.recorder.add("reset", seed=seed)
        self.episode = self.reel.current()
        self.time = 0
        return self.observation(), {}

    def draws(self) -> list[float]:
        """A number of each generator of the course: twice the same if it was seeded again."""
        own, space = self.environment.np_random, self.environment.action_space.np_random
        return [own.random(), space.random(), np.random.rand(), random.random()]

    def step(self, own: Own, action: Any) -> tuple:
        self.reel.begun = True
        drawn = {"draws": self.draws()} if self.tells_draws and not self.time else {}
        self.recorder.add("step", action=action, **drawn)
        last = len(self.episode["observations"]) - 1
        if self.time == last:  # a loop that goes on must be seen, not crash
            return self.observation(), 0.0, True, False, {}
        self.time += 1
        last = self.time == last
        reward = float(self.episode["rewards"][self.time - 1])
        terminated = last and self.episode["end"] == "terminated"
        truncated = last and self.episode["end"] == "truncated"
        return self.observation(), reward, terminated, truncated, {}


class Stage:
    """While it lasts, the environments that a player resets and steps in their place.

    They keep their own class, whose two methods know them; a copy of them plays by its own rules.
    """

    def __init__(self):
        self.players = {}
        self.born = set()
        self.opened = None, None  # a class, and what makes the player of one of it
        self.kinds = set()
        self.changes = contextlib.ExitStack()

    def open(self, kind: type, build: Build) -> None:
        """Let in those of a class that `gymnasium.make` does not give: the notebook's own, where it
        is the first, and those made meanwhile. `close` leaves the next ones to their own rules.
        """
        self.opened = kind, build
        born = self.born

        def bear(own, self, *args, **kwargs):
            born.add(self)
            return own(self, *args, **kwargs)

        self.exchange(kind, "__init__", bear)
        self._share(kind)

    def close(self) -> None:
        self.opened = None, None

    def enter(self, environment: gymnasium.Env, build: Build) -> None:
        self._share(type(environment))
        self.players[environment] = None  # it plays by itself while its player is made
        self.players[environment] = build(environment)

    def _player(self, environment):
        kind, build = self.opened
        known = environment in self.players or type(environment) is not kind
        if not known and (environment in self.born or not self.players):
            self.enter(environment, build)
        return self.players.get(environment)

    def _share(self, kind):
        """Have the players of this class's environments reset and step them."""
        if kind in self.kinds:
            return
        self.kinds.add(kind)
        find = self._player
        for method in ("reset", "step"):

            def shared(own, self, *args, method=method, **kwargs):
                player = find(self)
                if player is None:
                    return own(self, *args, **kwargs)
                return getattr(player, method)(own, *args, **kwargs)

            self.exchange(kind, method, shared)

    def exchange(self, kind: type, method: str, made: Callable[..., Any]) -> None:
        """Have made(own, …) take the place of a method of this class."""
        own = getattr(kind, method)

        def call(self, *args, **kwargs):
            return made(own, self, *args, **kwargs)

        if method in vars(kind):
            self.changes.callback(setattr, kind, method, own)
        else:
            self.changes.callback(delattr, kind, method)
        setattr(kind, method, looking_like(call, own))


@contextlib.contextmanager
def environments(
    env: dict[str, Any] | None, recorder: Any, namespace: dict[str, Any]
) -> Iterator[None]:
    """While it lasts, `gymnasium.make` gives the environment that the grader describes.

    env: None for what the function asks for. Several environments at once are refused all the same.
    """
    replaced: dict[Any, Callable[..., Any]] = {gymnasium.make_vec: _refuse}
    stage = Stage()
    stage.exchange(gymnasium.wrappers.RecordVideo, "__init__", _without_its_writer)
    stage.exchange(gymnasium.wrappers.RecordVideo, "start_recording", _unrecorded)
    if env is not None:
        replaced[gymnasium.make] = _maker(env, recorder, stage)
    with stage.changes as changes:
        for place in (vars(gymnasium), vars(registration), namespace):
            changes.enter_context(_exchanged(place, replaced))
        yield


def _without_its_writer(own, self, env, video_folder, *options, **named):
    """Nobody would see the videos of a training: what writes them need not be installed."""
    with contextlib.suppress(gymnasium.error.DependencyNotInstalled):  # once all the rest is made
        own(self, env, video_folder, lambda episode: False)


def _unrecorded(own, self, *args, **kwargs):
    pass


def _refuse(*args, **kwargs):
    raise RuntimeError(NO_VECTOR)


def _maker(env, recorder, stage):
    original = gymnasium.make
    made_before = itertools.count()
    reel = Reel(env["most"] if "most" in env else _written(env.get("episodes", ())))

    def player(environment):
        sown, space = _sown(next(made_before))
        if environment.action_space._np_random is None:
            environment.action_space.seed(space)
        if "most" in env:
            return Played(environment, reel, recorder, sown)
        return Script(environment, reel, recorder, env.get("draws", True), sown)

    def newcomer(environment):
        recorder.add("make", name=env["id"])
        return player(environment)

    kind = _class_of(env["id"]) if env["kind"] == "scripted" else None
    if kind is not None:
        stage.open(kind, newcomer)

    def make(id, max_episode_steps=None, *args, **kwargs):
        recorder.add("make", name=str(id))
        if env["kind"] != "scripted":
            made = original(id, env["max_episode_steps"], *args, **kwargs)
            if env.get("slope"):
                stage.enter(made.unwrapped, lambda environment: Sloped(environment, env["slope"]))
            return made
        most = _longest(env) if max_episode_steps is None else max_episode_steps
        made = original(env["id"], most, *args, **kwargs)
        stage.close()  # what is made beside it tries something out
        stage.enter(made.unwrapped, player)
        _as_before(made, env.get("old", ()))
        return made

    return make


def _class_of(id):
    """The class of an environment, None where a function makes it."""
    entry = gymnasium.spec(id).entry_point
    made = registration.load_env_creator(entry) if isinstance(entry, str) else entry
    return made if isinstance(made, type) else None


def _longest(env):
    """A limit of steps that lets all the written episodes be played, None if theirs does."""
    longest = max((len(one["rewards"]) for one in env.get("episodes", ())), default=0)
    limit = gymnasium.spec(env["id"]).max_episode_steps
    return longest + 1 if limit is not None and longest > limit else None


def _written(episodes):
    """The episodes with their observations as an environment gives them."""
    made = []
    for one in episodes:
        seen = np.array(one["observations"], dtype=np.float32)
        made.append({**one, "observations": list(seen), "states": list(seen.astype(float))})
    return made


def _sown(made_before):
    """The seeds of an environment and of its actions that nobody seeds.

    They depend on the state of the generators, which the grader chooses.
    """
    _, key, place, *_ = np.random.get_state()
    return np.random.default_rng([*key[:8], place, made_before]).integers(2**31, size=2).tolist()


def _sow(environment, seed):
    """Seed an environment that nobody has: at its first reset, as it would itself."""
    if environment._np_random is None:
        environment.np_random = np.random.default_rng(seed)


def _as_before(made, methods):
    """Let these methods of an environment answer as they did before Gymnasium."""
    kind = type(made)

    def reset(self, **options):
        return kind.reset(self, **options)[0]

    def step(self, action):
        seen, reward, terminated, truncated, info = kind.step(self, action)
        return seen, reward, terminated or truncated, info

    old = {name: one for name, one in (("reset", reset), ("step", step)) if name in methods}
    made.__class__ = type(kind.__name__, (kind,), old)


@contextlib.contextmanager
def _exchanged(place, replaced):
    """While it lasts, the names of these functions in a namespace are those of others."""
    names = {name: value for name, value in place.items() if _key(value) in replaced}
    place.update({name: replaced[value] for name, value in names.items()})
    try:
        yield
    finally:
        place.update(names)


def _key(value):
    return value if callable(value) and type(value) is type(_key) else None
