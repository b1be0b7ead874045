"""What stands in for something looks like it, to whoever looks from a student's function."""

import inspect

import gymnasium as gym

from autograder.declarations import declaration, stand_ins
from autograder.student.inside.environments import environments
from autograder.student.inside.naming import LOOKS
from autograder.student.inside.recorder import Recorder, replaced

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
    with replaced(stand_ins(own), Recorder(), namespace):
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
    with replaced(stand_ins(declaration("batch_linear_q").calls), Recorder(), namespace):
        assert callable(namespace["phi"])
    assert namespace == {}


def test_written_episodes_are_played_by_what_looks_like_cartpole():
    real = gym.make("CartPole-v1").unwrapped
    with environments(ENV, Recorder(), {}):
        played = gym.make("CartPole-v1").unwrapped
        assert vars(played).keys() == vars(real).keys()
        first, _ = played.reset(seed=3)
        _, reward, terminated, _, _ = played.step(1)
    assert first.tolist() == [0.5] * 4
    assert (reward, terminated) == (1.5, True)
    assert isinstance(played, type(real))
    for look in LOOKS:
        assert getattr(type(played), look) == getattr(type(real), look)
    for method in ("reset", "step"):
        mine, theirs = getattr(type(played), method), getattr(type(real), method)
        assert inspect.signature(mine) == inspect.signature(theirs)
        assert mine.__qualname__ == theirs.__qualname__
        assert mine.__doc__ == theirs.__doc__
