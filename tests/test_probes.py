"""The probes: environments whose Q-values are known, and what a board says of a loop."""

import importlib
import sys

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from autograder.answers import read_source
from autograder.paths import ROOT
from autograder.proof.bank import variant


@pytest.fixture(scope="module")
def sondes():
    """The helper as students import it."""
    sys.path.insert(0, str(ROOT / "aides"))
    try:
        yield importlib.import_module("sondes")
    finally:
        sys.path.remove(str(ROOT / "aides"))


def states_of(board):
    """The first word of each probe → ✓, ✗ or –."""
    return {constat.propriete.split(" : ")[0]: constat.etat for constat in board.constats}


def loop_of(name: str, source: str):
    """An answer to `name` among the references, as a notebook holds it."""
    names = dict(vars(importlib.import_module(f"solutions.{name}")))
    exec(source, names)
    return names[name]


def test_every_probe_is_a_whole_environment(sondes):
    for probe in sondes.SONDES:
        check_env(probe(), skip_render_check=True)


def test_the_q_values_are_those_of_the_bellman_equation(sondes):
    for probe in sondes.SONDES:
        environment, known = probe(), {tuple(state): q for state, q in probe.q}
        for state, values in probe.q:
            for action in (0, 1):
                following, reward, terminated, _ = environment._pas(state, action)
                rest = 0.0 if terminated else max(known[tuple(following)])
                assert values[action] == reward + sondes.GAMMA * rest


def test_every_start_has_known_values(sondes):
    for probe in sondes.SONDES:
        environment, known = probe(), {tuple(state) for state, _ in probe.q}
        starts = {tuple(environment.reset(seed=seed)[0]) for seed in range(30)}
        assert starts <= known


def test_a_terminal_state_is_one_whose_values_would_be_seen(sondes):
    for probe in sondes.SONDES:
        environment, known = probe(), {tuple(state): q for state, q in probe.q}
        for state, _ in probe.q:
            for action in (0, 1):
                following, _, terminated, _ = environment._pas(state, action)
                assert not terminated or max(map(abs, known[tuple(following)])) >= 0.5


def test_a_step_after_the_end_is_refused(sondes):
    environment = sondes.LimiteDeTemps()
    environment.reset(seed=0)
    assert environment.step(1)[2:4] == (False, True)
    with pytest.raises(sondes.FinDepassee):
        environment.step(1)


def test_the_right_linear_loop_is_green_where_its_features_allow(sondes):
    from solutions.batch_linear_q import batch_linear_q

    make = gym.make
    board = sondes.tableau(batch_linear_q, sondes.LINEAIRE)
    assert gym.make is make
    assert states_of(board) == {
        "constante": "–",
        "observation": "–",
        "action": "✓",
        "action × observation": "✓",
        "délai": "✓",
        "limite de temps": "✓",
    }
    assert "4 sondes vertes sur 4" in repr(board)


@pytest.mark.parametrize(
    ("answer", "red"),
    [
        ("time_limit_terminal", {"limite de temps"}),
        ("truncation_ignored", {"limite de temps"}),
        ("targets_of_current_states", {"délai"}),
        ("state_not_advanced", {"délai"}),
        ("advanced_too_early", {"action × observation", "délai"}),
    ],
)
def test_a_wrong_loop_is_red_where_its_mistake_is(sondes, answer, red):
    loop = loop_of("batch_linear_q", variant(f"batch_linear_q/wrong/{answer}"))
    board = sondes.tableau(loop, sondes.LINEAIRE)
    assert {name for name, state in states_of(board).items() if state == "✗"} == red
    for constat in board.constats:
        assert constat.etat != "✗" or "relisez" in dict(constat.lignes)["piste"]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("rewards, terminal, gamma", "rewards, 0 * terminal, gamma", "(1 - terminal)"),
        ("(state, action, reward,", "(state, action, -reward,", "la récompense entreposée"),
    ],
)
def test_what_a_probe_out_of_reach_would_have_named_is_named(sondes, before, after, line):
    answer = read_source(ROOT / "solutions" / "batch_linear_q.py")
    assert before in answer
    loop = loop_of("batch_linear_q", answer.replace(before, after))
    first = next(one for one in sondes.tableau(loop, sondes.LINEAIRE).constats if one.etat == "✗")
    assert first.propriete.startswith("action : ") and line in dict(first.lignes)["piste"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "probe"), [("never_updated", "délai"), ("online_updated", "constante")]
)
def test_a_target_that_does_not_follow_is_what_a_probe_names(sondes, answer, probe):
    loop = loop_of("train_dqn", variant(f"train_dqn/wrong/{answer}"))
    first = next(one for one in sondes.tableau(loop, sondes.CIBLE).constats if one.etat == "✗")
    assert (
        first.propriete.startswith(f"{probe} : ") and "soft_update" in dict(first.lignes)["piste"]
    )


@pytest.mark.parametrize(("unlucky", "state"), [({0}, "✓"), ({0, 1}, "✗")])
def test_a_loop_is_refused_after_two_seeds(sondes, unlucky, state):
    source = f"""
def batch_linear_q(seed, **_):
    return np.array([0.0 if seed in {unlucky} else 1.0, 0.0, 0.0, 0.0])
"""
    loop = loop_of("batch_linear_q", source)
    assert sondes.sonder(loop, sondes.LINEAIRE, sondes.Action).etat == state


def test_the_q_values_are_those_of_the_notebooks_own_function(sondes):
    """The helpers travel with the release: they must not answer an exercise."""
    loop = loop_of("batch_linear_q", "def batch_linear_q(**_): return np.array([1.0, 0, 0, 0])")
    assert sondes.sonder(loop, sondes.LINEAIRE, sondes.Action).etat == "✓"
    loop.__globals__["linear_fa"] = lambda theta, state, actions: np.zeros(len(actions))
    assert sondes.sonder(loop, sondes.LINEAIRE, sondes.Action).etat == "✗"


def test_an_answer_to_write_stops_the_board(sondes):
    def batch_linear_q(**_):
        raise NotImplementedError("À compléter : batch_linear_q")

    make = gym.make
    with pytest.raises(NotImplementedError):
        sondes.tableau(batch_linear_q, sondes.LINEAIRE)
    assert gym.make is make


def test_a_notebook_that_imports_make_is_probed_too(sondes):
    source = variant("batch_linear_q/right/plain").replace("gym.make(", "make(")
    loop = loop_of("batch_linear_q", f"from gymnasium import make\n{source}")
    board = sondes.tableau(loop, sondes.LINEAIRE)
    assert "✗" not in states_of(board).values()
    assert loop.__globals__["make"] is gym.make


@pytest.mark.slow
def test_the_right_deep_loops_are_all_green(sondes):
    import torch

    from solutions.deep_q_learning import deep_q_learning
    from solutions.train_dqn import train_dqn

    torch.set_num_threads(1)
    for loop, family in ((deep_q_learning, sondes.RESEAU), (train_dqn, sondes.CIBLE)):
        assert set(states_of(sondes.tableau(loop, family)).values()) == {"✓"}
