"""Hidden tests of deep_q_learning."""

import pytest

from autograder.exercises.deep_q_learning.loop import agent_of, evidence, weights
from autograder.judging.assertions import close, describe, points, require
from autograder.training import reproducibility


@pytest.fixture(scope="module")
def loop(student):
    return evidence(student)


@points(2.0)
def test_agent(loop):
    """L'agent renvoyé est un Model de Poutyne : un NNModel et Adam, avec le taux lr."""
    agent, lr = agent_of(loop)
    require(
        isinstance(agent, dict) and weights(agent) is not None,
        call="deep_q_learning(…)",
        obtained=agent if not isinstance(agent, dict) else "un agent d'un autre réseau",
        expected="un poutyne.Model dont le réseau est NNModel(4, 2)",
        hint="renvoyez Model(réseau, optimiseur, loss_function=dqn_loss)",
    )
    require(
        agent["optimizer"] == "Adam"
        and close(agent["lr"], lr)
        and close(agent["weight_decay"], 0.0),
        call=f"deep_q_learning(lr={lr}, …)",
        obtained=f"l'optimiseur {describe(agent['optimizer'])}, taux {describe(agent['lr'])},"
        f" weight_decay {describe(agent['weight_decay'])}",
        expected="Adam, avec le taux d'apprentissage reçu, sans autre réglage",
        hint="torch.optim.Adam(réseau.parameters(), lr=lr)",
    )


@points(1.25)
def test_seed(loop):
    """La même graine donne deux fois les mêmes poids ; deux graines donnent d'autres poids."""
    reproducibility.check_same_seed(loop)


@points(2.0)
def test_epsilon(loop):
    """epsilon part de 1 et décroît après chaque trajectoire, jusqu'à son plancher."""
    loop.judge("epsilon")


@points(2.75)
def test_transitions(loop):
    """Chaque pas de temps entrepose sa transition : (s, a, r, s', terminé)."""
    loop.judge("transitions")


@points(0.75)
def test_time_limit(loop):
    """La limite de temps arrête l'épisode, mais n'est pas un état terminal."""
    loop.judge("time_limit")


@points(0.75)
def test_first_update(loop):
    """Les mises à jour commencent dès que la mémoire contient au moins batch_size transitions."""
    loop.judge("first_update")


@points(3.75)
def test_updates(loop):
    """Chaque pas de temps entraîne le réseau sur un lot : bons états, bonnes cibles."""
    loop.judge("updates")


@points(1.75)
def test_arguments(loop):
    """Chaque argument compte : gamma, n_trajectories, batch_size et buffer_size."""
    loop.judge("arguments")
