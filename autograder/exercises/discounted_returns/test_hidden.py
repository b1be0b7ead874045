"""Hidden tests of discounted_returns."""

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import points, require, same
from autograder.judging.effects import untouched
from autograder.judging.fairness import SINGLE_PRECISION
from solutions.discounted_returns import discounted_returns

LONG = 301  # steps: an answer that calls itself two or three times a step still has room


def episode(seed, length):
    return variant.generator(seed).normal(size=length)


def sparse(seed, length):
    """An episode where half of the steps bring nothing, as most do in many environments."""
    return episode(seed, length) * (np.arange(length) % 2)


def judge(student, calls, hint):
    for value, (rewards, gamma) in zip(
        student.many("discounted_returns", calls), calls, strict=True
    ):
        same(
            value,
            discounted_returns(rewards, gamma),
            call=f"discounted_returns(rewards, {gamma}), avec T = {len(rewards)}",
            expected="un tableau (T,) : pour chaque t, la somme des gamma^k · r_{t+k}",
            hint=hint,
            **SINGLE_PRECISION,
        )


@points(0.5)
def test_by_hand(student):
    """Pour trois récompenses, les rendements sont r_0 + gamma · r_1 + gamma² · r_2, etc."""
    judge(student, [(np.array([3.0, 10.0, -4.0]), 0.5)], "posez le calcul à la main, pas par pas")


@points(0.75)
def test_any_length(student):
    """Les rendements sont justes pour des épisodes de toute longueur, même d'un seul pas."""
    short = [(episode(1201, 1), 0.5), (episode(1202, 7), 0.8), (sparse(1203, 40), 0.97)]
    calls = [*short, (episode(1207, LONG), 0.99)]
    judge(student, calls, "le dernier rendement est la dernière récompense ; remontez de là")


@points(0.25)
def test_extreme_gammas(student):
    """Pour gamma = 0, chaque rendement est sa récompense ; pour gamma = 1, rien n'est réduit."""
    calls = [(episode(1204, 6), 0.0), (episode(1205, 6), 1.0)]
    judge(student, calls, "gamma à la puissance 0 vaut 1, même pour gamma = 0 ; ne divisez pas")


@points(0.5)
def test_arguments_untouched(student):
    """discounted_returns donne les rendements dans un nouveau tableau."""
    call = (episode(1206, 5), 0.9)
    judge(student, [call], "chaque rendement contient tous ceux d'après, et aucun d'avant")
    require(
        untouched(student.outcome("discounted_returns", *call), call, [0]),
        call="discounted_returns(rewards, 0.9)",
        obtained="un tableau rewards modifié par l'appel",
        expected="un tableau intact : l'appelant s'en sert encore",
        hint="évitez *= et les affectations rewards[t] = …",
    )
