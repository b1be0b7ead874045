"""The alternative text of a drawn measure says what was measured, to who does not see the drawing.

Each claim is a piece of the text and what must hold of the recorded measures: a text that
changes looks for its piece in vain, a measure that changes makes the claim false.
"""

import re
import sys
from collections.abc import Callable

import numpy as np
import pytest

from autograder.paths import ROOT

sys.path.insert(0, str(ROOT / "calibration"))
import figures
import recorded_measures

Claims = dict[str, Callable[[], bool]]


def _read(name: str, *keys: str):
    found = recorded_measures.read(name)
    for key in keys:
        found = found[key]
    return found


def _quartiles(name: str, *keys: str) -> np.ndarray:
    return np.percentile(_read(name, *keys), [25, 50, 75])


def _of_each(runs: list[dict], key: str) -> np.ndarray:
    return np.array([one[key] for one in runs], dtype=float)


def _smooth(returns, width: int) -> np.ndarray:
    return np.array([np.convolve(one, np.ones(width) / width, "valid") for one in returns])


# ---- q_lineaire --------------------------------------------------------------------------------


def _dome() -> tuple[np.ndarray, np.ndarray, int]:
    recorded = _read("value_along_angle")
    values = np.array([recorded["values"][action] for action in "01"])
    return values, values.max(axis=0), len(recorded["thetas"])


DOME_AND_V: Claims = {
    "les valeurs mesurées des deux actions sont positives": lambda: _dome()[0].min() > 0,
    "haut d'une vingtaine à l'équilibre": lambda: 18 < _dome()[1][20] < 22,
    "la plus grande des deux forme un dôme": lambda: (
        max(_dome()[1][[0, -1]]) < 0.8 * _dome()[1][20]
    ),
    "pour vingt graines": lambda: _dome()[2] == 20,
}


def _chosen(epsilon: float) -> float:
    """The share of the greedy action, of two, that epsilon-greedy takes."""
    return 1 - epsilon / 2


EXPLORATION: Claims = {
    "Trois histogrammes de 1000 choix": lambda: (
        "fois sur 1000" in (figures.SOURCE / "q_lineaire/figures/exploration.svg").read_text()
    ),
    "avec ε = 0,5, environ trois fois sur quatre": lambda: _chosen(0.5) == 3 / 4,
    "avec ε = 1, une fois sur deux": lambda: _chosen(1) == 1 / 2,
}


def _before_and_after() -> np.ndarray:
    recorded = _read("before_after")
    after = recorded["trained"]
    return np.array([recorded["untrained"][: len(after)], after])


BEFORE_AND_AFTER: Claims = {
    "Plus de la moitié des points sont serrés près de 10, avant comme après": lambda: (
        (_before_and_after() < 15).all(axis=0).mean() > 0.5
    ),
    "les autres s'étalent des deux côtés de la diagonale": lambda: (
        0.1 < (np.diff(_before_and_after(), axis=0) > 0).mean() < 0.9
    ),
    "la graine 42, en orange, juste au-dessous": lambda: (
        0.75 < np.divide(*_before_and_after()[::-1, 42]) < 1
    ),
}


def _medians(target: str, *names: str) -> list[float]:
    return [_quartiles("representations", "returns", name, target)[1] for name in names]


LINEAR = ("signed", "signed_bias", "linear_blocks")
QUADRATIC = ("symmetric", "quadratic_blocks")
REPRESENTATIONS: Claims = {
    "de 200 graines": lambda: len(_read("representations", "returns", "signed", "observed")) == 200,
    "les cinq représentations": lambda: {*LINEAR, *QUADRATIC} == {*figures.NAMES},
    "Avec les rendements observés, les cinq apprennent": lambda: (
        min(_medians("observed", *LINEAR, *QUADRATIC)) > 195
    ),
    "les trois représentations linéaires restent au plus bas": lambda: (
        max(_medians("bootstrap", *LINEAR)) < 15
    ),
    "et les deux quadratiques apprennent": lambda: min(_medians("bootstrap", *QUADRATIC)) > 195,
}


# ---- q_symetrique ------------------------------------------------------------------------------


def _online(name: str) -> np.ndarray:
    return np.array(_read("online", name))


ONLINE: Claims = {
    "de cent graines": lambda: len(_online("symmetric")) == 100,
    "tous les points sont dans le haut": lambda: _online("symmetric").min() > 350,
    "Avec φ = ±s, la plupart sont sous 100": lambda: (_online("signed") < 100).mean() > 0.75,
    "un taux de 0,001, la moitié sont au plus bas": lambda: (
        0.45 < (_online("symmetric_small_lr") < 20).mean() < 0.6
    ),
    "et près d'un tiers tout en haut": lambda: (
        0.28 < (_online("symmetric_small_lr") > 400).mean() < 0.37
    ),
}


def _loop(rank: int) -> np.ndarray:
    """The median learning curve of one of the loops, the right one being 0."""
    runs = list(_read("chase", "runs").values())[rank]
    return np.median(_smooth(_of_each(runs, "training"), 10), axis=0)


FOUR_LOOPS: Claims = {
    "Les boucles 2 et 3 apprennent comme la boucle juste": lambda: all(
        _loop(rank)[-1] > 0.8 * _loop(0)[-1] for rank in (2, 3)
    ),
    "la boucle 1 reste autour de 20 pas": lambda: (
        np.ptp(_loop(1)) < 6 and 19 < _loop(1).mean() < 24
    ),
    "la boucle 4 reste autour de 10": lambda: (_loop(4)[20:] < 15).all(),
}


# ---- dqn ---------------------------------------------------------------------------------------


def _followed(key: str) -> np.ndarray:
    """A quantity of each seed, measured every ten trajectories."""
    return _of_each(_read("prediction", "runs", "reglages"), key)


def _falls() -> np.ndarray:
    """The two measures around the fall of the seed that is drawn in orange."""
    greedy = _followed("greedy")
    fallen = greedy[np.argmax(greedy.max(axis=1) - greedy[:, -1])]
    return fallen[np.argmax(-np.diff(fallen)) :][:2]


RELAPSES: Claims = {
    "de dix graines": lambda: len(_followed("greedy")) == 10,
    "La plupart montent haut vers la quarantième": lambda: (
        (_followed("greedy")[:, 3:6].max(axis=1) > 195).mean() > 0.5
    ),
    "puis retombent": lambda: np.median(_followed("greedy")[:, -1]) < 195,
    "passe de plus de 400 à moins de 100 en dix trajectoires": lambda: (
        _falls()[0] > 400 and _falls()[1] < 100
    ),
}


def _states(key: str) -> np.ndarray:
    return np.concatenate([one[f"states_{key}"] for one in _read("prediction", "runs", "reglages")])


PREDICTED: Claims = {
    "la prédiction monte de zéro, dépasse 10 et y reste": lambda: (
        abs(np.median(_followed("predicted"), axis=0)[0]) < 0.5
        and (np.median(_followed("predicted"), axis=0)[3:] > 10).all()
    ),
    "le rendement actualisé obtenu monte vers 10 et ne le dépasse pas": lambda: (
        np.median(_followed("obtained"), axis=0)[-1] > 9.9 and _followed("obtained").max() <= 10
    ),
    "s'étalent autour de 10 quand le rendement obtenu en est tout près": lambda: (
        (abs(_states("predicted")[_states("obtained") > 9.5] - 10) < 1.5).mean() > 0.9
    ),
    "et restent hautes quand il est plus bas": lambda: (
        np.median((_states("predicted") - _states("obtained"))[_states("obtained") < 8]) > 0
    ),
}


def _after(steps: int, learner: str) -> np.ndarray:
    returns = np.array(list(_read("equal_steps", "runs", learner).values()))
    return returns[:, _read("equal_steps", "steps").index(steps)]


EQUAL_STEPS: Claims = {
    "approchent 500 dès mille ou deux mille pas et y restent": lambda: all(
        np.median(_after(steps, "features")) > 480 for steps in (1000, 2000, 4000, 8000)
    ),
    "le réseau monte moins haut": lambda: all(
        np.median(_after(steps, "network")) < np.median(_after(steps, "features"))
        for steps in _read("equal_steps", "steps")
    ),
    "et ses graines s'étalent": lambda: np.ptp(_after(8000, "network")) > 200,
}


# ---- dqn_cible ---------------------------------------------------------------------------------


def _taus(key: str) -> dict[str, np.ndarray]:
    return {tau: _of_each(runs, key) for tau, runs in _read("cible", "runs").items()}


def _highest() -> dict[str, float]:
    """The top of each tau's median curve, once the network is trained at all."""
    return {
        tau: np.median(_smooth(returns, 10), axis=0)[20:].max()
        for tau, returns in _taus("training").items()
    }


TARGET_NETWORKS: Claims = {
    "médiane et quartiles de vingt graines": lambda: len(_taus("greedy")["1"]) == 20,
    "τ = 0,1 monte le plus haut": lambda: max(_highest(), key=_highest().get) == "0.1",
    "τ = 1 monte plus tard et moins": lambda: 40 < _highest()["1"] < _highest()["0.1"],
    "τ = 0,01 et τ = 0,001 restent au plus bas": lambda: (
        max(_highest()[tau] for tau in ("0.01", "0.001")) < 25
    ),
    "très dispersé pour τ = 1 et τ = 0,1": lambda: all(
        np.ptp(_taus("greedy")[tau]) > 400 for tau in ("1", "0.1")
    ),
    "tous sous 20 pour les deux autres": lambda: all(
        _taus("greedy")[tau].max() < 20 for tau in ("0.01", "0.001")
    ),
}


ARMS: Claims = {
    "pour les quatre τ": lambda: len(_read("acrobot", "runs")) == 4,
}


def _landings() -> np.ndarray:
    return _smooth(_of_each([*_read("lunar", "runs").values()], "training"), 20)


def _drop(curve: np.ndarray) -> float:
    return (np.maximum.accumulate(curve) - curve).max()


LANDINGS: Claims = {
    "parties sous −100": lambda: _landings()[:, 0].max() < -100,
    "elles montent jusqu'à 200 et au-delà": lambda: _landings().max(axis=1).min() > 200,
    "retombent presque toutes en chemin": lambda: (
        np.mean([_drop(curve) > 100 for curve in _landings()]) >= 0.9
    ),
    "et finissent toutes au-dessus de 200": lambda: _landings()[:, -1].min() > 200,
    "les cent épisodes gloutons": lambda: all(
        len(run["greedy"]) == 100 for run in _read("lunar", "runs").values()
    ),
    "les agents dont elle dépasse 200": lambda: figures.LANDED == 200,
}


# ---- dqn_double --------------------------------------------------------------------------------


def _expected_maximum(actions: int) -> float:
    """The mean of the greatest of so many standard normal draws, by its density."""
    x = np.linspace(-8, 8, 40_001)
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    below = np.cumsum(density) * (x[1] - x[0])
    return float((x * actions * density * below ** (actions - 1)).sum() * (x[1] - x[0]))


GREATEST: Claims = {
    "de 1 à 18": lambda: figures.MOST_ACTIONS == 18,
    "elle monte vite, puis de plus en plus lentement": lambda: (
        np.diff([_expected_maximum(n) for n in range(1, 19)], n=2) < 0
    ).all(),
    "jusqu'à 1,8": lambda: round(_expected_maximum(18), 1) == 1.8,
}


def _gaps(rule: str) -> np.ndarray:
    runs = _read("double", "runs", rule)
    return np.concatenate([np.subtract(one["predicted"], one["obtained"]) for one in runs])


DOUBLE_GAPS: Claims = {
    "Les deux sont très étalés, des deux côtés de zéro": lambda: all(
        np.percentile(_gaps(rule), 10) < -20 and np.percentile(_gaps(rule), 90) > 50
        for rule in ("plain", "double")
    ),
}


CLAIMS: dict[str, Claims] = {
    "q_lineaire/figures/dome_et_v": DOME_AND_V,
    "q_lineaire/figures/exploration": EXPLORATION,
    "q_lineaire/figures/avant_apres": BEFORE_AND_AFTER,
    "q_lineaire/figures/representations": REPRESENTATIONS,
    "q_symetrique/figures/en_ligne": ONLINE,
    "q_symetrique/figures/quatre_boucles": FOUR_LOOPS,
    "dqn/figures/rechutes": RELAPSES,
    "dqn/figures/predit_obtenu": PREDICTED,
    "dqn/figures/a_pas_egaux": EQUAL_STEPS,
    "dqn_cible/figures/quatre_tau": TARGET_NETWORKS,
    "dqn_cible/figures/acrobot": ARMS,
    "dqn_cible/figures/alunissage": LANDINGS,
    "dqn_double/figures/biais": GREATEST,
    "dqn_double/figures/ecarts": DOUBLE_GAPS,
}


def _alternative(figure: str) -> str:
    """The alternative text of a figure, in the text of its assignment."""
    assignment, image = figure.split("/", 1)
    text = (ROOT / "source" / assignment / f"{assignment}.md").read_text(encoding="utf-8")
    found = re.search(rf"!\[([^\]]*)\]\({image}\.svg\)", text)
    assert found, f"{image}.svg is not in {assignment}.md"
    return found.group(1)


def test_each_drawn_measure_has_its_claims():
    assert {*CLAIMS} == {*figures.FIGURES}


@pytest.mark.parametrize(
    ("figure", "claim"), [(figure, claim) for figure, claims in CLAIMS.items() for claim in claims]
)
def test_an_alternative_text_says_what_was_measured(figure, claim):
    assert claim in _alternative(figure)
    assert CLAIMS[figure][claim]()


@pytest.mark.parametrize("figure", CLAIMS)
def test_no_number_of_an_alternative_text_is_left_unchecked(figure):
    rest = _alternative(figure)
    for claim in CLAIMS[figure]:
        rest = rest.replace(claim, "")
    names = r"τ = \S+|graine \d+|action \d|ε = \S+|toutes de valeur 0"
    assert not re.search(r"\d", re.sub(names, "", rest)), rest
