"""The comparison kit: no result without seeds, a witness and a prediction; each seed counted."""

import re
import sys

import gymnasium as gym
import matplotlib.pyplot as plt
import numpy as np
import poutyne
import pytest

from autograder.paths import ROOT
from solutions.deep_q_learning import deep_q_learning

sys.path.insert(0, str(ROOT / "aides"))
import experiences
import outils

VARIANTS = {"témoin": {"force": 1}, "rapide": {"force": 3}}
SEEDS = range(5)


@pytest.fixture(autouse=True)
def figures(monkeypatch):
    """The figures that are shown, each with words for who does not see it."""
    shown = []

    def show(figure, words):
        assert re.search(r"\d", words), "what was found stands in it"
        shown.append(figure)

    monkeypatch.setattr(outils, "montrer_figure", show)
    yield shown
    plt.close("all")


def loop(force, seed, n_trajectories):
    """Plays episodes of CartPole that do not matter; its result depends on both arguments."""
    environment = gym.make("CartPole-v1")
    for _ in range(n_trajectories):
        environment.reset(seed=seed)
        over = False
        while not over:
            _, _, terminated, truncated, _ = environment.step(0)
            over = terminated or truncated
    return 10 * force + seed


def compare(variants=VARIANTS, seeds=SEEDS, prediction=("rapide", "témoin")):
    return experiences.comparer(loop, variants, seeds, prediction, 3, jugement=float)


def test_each_variant_is_judged_on_each_seed(capsys, figures):
    marks = compare()
    assert {name: list(found) for name, found in marks.items()} == {
        "témoin": [10, 11, 12, 13, 14],
        "rapide": [30, 31, 32, 33, 34],
    }
    text = capsys.readouterr().out
    assert text.index("rapide\u00a0: médiane    32, quartiles 31 à 33") < text.index(
        "témoin\u00a0: médiane"
    )
    assert "C'est l'ordre de votre pronostic." in text
    assert len(figures) == 1


def test_a_variant_may_have_a_loop_of_its_own():
    def other(force, seed, n_trajectories):
        return 100 + loop(force, seed, n_trajectories)

    variants = VARIANTS | {"rapide": {"force": 3, "boucle": other}}
    assert list(compare(variants)["rapide"]) == [130, 131, 132, 133, 134]


def test_a_loop_that_takes_a_cut_for_an_end_sees_nothing_else_change():
    def ends(seed):
        environment = gym.make("CartPole-v1", max_episode_steps=12)
        environment.reset(seed=seed)
        return [environment.step(step % 2)[1:4] for step in range(12)]

    (*before, (reward, terminated, truncated)) = ends(0)
    assert not terminated and truncated
    wrong = experiences.coupure_prise_pour_une_fin(ends)
    assert wrong(seed=0) == [*before, (reward, True, True)]
    assert ends(0)[-1] == (reward, terminated, truncated)  # gym.make is itself again


def test_a_wrong_prediction_is_shown_again(capsys):
    compare(prediction=["témoin", "rapide"])
    text = capsys.readouterr().out
    assert "Votre pronostic\u00a0: témoin, rapide." in text and "C'est l'ordre" not in text


def test_the_curves_are_the_medians_of_the_trajectories(figures):
    compare()
    curves = {line.get_label(): line.get_ydata() for line in figures[0].axes[0].lines}
    single = []
    for seed in SEEDS:
        with outils.suivre_entrainement(3, affichage=False) as journal:
            loop(1, seed, 3)
        single.append(journal.rendements)
    np.testing.assert_allclose(curves["témoin"], np.median(single, axis=0))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seeds": range(4)}, "au moins 5 graines"),
        ({"seeds": [1, 1, 1, 1, 1]}, "au moins 5 graines"),
        ({"variants": {"a": {}, "b": {}}, "prediction": ["a", "b"]}, "« témoin »"),
        ({"variants": {"témoin": {}}, "prediction": ["témoin"]}, "Il manque une variante"),
        ({"prediction": []}, "Le pronostic"),
        ({"prediction": ["rapide"]}, "Le pronostic"),
        ({"prediction": ["rapide", "rapide"]}, "Le pronostic"),
    ],
)
def test_what_would_prove_nothing_is_not_run(change, sentence, capsys):
    with pytest.raises(outils.VerificationError, match=sentence):
        compare(**change)
    assert capsys.readouterr().out == ""


def test_a_training_that_stops_early_leaves_the_others_their_curve(figures):
    def stops(force, seed, n_trajectories):
        return loop(force, seed, 1 if seed == 0 else n_trajectories)

    experiences.comparer(stops, VARIANTS, SEEDS, list(VARIANTS), 3, jugement=float)
    curves = {line.get_label(): line.get_ydata() for line in figures[0].axes[0].lines}
    assert np.isfinite(curves["témoin"]).all() and len(curves["témoin"]) == 3


class Rule:
    """An agent that plays by a rule, and announces the same value everywhere."""

    def __init__(self, rule, announced):
        self.rule, self.announced = rule, announced

    def predict_on_batch(self, states):
        right = np.array([self.rule(state) for state in states])
        return np.stack([self.announced - right, self.announced - ~right], axis=1)


def falls(state):
    return False


def holds(state):
    return state[2] + state[3] / 2 > 0


def test_what_is_announced_stands_beside_what_the_episode_paid(capsys, figures):
    experiences.predit_contre_obtenu({5: Rule(falls, 3.0), 80: Rule(holds, 12.5)}, 0.9, 4)

    lengths = outils.rendements(lambda state: 0, 4)
    paid = np.mean((1 - 0.9**lengths) / 0.1)
    assert capsys.readouterr().out.splitlines() == [
        f"   5 trajectoires\u00a0: prédit   3,0, obtenu {paid:5.1f}".replace(".", ","),
        "  80 trajectoires\u00a0: prédit  12,5, obtenu  10,0",
    ]
    assert len(figures) == 1


def test_the_end_of_an_episode_that_time_cut_is_not_compared():
    ((announced, paid),) = experiences._annonces_et_gains(Rule(holds, 12.5), 0.9, 1)

    assert len(announced) == len(paid) == 500 - experiences.LOIN_DE_LA_COUPURE
    np.testing.assert_allclose(paid, 10.0, atol=1e-3)
    ((_, paid),) = experiences._annonces_et_gains(Rule(falls, 3.0), 0.9, 1)
    assert paid[-1] == 1.0 and len(paid) == outils.rendements(lambda state: 0, 1)[0]


# ---- The best copy -----------------------------------------------------------------------------

LOOP = {"gamma": 0.9, "lr": 1e-2, "batch_size": 16, "epsilon_decay": 0.9, "seed": 3}


def weights(agent):
    return np.concatenate([one.ravel() for one in agent.get_weight_copies().values()])


def test_a_copy_is_the_agent_of_a_training_that_stops_there():
    with experiences.copies_en_route(tous_les=2) as copies:
        last = deep_q_learning(n_trajectories=6, **LOOP)
    assert sorted(copies) == [2, 4]  # the last one is what the loop returns
    for number, agent in (copies | {6: last}).items():
        stopped = deep_q_learning(n_trajectories=number, **LOOP)
        np.testing.assert_array_equal(weights(agent), weights(stopped))
    assert len({weights(agent).tobytes() for agent in (*copies.values(), last)}) == 3


def test_what_makes_the_copies_is_taken_away_even_after_an_error():
    before = gym.make, poutyne.Model.predict_on_batch, poutyne.Model.train_on_batch
    with pytest.raises(ZeroDivisionError), experiences.copies_en_route():
        raise ZeroDivisionError
    assert before == (gym.make, poutyne.Model.predict_on_batch, poutyne.Model.train_on_batch)


def test_returns_are_those_of_episodes_that_are_played_one_by_one():
    agent = Rule(holds, 12.5)
    together = experiences.rendements_gloutons(agent, range(100, 104))
    falling = experiences.rendements_gloutons(Rule(falls, 3.0), range(4))
    environment = gym.make("CartPole-v1")
    alone = [outils._rendement(environment, lambda s: s[2] + s[3] / 2 > 0, n) for n in (100, 101)]
    assert list(together[:2]) == alone and len(together) == 4
    assert together.mean() == 500 and falling.max() < 20


def test_the_first_of_the_best_copies_is_chosen(figures):
    copies = {15: Rule(falls, 3.0), 10: Rule(holds, 1.0), 20: Rule(holds, 2.0)}
    assert experiences.choisir(copies, n_episodes=3) == 10
    assert len(figures) == 1
