"""What varies from class to class, and what does not within one."""

import importlib
import json

import numpy as np
import pytest

from autograder.catalogue import HOME_OF
from autograder.declarations import declaration
from autograder.judging import runner, variant
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student
from autograder.proof.bank import variants
from autograder.proof.scores import KEPT_BY_A_CHEAT
from autograder.submission.fill import reference
from autograder.training.episodes import PLAYED, SCRIPT, SCRIPTED
from autograder.training.reference import run

QUICK = [exercise for exercise in HOME_OF if declaration(exercise).loop is None]
SECRETS = (0, 11, 2**62 + 1)


class Listening(LocalChannel):
    """Keeps what is asked, and answers nothing of use."""

    def __init__(self):
        super().__init__({})
        self.asked = []

    def ask(self, request, seconds):
        self.asked.append(json.dumps(request, sort_keys=True))
        return super().ask(request, seconds)


def asked(exercise, secret):
    channel = Listening()
    with variant.of_class(secret):
        runner.run([exercise], lambda _: Student(channel, 60))
    return channel.asked


@pytest.mark.slow
@pytest.mark.parametrize("exercise", QUICK)
def test_each_class_is_asked_its_own_numbers_and_everyone_in_it_the_same(exercise):
    every = [asked(exercise, secret) for secret in SECRETS]
    assert every[1] == asked(exercise, SECRETS[1])
    assert every[0] != every[1] != every[2] != every[0]


def test_outside_of_a_class_the_draws_are_those_of_always():
    assert variant.generator(301).random() == np.random.default_rng(301).random()
    assert variant.seed(500) == 500
    assert dict(SCRIPTED)["seed"] == 3 and run({"seed": 1}).kwargs == {"seed": 1}


def test_a_class_has_other_episodes_and_other_ordinary_arguments():
    environment = declaration("batch_linear_q").loop.environment
    with variant.of_class(12345):
        mine, arguments, seed = (
            SCRIPT.episodes(environment),
            dict(SCRIPTED),
            run({"seed": 1}).kwargs["seed"],
        )
    assert mine != SCRIPT.episodes(environment)
    assert arguments.keys() == dict(SCRIPTED).keys() and arguments != dict(SCRIPTED)
    assert 0 < arguments["lr"] < 0.1 and 3 < arguments["batch_size"] < 7
    assert 1 <= seed <= 50
    assert variant.secret() == 0


@pytest.mark.parametrize("secret", range(12))
def test_in_every_class_one_first_episode_is_shorter_than_a_batch_and_one_is_longer(secret):
    """What waits for a batch is seen in the one, what waits for a trajectory in the other."""
    with variant.of_class(secret):
        assert SCRIPT.ends[0][0] < SCRIPTED["batch_size"] < PLAYED.played[0]


def test_nobody_finds_the_number_of_a_class_in_what_comes_of_it():
    with variant.of_class(SECRETS[2]):
        assert variant.number("a") != variant.number("b") < 2**32
        assert variant.number("a") == variant.number("a")


@pytest.mark.long
@pytest.mark.parametrize("exercise", QUICK)
@pytest.mark.parametrize("secret", SECRETS[1:])
def test_right_answers_are_right_in_every_class(exercise, secret, locally):
    for name, source in variants(exercise, "right").items():
        with variant.of_class(secret):
            student = Student(LocalChannel(locally(exercise, source)), 600)
            verdicts = runner.run([exercise], lambda _, student=student: student)
        assert {verdict.kind for verdict in verdicts} == {"passed"}, name


@pytest.mark.slow
@pytest.mark.parametrize("secret", [7919, 15838])
def test_an_evaluation_shows_nothing_by_its_first_action(secret, locally):
    """In these classes, the action that the cheat plays and leaves is the best one."""
    cheat = variants("evaluer_agent", "cheats")["remembers_other_rewards"]
    with variant.of_class(secret):
        student = Student(LocalChannel(locally("evaluer_agent", cheat)), 600)
        verdicts = runner.run(["evaluer_agent"], lambda _: student)
    kept = sum(verdict.test.points for verdict in verdicts if verdict.kind == "passed")
    assert kept <= KEPT_BY_A_CHEAT * runner.points("evaluer_agent")


@pytest.fixture
def locally():
    """What a notebook defines: the references of the assignment, then an answer."""

    def namespace(exercise, source):
        names = {}
        for one in HOME_OF[exercise].exercises:  # what they import too
            names |= vars(importlib.import_module(f"solutions.{one}"))
        for one in HOME_OF[exercise].exercises:
            source_of = f"from __future__ import annotations\n{reference(one)}"
            exec(compile(source_of, one, "exec"), names)
        exec(compile(source, exercise, "exec"), names)
        return names

    return namespace
