"""What stands in for something looks like it, to whoever looks from a student's function."""

import copy
import inspect
import json

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.envs.classic_control import CartPoleEnv

from autograder.declarations import declaration, stand_ins
from autograder.student import wire
from autograder.student.inside.environments import environments
from autograder.student.inside.naming import LOOKS
from autograder.student.inside.recorder import Recorder, replaced
from autograder.student.process import Order, StudentProcess

EPISODES = [{"observations": [[0.5] * 4, [0.25] * 4], "rewards": [1.5], "end": "terminated"}]
ENV = {"kind": "scripted", "id": "CartPole-v1", "episodes": EPISODES}


def get_targets(q, r, end, gamma=0.9):
    """What a student wrote."""


class ReplayBuffer:
    """What another one wrote."""

    def __init__(self, buffer_size):
        self.data = [buffer_size]


def test_a_stand_in_has_the_looks_of_what_it_stands_for():
    own = {"get_targets": get_targets, "ReplayBuffer": ReplayBuffer}
    namespace = dict(own)
    with replaced(stand_ins(own), Recorder(), namespace, 1):
        for name, one in own.items():
            assert namespace[name] is not one
            assert [getattr(namespace[name], look) for look in LOOKS] == [
                getattr(one, look) for look in LOOKS
            ]
            assert inspect.signature(namespace[name]) == inspect.signature(one)
            assert not hasattr(namespace[name], "__wrapped__")
    assert namespace == own


def test_a_stand_in_for_nothing_stands_all_the_same():
    namespace = {}
    with replaced(stand_ins(declaration("batch_linear_q").calls), Recorder(), namespace, 1):
        assert callable(namespace["phi"])
    assert namespace == {}


def test_written_episodes_are_played_by_what_looks_like_cartpole():
    real = gym.make("CartPole-v1").unwrapped
    own = {method: getattr(CartPoleEnv, method) for method in ("reset", "step")}
    with environments(ENV, Recorder(), {}):
        played = gym.make("CartPole-v1").unwrapped
        assert vars(played).keys() == vars(real).keys()
        first, _ = played.reset(seed=3)
        _, reward, terminated, _, _ = played.step(1)
        assert type(played) is CartPoleEnv
        for method, theirs in own.items():
            mine = getattr(type(played), method)
            assert inspect.signature(mine) == inspect.signature(theirs)
            assert mine.__qualname__ == theirs.__qualname__
            assert mine.__doc__ == theirs.__doc__
    assert first.tolist() == [0.5] * 4
    assert (reward, terminated) == (1.5, True)
    assert {method: getattr(CartPoleEnv, method) for method in own} == own


def after(environment, state, action):
    environment.reset(seed=1)
    environment.state = np.array(state)
    return environment.step(action)[0].tolist()


def test_other_environments_play_by_their_own_rules_meanwhile():
    alone = after(CartPoleEnv(), [0.01, 0.02, 0.03, 0.04], 1)
    with environments(ENV, Recorder(), {}):
        played = gym.make("CartPole-v1")
        played.reset(seed=3)
        assert after(CartPoleEnv(), [0.01, 0.02, 0.03, 0.04], 1) == alone
        copied = copy.deepcopy(played).unwrapped
        assert after(copied, [0.01, 0.02, 0.03, 0.04], 1) == alone


def test_an_environment_that_is_only_watched_plays_as_alone_and_tells_what_it_shows():
    def played():
        environment = gym.make("CartPole-v1")
        return [environment.reset(seed=3), *(environment.step(i % 2) for i in range(4))]

    alone, recorder = played(), Recorder()
    with environments({"kind": "scripted", "id": "CartPole-v1", "most": [3]}, recorder, {}):
        watched = played()
    for mine, theirs in zip(watched, alone, strict=True):
        assert mine[0].tolist() == theirs[0].tolist()
    assert [one[1:] for one in watched[1:3]] == [one[1:] for one in alone[1:3]]
    assert [one[3] for one in watched[1:]] == [False, False, True, True]  # cut after three steps
    steps = [event for event in recorder.events if event["event"] == "step"]
    assert [wire.decode(one["shown"])[1:] for one in steps[:3]] == [
        [1.0, False, False],
        [1.0, False, False],
        [1.0, False, True],
    ]


def test_episodes_are_cut_in_turn_whichever_environments_play_them():
    recorder, lengths = Recorder(), []
    with environments({"kind": "scripted", "id": "CartPole-v1", "most": [1, 3]}, recorder, {}):
        for _ in range(2):
            environment = gym.make("CartPole-v1")
            for _ in range(2):
                environment.reset(seed=3)  # twice: the same episode
                environment.reset()
                ends = [environment.step(1)[3]]
                while not ends[-1]:
                    ends.append(environment.step(1)[3])
                lengths.append(len(ends))
    assert lengths == [1, 3, 1, 3]


# Everything that a function can see of its caller without guessing where to look.
LOOKS_AROUND = """
import gc, linecache, re, sys, traceback, types
OURS = re.compile("correcteur|stand_in|run_step|describe_error")
def regarde():
    frames, frame = [], sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        frames.append((code.co_filename, code.co_name, frame.f_globals.get("__name__")))
        frame = frame.f_back
    objects = [one for one in gc.get_objects() if isinstance(one, types.FunctionType)]
    return {
        "files": [one[0] for one in frames],
        "name": frames[0][1],
        "globals": frames[0][2],
        "modules": sorted(
            name for name, one in sys.modules.items()
            if OURS.search(name) or any(map(OURS.fullmatch, vars(one)))
        ),
        "listed": sorted({one.__qualname__ for one in objects if OURS.search(one.__qualname__)}),
        "sources": [
            name for name, one in linecache.cache.items() if "def _" + "install" in "".join(one[2])
        ],
        "notebook": sorted(name for name in globals() if OURS.search(name) or name == "_install"),
    }
"""


@pytest.mark.slow
def test_the_graders_side_has_no_name_in_the_students_process():
    asked = {"do": "call", "target": "regarde", "args": [], "kwargs": {"$": "dict", "v": []}}
    step = {**asked, "repeat": None, "save": None, "wrt": None, "watch": None}
    request = {
        "do": "answer",
        "steps": [step],
        "seed": None,
        "env": None,
        "stand_ins": {},
        "record": True,
        "neutral": 1,
    }
    with StudentProcess() as process:
        process.run(LOOKS_AROUND, 20)
        reply = process.run(Order({**request, "describe": None, "reading": None}), 20).reply
        printed = process.run("import json; print(json.dumps(regarde()))", 20).outputs[0]["text"]
    called = {key: value for key, value in json.loads(reply)["results"][0]["value"]["v"]}
    in_a_cell = json.loads(printed)
    assert called["name"] == in_a_cell["name"] == "<module>"
    assert called["globals"] == in_a_cell["globals"] == "__main__"
    assert "/ipykernel_" in called["files"][0] and "/ipykernel_" in in_a_cell["files"][0]
    assert set(called["files"][1:]) <= set(in_a_cell["files"][1:])
    for what in ("modules", "listed", "sources", "notebook"):
        assert called[what] == [], what
