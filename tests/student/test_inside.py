"""What is sent beside the student's code: names as they stood, parameters, environments."""

import copy
import json
import random
import sys
import traceback

import gymnasium as gym
import numpy as np
import pytest

from autograder.judging import messages
from autograder.judging.findings import Raised
from autograder.student.inside import standing as noted
from autograder.student.inside.environments import environments
from autograder.student.inside.naming import called_like, renamed
from autograder.student.inside.recorder import Recorder, replaced
from autograder.student.inside.serve import describe_error
from autograder.student.inside.standing import standing
from autograder.student.inside.traces import FRAMES, shorten
from autograder.student.inside.wire import decode

EPISODES = [
    {"observations": [[i, 0, 0, 0.5] for i in range(4)], "rewards": [1, 2, 3], "end": "truncated"},
    {"observations": [[9, 0, 0, 0.5]] * 3, "rewards": [1, 1], "end": "terminated"},
]
SCRIPTED = {"kind": "scripted", "id": "CartPole-v1", "episodes": EPISODES}


@pytest.fixture
def notes(monkeypatch):
    """The notes of a notebook where f was defined before x and g changed."""
    monkeypatch.setattr(noted, "DEFINED", {"f": "f as defined", "g": "g as defined"})
    around = {"f": {"f": "f as left", "x": 1, "gone": 2}, "g": {"g": "g as left", "x": 3}}
    monkeypatch.setattr(noted, "AROUND", around)
    monkeypatch.setattr(noted, "STANDING", {})


def seen(reading, namespace):
    with standing(reading, namespace):
        return dict(namespace)


def test_an_answer_finds_the_names_that_it_had(notes):
    namespace = {"f": 0, "g": 0, "x": 9, "later": 5}
    names = seen(("f", "defined"), namespace)
    assert names == {"f": "f as defined", "g": "g as defined", "x": 1, "gone": 2, "later": 5}
    assert seen(("g", "defined"), namespace)["x"] == 3
    assert seen(("f", "ended"), namespace)["f"] == "f as left"
    assert seen(("f", "final"), namespace)["f"] == 0
    assert namespace == {"f": 0, "g": 0, "x": 9, "later": 5}


def test_without_a_reading_the_names_are_as_they_are(notes):
    assert seen(None, {"f": 0}) == {"f": 0}


def test_what_an_answer_changes_is_there_at_its_next_call(notes):
    namespace = {"f": 0}
    with standing(("f", "defined"), namespace):
        namespace["x"] += 1
    assert seen(("f", "defined"), namespace)["x"] == 2
    assert seen(("f", "ended"), namespace)["x"] == 1


# --- parameters ----------------------------------------------------------------------------------


def stand_in(theta, state, actions, **extra):
    return theta, state, actions, extra


def test_a_stand_in_is_called_by_the_names_of_the_students_own():
    named = called_like(stand_in, lambda poids, etat, actions: None)
    assert named(1, actions=3, etat=2) == (1, 2, 3, {})
    assert named(theta=1, state=2, actions=3) == (1, 2, 3, {})


@pytest.mark.parametrize("own", [None, 3, print, lambda *a, **k: None, lambda: None, np.add])
def test_a_stand_in_keeps_its_names_where_the_students_are_not_known(own):
    assert called_like(stand_in, own)(1, state=2, actions=3) == (1, 2, 3, {})


@pytest.mark.parametrize("namespace", [{}, {"Memory": 3}])
def test_a_stand_in_bears_the_name_of_what_is_not_there(namespace):
    text = "def stand_in(recorder, seed):\n    return type('Neutral', (), {})"
    with replaced({"Memory": text}, Recorder(), namespace, seed=1):
        assert namespace["Memory"]().__class__.__name__ == "Memory"


def test_the_methods_of_a_class_too():
    class Memory:
        def __init__(self, buffer_size):
            self.size = buffer_size

        def get_batch(self, batch_size):
            return self.size, batch_size

    class Own:
        def __init__(self, taille):
            pass

        def get_batch(self, lot):
            pass

    assert called_like(Memory, Own)(taille=3).get_batch(lot=2) == (3, 2)
    assert called_like(Memory, Own)(buffer_size=3).get_batch(2) == (3, 2)


def test_a_function_is_called_by_the_usual_names():
    function = renamed(lambda taux, graine=0: (taux, graine), ["lr", "seed"])
    assert function(lr=1) == (1, 0)
    assert function(seed=2, taux=1) == (1, 2)


def test_names_that_are_known_are_never_exchanged():
    assert renamed(lambda b, a: (b, a), ["a", "b"])(a=1, b=2) == (2, 1)
    assert renamed(lambda a, x: (a, x), ["x", "a"])(x=1, a=2) == (2, 1)


# --- environments --------------------------------------------------------------------------------


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def scripted(recorder):
    with environments(SCRIPTED, recorder, {}):
        yield gym


MAKERS = {
    "positional": lambda: gym.make("CartPole-v1"),
    "keyword": lambda: gym.make(id="CartPole-v1"),
    "limit": lambda: gym.make("CartPole-v1", 500),
    "limit by keyword": lambda: gym.make("CartPole-v1", max_episode_steps=500),
    "everything": lambda: gym.make("CartPole-v1", 500, True, render_mode="rgb_array"),
    "specification": lambda: gym.make(gym.spec("CartPole-v1")),
    "registration": lambda: gym.envs.registration.make("CartPole-v1"),
    "wrapped": lambda: gym.wrappers.RecordEpisodeStatistics(gym.make("CartPole-v1")),
}


@pytest.mark.parametrize("way", MAKERS)
def test_the_written_episodes_are_played_whatever_the_way_to_ask(way, scripted, recorder):
    environment = MAKERS[way]()
    state, _ = environment.reset(seed=1, options={})
    assert state.tolist() == [0, 0, 0, 0.5] and state.dtype == np.float32
    played = [environment.step(1)[1:4] for _ in range(3)]
    assert played == [(1.0, False, False), (2.0, False, False), (3.0, False, True)]
    assert environment.reset()[0].tolist() == [9, 0, 0, 0.5]
    assert [event["event"] for event in recorder.events[-5:]] == ["reset", *["step"] * 3, "reset"]
    seeds = [event["seed"] for event in recorder.events if event["event"] == "reset"]
    assert seeds == [1, None]


def test_the_episodes_go_on_from_one_environment_to_the_next(scripted):
    first, second = gym.make("CartPole-v1"), gym.make("CartPole-v1")
    assert first.reset()[0].tolist() == second.reset()[0].tolist()  # nothing was played
    second.step(0)
    assert first.reset()[0].tolist() == [9, 0, 0, 0.5]


def seeded_whole(environment):
    environment.reset(seed=1)
    environment.action_space.seed(1)
    np.random.seed(1)
    random.seed(1)


def seeded_start(environment):
    environment.reset(seed=1)


def seeded_numpy(environment):
    environment.reset()
    np.random.seed(1)


@pytest.mark.parametrize(
    ("seed", "same"),
    [
        (seeded_whole, [True, True, True, True]),
        (seeded_start, [True, False, False, False]),
        (seeded_numpy, [False, False, True, False]),
    ],
)
def test_the_first_step_of_an_episode_tells_which_generators_were_seeded(
    seed, same, scripted, recorder
):
    environment = gym.make("CartPole-v1")
    for _ in range(2):
        seed(environment)
        environment.step(0)
        environment.step(0)
    steps = [event for event in recorder.events if event["event"] == "step"]
    assert ["draws" in step for step in steps] == [True, False, True, False]
    one, other = (decode(step["draws"]) for step in steps if "draws" in step)
    assert [a == b for a, b in zip(one, other, strict=True)] == same


def test_the_environment_is_gymnasiums_own(scripted):
    real = gym.make("CartPole-v1")
    with gym.make("CartPole-v1", render_mode="rgb_array") as environment:
        environment.reset(seed=3)
        assert environment.unwrapped.x_threshold == 2.4
        assert environment.spec.id == "CartPole-v1" and environment.spec.max_episode_steps == 500
        assert environment.observation_space == real.observation_space
        assert environment.action_space == real.action_space
        assert environment.render().shape == (400, 600, 3)
        assert environment.unwrapped.state.tolist() == [0, 0, 0, 0.5]
        first = environment.np_random.random()
        environment.reset(seed=3)
        assert environment.np_random.random() == first
    assert gym.make("CartPole-v1").metadata["render_fps"] == 50


@pytest.mark.parametrize("options", [{}, {"episode_trigger": lambda episode: True}])
def test_no_video_is_written_where_a_loop_asks_for_one(
    options, scripted, recorder, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "moviepy", None)  # which the course does not ask for
    environment = gym.make("CartPole-v1", render_mode="rgb_array")
    environment = gym.wrappers.RecordVideo(environment, str(tmp_path / "videos"), **options)
    environment.reset(seed=1)
    assert [environment.step(0)[1] for _ in range(3)] == [1, 2, 3]
    environment.close()
    assert not list(tmp_path.glob("videos/*"))
    assert [event["event"] for event in recorder.events] == ["make", "reset", *["step"] * 3]


def test_an_environment_without_a_mode_renders_nothing(scripted):
    environment = gym.make("CartPole-v1")
    environment.reset()
    with pytest.warns(UserWarning, match="render"):
        assert environment.render() is None


def test_a_shorter_time_limit_is_the_functions_own(scripted):
    environment = gym.make("CartPole-v1", max_episode_steps=2)
    environment.reset()
    assert [environment.step(0)[3] for _ in range(2)] == [False, True]
    assert environment.reset()[0].tolist() == [9, 0, 0, 0.5]


@pytest.mark.parametrize("given", [(), (7,), (7, True)])
def test_the_graders_time_limit_wins(given, recorder):
    with environments({"kind": "time_limit", "max_episode_steps": 3}, recorder, {}):
        assert gym.make("CartPole-v1", *given).spec.max_episode_steps == 3
        assert gym.make("CartPole-v1", max_episode_steps=9).spec.max_episode_steps == 3


@pytest.mark.parametrize("env", [None, SCRIPTED])
def test_several_environments_at_once_are_refused_in_a_sentence(env, recorder):
    make, make_vec = gym.make, gym.make_vec
    namespace = {"make_vec": gym.make_vec, "make": gym.make, "x": np.zeros(2), "y": {}}
    with environments(env, recorder, namespace):
        for refused in (gym.make_vec, namespace["make_vec"]):
            with pytest.raises(RuntimeError, match="un seul environnement") as raised:
                refused("CartPole-v1", num_envs=2)
            said = Raised("f(…)", "RuntimeError", str(raised.value), "gym.make_vec('CartPole-v1')")
            assert "créez un seul environnement" in messages.sentence(said)
        assert (namespace["make"] is make) == (env is None)
    assert (gym.make, gym.make_vec) == (make, make_vec)
    assert (namespace["make"], namespace["make_vec"]) == (make, make_vec)
    json.dumps(recorder.events)


def test_an_environment_that_gymnasium_does_not_make_plays_the_written_episodes_too(recorder):
    notebooks = gym.make("CartPole-v1")  # before the call
    with environments(SCRIPTED, recorder, {}):
        one = notebooks.reset(seed=1)[0]
        apart = copy.deepcopy(notebooks)
        apart.step(0)  # a copy plays by its own rules
        assert [event["event"] for event in recorder.events] == ["make", "reset"]
        two = gym.wrappers.TimeLimit(type(notebooks.unwrapped)(), 9).reset(seed=1)[0]
        np.testing.assert_array_equal(one, two)
        notebooks.step(0)
    assert [event["event"] for event in recorder.events] == ["make", "reset"] * 2 + ["step"]
    shown = notebooks.reset(seed=1)[0]
    assert np.abs(shown).max() < 0.06 and len(recorder.events) == 5


@pytest.mark.parametrize(
    ("old", "of_reset", "of_step"),
    [((), 2, 5), (("reset",), 4, 5), (("step",), 2, 4), (("reset", "step"), 4, 4)],
)
def test_an_environment_answers_as_before_gymnasium_where_it_is_asked_to(old, of_reset, of_step):
    recorder = Recorder()
    with environments(SCRIPTED | {"old": old}, recorder, {}):
        environment = gym.make("CartPole-v1")
        assert len(environment.reset(seed=1)) == of_reset
        assert len(environment.step(0)) == of_step
        environment.step(0)
        assert environment.step(0)[2] == ("step" in old)  # the end is a time limit
    assert type(environment).__name__ == "TimeLimit"
    assert [event["event"] for event in recorder.events] == ["make", "reset", *["step"] * 3]


# --- exceptions ----------------------------------------------------------------------------------


def test_an_exception_where_python_knows_no_line_is_told_all_the_same():
    def phi():
        raise ValueError("rien")

    # an entry of eight instructions without a line, as often as needed
    nowhere = bytes([0b1_1111_111]) * len(phi.__code__.co_code)
    cell = "/tmp/ipykernel_1/1.py"
    phi.__code__ = phi.__code__.replace(co_linetable=nowhere, co_filename=cell)
    with pytest.raises(ValueError) as caught:
        phi()
    told = describe_error(caught.value)
    assert (told["type"], told["message"], told["line"]) == ("ValueError", "rien", "")


def test_an_exception_says_who_raised_it_where_it_is_the_notebooks():
    def where(code):
        names = {}
        exec(compile(code, "/tmp/ipykernel_1/1.py", "exec"), names)
        with pytest.raises(NotImplementedError) as caught:
            names["phi"]()
        return describe_error(caught.value)["where"]

    assert where("def phi():\n    raise NotImplementedError") == "phi"
    assert where("import typing\n@typing.overload\ndef phi():\n    return 1") == ""


def test_the_trace_of_a_recursion_without_end_keeps_its_two_ends():
    def depth(n):
        return 1 / n if n == 0 else depth(n - 1)

    def lengths(n):
        with pytest.raises(ZeroDivisionError) as caught:
            depth(n)
        trace = caught.value.__traceback__
        shorten(trace)
        return [one.f_code.co_name for one, _ in traceback.walk_tb(trace)]

    for n in (0, 5, FRAMES - 3, 2 * FRAMES - 3):
        assert len(lengths(n)) == n + 2, n
    assert len(lengths(500)) == 2 * FRAMES
    assert lengths(500)[0] == "lengths"
    assert shorten(None) is None
