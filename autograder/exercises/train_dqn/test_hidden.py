"""Hidden tests of train_dqn."""

import pytest

from autograder.exercises.train_dqn.loop import (
    ELSEWHERE_ID,
    agent_of,
    check_episodes,
    elsewhere,
    evidence,
    fits_elsewhere,
    weights,
)
from autograder.judging.assertions import close, describe, points, require
from autograder.training import reproducibility


@pytest.fixture(scope="module")
def loop(student):
    return evidence(student)


@points(0.5)
def test_agent(loop):
    """L'agent renvoyé est un DQN : un NNModel de trois couches de 64, et Adam, avec le taux lr."""
    agent, lr = agent_of(loop)
    require(
        isinstance(agent, dict) and agent["type"] == "DQN" and weights(agent) is not None,
        call="train_dqn(…)",
        obtained=agent if not isinstance(agent, dict) else "un agent d'une autre classe, ou réseau",
        expected="un DQN dont le réseau est NNModel(4, 2, n_hidden_layers=3, hidden_dim=64)",
        hint="renvoyez DQN(environment.action_space, réseau, optimiseur, loss_function=dqn_loss)",
    )
    require(
        agent["optimizer"] == "Adam"
        and close(agent["lr"], lr)
        and close(agent["weight_decay"], 0.0),
        call=f"train_dqn(lr={lr}, …)",
        obtained=f"l'optimiseur {describe(agent['optimizer'])}, taux {describe(agent['lr'])},"
        f" weight_decay {describe(agent['weight_decay'])}",
        expected="Adam, avec le taux d'apprentissage reçu, sans autre réglage",
        hint="torch.optim.Adam(réseau.parameters(), lr=lr)",
    )


@points(0.5)
def test_environment(loop):
    """L'environnement est celui de env_id ; le réseau a ses dimensions, et son nombre d'actions."""
    training = elsewhere(loop)
    names = [event["name"] for event in training.of("make")]
    require(
        names and set(names) == {ELSEWHERE_ID},
        call=f'train_dqn(env_id="{ELSEWHERE_ID}", …)',
        obtained=f"gym.make de {names[:2]}",
        expected="l'environnement dont le nom est reçu",
        hint="gym.make(env_id)",
    )
    require(
        fits_elsewhere(training),
        call="train_dqn(…), six nombres par état et trois actions",
        obtained="un réseau d'autres dimensions",
        expected="autant d'entrées que de nombres dans un état, autant de sorties que d'actions",
        hint="environment.observation_space.shape[0] et environment.action_space.n",
    )


@points(0.5)
def test_seed(loop):
    """La même graine donne deux fois les mêmes poids ; deux graines donnent d'autres poids."""
    reproducibility.check_same_seed(loop)


@points(0.5)
def test_epsilon(loop):
    """L'agent agit dans l'état courant ; epsilon part de 1, puis décroît jusqu'à son plancher."""
    loop.judge("epsilon")


@points(0.5)
def test_transitions(loop):
    """Chaque pas de temps entrepose sa transition : (s, a, r, s', terminé)."""
    loop.judge("transitions")


@points(0.5)
def test_time_limit(loop):
    """La limite de temps arrête l'épisode, mais n'est pas un état terminal."""
    loop.judge("time_limit")


@points(0.25)
def test_episodes(loop):
    """Les n_trajectories trajectoires sont jouées jusqu'à leur fin, quel que soit le rendement."""
    check_episodes(loop)  # the short runs are too short to prove it


@points(0.75)
def test_interval(loop):
    """L'agent apprend une fois tous les training_interval pas, comptés sur tout l'entraînement."""
    loop.judge("interval")


@points(0.25)
def test_first_update(loop):
    """Les mises à jour commencent dès que la mémoire contient au moins batch_size transitions."""
    loop.judge("first_update")


@points(1.0)
def test_updates(loop):
    """L'agent apprend du lot tiré, dont les cibles viennent du réseau cible."""
    loop.judge("updates")


@points(0.5)
def test_still_target(loop):
    """La cible part des poids de l'agent ; apprendre ne la déplace pas."""
    loop.judge("still_target")


@points(1.0)
def test_soft_updates(loop):
    """Après chaque mise à jour de l'agent, une mise à jour douce de la cible, avec tau."""
    loop.judge("soft_updates")


@points(0.25)
def test_arguments(loop):
    """Chaque argument compte : gamma, n_trajectories, batch_size et buffer_size."""
    loop.judge("arguments")
