"""Hidden tests of linear_acrobot."""

import pytest

from autograder.exercises.linear_acrobot.loop import evidence
from autograder.judging.assertions import points
from autograder.training import reproducibility


@pytest.fixture(scope="module")
def loop(student):
    return evidence(student)


@points(1)
def test_seed(loop):
    """La même graine donne deux fois le même theta ; deux graines donnent deux theta."""
    reproducibility.check_same_seed(loop)


@points(2)
def test_epsilon(loop):
    """epsilon part de 1 et décroît après chaque trajectoire, jusqu'à son plancher."""
    loop.judge("epsilon")


@points(2)
def test_transitions(loop):
    """Chaque pas de temps entrepose sa transition : (s, a, r, s', terminé)."""
    loop.judge("transitions")


@points(1)
def test_time_limit(loop):
    """La limite de temps arrête l'épisode, mais n'est pas un état terminal."""
    loop.judge("time_limit")


@points(1)
def test_first_update(loop):
    """Les mises à jour commencent dès que la mémoire contient au moins batch_size transitions."""
    loop.judge("first_update")


@points(2)
def test_updates(loop):
    """Chaque pas de temps met theta à jour sur un lot : bons états, bonnes cibles."""
    loop.judge("updates")


@points(1)
def test_arguments(loop):
    """Chaque argument compte : gamma, n_trajectories, batch_size et buffer_size."""
    loop.judge("arguments")
