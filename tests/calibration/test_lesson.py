"""The lesson says what was measured: its figures, its drawings, and the tools behind them."""

import ast
import re
import subprocess
import sys
from xml.etree import ElementTree

import gymnasium as gym
import nbformat
import numpy as np
import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.declarations import declaration, loop_of
from autograder.judging.runner import points
from autograder.paths import RELEASE, ROOT

sys.path.insert(0, str(ROOT / "calibration"))
sys.path.insert(0, str(ROOT / "aides"))
import cartpoles
import chase
import displacement
import double
import durations
import lesson
import lunar
import many_probes
import online
import outils
import phrases
import prediction
import probe_margins
import probes
import recorded_measures
import representations
import swift
import torch
import verifications

from solutions.chasse_au_bogue import chasse_au_bogue
from solutions.deep_q_learning import deep_q_learning
from solutions.double_targets import double_targets
from solutions.entrainer_dqn import entrainer_dqn
from solutions.format_batch import format_batch
from solutions.linear_fa import linear_fa
from solutions.NNModel import NNModel
from solutions.phi import phi
from solutions.phi_symetrique import phi_symetrique
from solutions.train_dqn import train_dqn
from solutions.update_theta import update_theta
from tests import french

DRAWINGS = sorted(ROOT.glob("source/*/figures/*.svg"))
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")


def run(script: str, *options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(ROOT / "calibration" / script), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def releases() -> dict[str, str]:
    """The text cells of every released notebook, one string a notebook."""
    return {
        path.stem: "\n\n".join(
            cell.source
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "markdown"
        )
        for path in RELEASE.glob("*/*.ipynb")
    }


# ---- figures in the text ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("script", ["lesson.py", "figures.py"])
def test_what_is_printed_is_what_was_measured(script):
    checked = run(script, "--check")

    assert checked.returncode == 0, checked.stderr


def test_every_measure_of_the_table_is_quoted():
    text = (ROOT / "source" / "q_lineaire" / "q_lineaire.md").read_text(encoding="utf-8")
    for name in representations.REPRESENTATIONS:
        for target in ("observed", "bootstrap"):
            assert f"<!-- mesure: representations.{name}.{target} -->" in text
    texts = "".join(path.read_text(encoding="utf-8") for path in lesson.TEXTS)
    kinds = {name.partition(".")[0] for name in lesson.MARKED.findall(texts)}
    assert kinds == {name.partition(".")[0] for name in lesson.measures()}


@pytest.mark.parametrize(
    "old", ["236", "1235", "12,5", "?", "4 / 5 / 6", "10\u00a0235", "35\u00a0%", "une minute"]
)
def test_a_figure_that_is_not_its_measures_is_replaced_as_a_whole(old):
    text = f"de 7, {old}<!-- mesure: m --> et 235"

    assert lesson.with_figures(text, {"m": "235"}) == "de 7, 235<!-- mesure: m --> et 235"


@pytest.mark.parametrize("text", ["235<!-- mesure: n -->", "beaucoup<!-- mesure: m -->"])
def test_a_mark_without_measure_or_figure_is_refused(text):
    with pytest.raises(SystemExit, match=r"n'est pas une mesure|ne suit pas un nombre"):
        lesson.with_figures(text, {"m": "235"})


def test_a_rate_is_measured_on_enough_seeds():
    for name, known in lesson.measures().items():
        if name.endswith(".graines"):
            assert int(known.replace("\u00a0", "")) >= 100


@pytest.mark.parametrize("assignment", ASSIGNMENTS.values(), ids=lambda one: one.name)
def test_each_exercise_announces_its_points_and_its_minutes(assignment):
    text = releases()[assignment.name]
    for exercise in assignment.exercises:
        section = text.partition(f"Exercice `{exercise}`\u00a0: ")[2]  # its heading
        minutes = declaration(exercise).minutes
        assert section.partition("*")[2].startswith(
            f"{points(exercise):g}\u00a0points, {minutes}\u00a0minutes environ.*"
        )


# ---- announced durations ---------------------------------------------------------------------


def test_every_duration_that_a_notebook_announces_is_measured():
    longest_first = sorted(durations.WORDS, key=len, reverse=True)  # « une minute et demie »
    said = re.compile(rf"\b(?>{'|'.join(longest_first)})\b(?!<!-- mesure: duree\.)")
    for name, text in releases().items():
        assert not said.findall(text), name
    announced = [name for name, *_ in durations.announced()]
    assert sorted(announced) == sorted(recorded_measures.read("durations")["runs"])


def test_a_run_is_announced_with_a_margin_above_what_it_lasted():
    assert durations.words(share=1, found=[60 / durations.MARGIN, 70]) == "une minute"
    assert durations.words(share=1, found=[61 / durations.MARGIN]) == "une minute et demie"
    assert durations.words(share=5, found=[60 / durations.MARGIN]) == "cinq minutes"


def test_the_cell_that_follows_the_announcement_is_timed_with_what_it_leaves_to_write():
    for name, path, before, source in durations.announced():
        assert "PRONOSTIC = []" not in source and 'ENVIRONNEMENT = ""' not in source, name
        assert "entrainement" not in before or "suivre_entrainement" not in before, name
        compile(source, path, "exec")


def test_a_comparison_is_timed_one_seed_at_a_time():
    shares = {
        name: one["share"] for name, one in recorded_measures.read("durations")["runs"].items()
    }
    for name, _, _, source in durations.announced():
        assert (shares[name] == 5) == ("experiences.comparer(" in source)


def test_what_a_cell_defines_is_kept_without_its_trainings():
    source = "import os\nN = 3\nseen = {}\ndef f():\n    return N\nprint(f())\nagent = f()"

    assert durations.definitions(source).splitlines() == [
        *("import os", "N = 3", "seen = {}", "def f():", "    return N")
    ]


# ---- what the text must not say --------------------------------------------------------------


def test_no_released_word_answers_the_written_question():
    notebook = nbformat.read(RELEASE / "q_lineaire" / "q_lineaire.ipynb", as_version=4)

    assert "semi-gradient" not in "\n".join(cell.source for cell in notebook.cells)


@pytest.mark.parametrize("word", ["librairie", "replay buffer", "minibatch", "rejeu"])
def test_the_glossary_is_kept(word):
    for name, text in releases().items():
        assert word not in text.lower(), name


@pytest.mark.parametrize("column", ["Dans le cours", "On dit aussi", "En anglais"])
def test_the_glossary_says_each_word_once(column):
    text = (ROOT / "docs" / "glossaire.md").read_text(encoding="utf-8")
    header, _, *rows = [line for line in text.splitlines() if line.startswith("|")]
    place = [cell.strip() for cell in header.split("|")].index(column)
    words = [word.strip() for row in rows for word in row.split("|")[place].split(", ")]
    named = [word for word in words if word]

    assert sorted(set(named)) == sorted(named)
    linked = ["README.md", "docs/parcours.md"]
    assert all("glossaire.md" in (ROOT / name).read_text(encoding="utf-8") for name in linked)


@pytest.mark.slow
def test_only_chance_draws():
    elsewhere = re.compile(r"\btir\w+\s(?:vers|parti|profit)\b|\btirée?s?\s(?:de leur|du)\snom\b")
    found = [(path, line) for path, line, text in french.texts() if elsewhere.search(text)]

    assert found == []


# ---- drawings --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(releases()))
def test_every_drawing_is_released_beside_the_notebook_and_described(name):
    for description, target in IMAGE.findall(releases()[name]):
        assert (RELEASE / name / target).is_file()
        assert len(description) > 60


@pytest.mark.parametrize("name", sorted(releases()))
def test_no_drawing_is_forgotten(name):
    shown = {target for _, target in IMAGE.findall(releases()[name])}

    assert shown == {
        f"figures/{path.name}" for path in (ROOT / "source" / name / "figures").iterdir()
    }


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_has_no_ground_and_no_black_or_white(path):
    text = path.read_text(encoding="utf-8")

    ElementTree.fromstring(text)
    assert not re.search(r"#(000|fff)|(fill|stroke): ?(black|white)|#(000000|ffffff)", text, re.I)
    assert "<image" not in text and "<script" not in text and "http-equiv" not in text


# ---- the agent that is lent ------------------------------------------------------------------


def test_the_agent_that_is_lent_is_the_best_of_those_that_were_measured():
    recorded = recorded_measures.read("lunar")
    means = {seed: np.mean(run["greedy"]) for seed, run in recorded["runs"].items()}
    best = recorded["lent"]["seed"]
    assert means[best] == max(means.values()) >= lunar.SOLVED and len(means) >= 3
    loaded = np.load(RELEASE / "dqn_cible" / lunar.LENT.name)
    assert np.array_equal(loaded, lunar.weights(recorded["runs"][best]))
    network = NNModel(8, 4, n_hidden_layers=3, hidden_dim=64)
    assert len(loaded) == sum(one.numel() for one in network.parameters())
    assert lunar.LENT.stat().st_size < 100_000


# ---- the tools of the measures ---------------------------------------------------------------


@pytest.mark.slow
def test_many_episodes_at_once_are_gymnasiums_own_one_by_one():
    thetas = np.vstack([np.random.default_rng(0).normal(size=(6, 4)), [0, 0, 1, 0.5]])

    together = cartpoles.greedy_returns(representations.signed_state, thetas, range(20))

    for theta, returns in zip(thetas, together, strict=True):
        alone = outils.rendements(lambda s, theta=theta: np.argmax(linear_fa(theta, s, [0, 1])), 20)
        np.testing.assert_array_equal(returns, alone)


def test_the_features_of_many_pairs_are_those_of_each():
    states, actions = np.random.default_rng(0).normal(size=(30, 4)), np.arange(30) % 2
    for one, many in (
        (phi, representations.signed_state),
        (phi_symetrique, representations.symmetric_quadratic),
    ):
        alone = [one(state, action) for state, action in zip(states, actions, strict=True)]
        np.testing.assert_allclose(many(states, actions), alone)


def test_the_symmetric_features_keep_the_true_symmetry_and_drop_the_false_one():
    theta, state = np.random.default_rng(0).normal(size=15), np.array([0.3, -1.0, 0.1, 2.0])

    q_left, q_right = (phi_symetrique(state, action) @ theta for action in (0, 1))

    assert q_right == pytest.approx(phi_symetrique(-state, 0) @ theta)
    assert abs(q_left + q_right) > 0.1


def test_observed_returns_are_discounted_from_each_transition_on():
    seen = representations.random_transitions(seed=3)
    ends = np.flatnonzero(seen.terminated)

    np.testing.assert_allclose(seen.returns[ends], 1.0)
    assert seen.returns.max() < 1 / (1 - representations.GAMMA)
    drawn = outils.transitions_au_hasard(5, graine=3)
    following = np.append(drawn.rendements[1:], 0.0)
    np.testing.assert_allclose(drawn.rendements, 1 + 0.99 * following * ~drawn.terminal)


def test_the_update_of_the_measures_is_the_references(monkeypatch):
    quick = online.learnt("symmetric", n_trajectories=4, seed=1)
    batches = []

    def of_states(states, action):
        return online.of_states(representations.symmetric_quadratic)(states, action)

    def follow(theta, states, actions, targets, q_vals, lr):
        monkeypatch.setitem(update_theta.__globals__, "phi", phi_symetrique)
        update_theta(theta, states, actions, targets, q_vals, lr)
        batches.append(len(states))

    theta, q = np.zeros(15), linear_fa
    monkeypatch.setattr(online.loop, "linear_fa", lambda _, *pair: q(theta, *pair))
    monkeypatch.setattr(online.loop, "update_theta", lambda _, *batch: follow(theta, *batch))
    monkeypatch.setitem(linear_fa.__globals__, "phi", of_states)
    online.loop.batch_linear_q(**online.SETTINGS | {"n_trajectories": 4, "seed": 1})
    assert batches
    np.testing.assert_allclose(quick, theta, rtol=1e-9)


# ---- the probes ------------------------------------------------------------------------------


def test_no_right_loop_was_refused_by_a_probe():
    for exercise, found in lesson.recorded_measures.read("probes").items():
        if exercise != "command":
            for kind in ("reference", "right"):
                for name, missed in found[kind].items():
                    assert not any(missed), (exercise, name)


def measured(name: str) -> list[tuple[str, dict]]:
    """What is recorded of each exercise."""
    known = recorded_measures.read(name)
    return [(exercise, found) for exercise, found in known.items() if exercise != "command"]


def test_a_board_of_probes_refuses_a_right_loop_less_than_once_in_ten_thousand():
    assert {exercise for exercise, _ in measured("probe_margins")} == set(probes.FAMILIES)
    for exercise, found in measured("probe_margins"):
        family = probes.FAMILIES[exercise]
        assert len(found) == len(probes.sondes.SONDES) - len(family.hors_de_portee)
        assert probe_margins.board_refused(found, family.tolerance) <= 1e-4, exercise


def test_a_refusal_takes_two_seeds_beyond_the_tolerance():
    tail, seeds = [0.1, 0.2, 0.3], 1000

    assert probe_margins.refused(tail, seeds, 0.3) == pytest.approx((1 - 0.05 ** (1 / seeds)) ** 2)
    assert probe_margins.refused(tail, seeds, 0.2) > probe_margins.refused(tail, seeds, 0.3)


@pytest.mark.slow
def test_networks_side_by_side_learn_as_each_one_alone():
    torch.manual_seed(0)
    many = many_probes.Networks(3, [4, 5, 5, 2], lr=0.01)
    alone = [[one[k].clone().requires_grad_() for one in many.weights] for k in range(3)]
    optimizers = [torch.optim.Adam(weights, lr=0.01) for weights in alone]
    playing = torch.tensor([True, False, True])
    for _ in range(5):
        inputs, targets = torch.randn(3, 8, 4), torch.randn(3, 8)
        actions = torch.randint(2, (3, 8))
        many.learn(inputs, actions, targets, playing)
        for k in (0, 2):
            values = inputs[k]
            for weight, bias in zip(alone[k][::2], alone[k][1::2], strict=True):
                values = (values if weight is alone[k][0] else values.relu()) @ weight + bias
            chosen = values[torch.arange(8), actions[k]]
            optimizers[k].zero_grad()
            ((chosen - targets[k]) ** 2).mean().backward()
            optimizers[k].step()
    for k, weights in enumerate(alone):
        for mine, its in zip(many.weights, weights, strict=True):
            torch.testing.assert_close(mine[k], its.detach(), rtol=1e-4, atol=1e-6)


def test_lines_side_by_side_learn_as_update_theta_does():
    torch.manual_seed(0)
    many = many_probes.Lines(2, lr=0.1)
    theta = many.weights[0][1].numpy().astype(float)
    inputs, targets, actions = torch.randn(2, 8, 4), torch.randn(2, 8), torch.randint(2, (2, 8))
    q_vals = np.array([linear_fa(theta, state, [0, 1]) for state in inputs[1].numpy()])
    update_theta(theta, inputs[1].numpy(), actions[1].numpy(), targets[1].numpy(), q_vals, 0.1)
    many.learn(inputs, actions, targets, torch.tensor([False, True]))

    np.testing.assert_allclose(many.weights[0][1].numpy(), theta, rtol=1e-4)


@pytest.mark.parametrize("probe", probes.sondes.SONDES, ids=lambda one: one.__name__)
def test_a_probe_in_a_table_is_the_probe(probe):
    table, one = many_probes.Table(probe), probe()
    for place, true in zip(table.places, (values for _, values in probe.q), strict=True):
        for action in (0, 1):
            one._etat = table.states[place]
            following, reward, terminated, truncated, _ = one.step(action)
            left = (
                0.0
                if terminated
                else probes.sondes.GAMMA
                * max(
                    dict((tuple(state.tolist()), values) for state, values in probe.q)[
                        tuple(following.tolist())
                    ]
                )
            )
            assert reward + left == pytest.approx(true[action])
            at = (place, action)
            assert np.array_equal(table.states[table.following[at]], following)
            assert table.rewards[at] == reward and table.terminated[at] == terminated
            assert table.over[at] == (terminated or truncated)


@pytest.mark.slow
@pytest.mark.parametrize("probe", ["Observation", "Delai"])
def test_many_loops_at_once_err_as_much_as_the_reference(probe):
    family, probe = probes.FAMILIES["deep_q_learning"], getattr(probes.sondes, probe)
    settings = family.reglages | {"n_trajectories": 60}
    together = many_probes.errors(probe, settings, 300, [16]).numpy()
    alone = []
    for seed in range(12):
        agent = probes.sondes.apprendre(deep_q_learning, probe, **settings | {"seed": seed})
        found = [family.q(deep_q_learning, agent, state) for state, _ in probe.q]
        gaps = [np.subtract(q, true) for q, (_, true) in zip(found, probe.q, strict=True)]
        alone.append(np.abs(gaps).max())
    low, high = np.quantile(together, [0.1, 0.9])
    assert low < np.median(alone) < high


# ---- how far mistakes move the weights -------------------------------------------------------


def test_the_page_of_displacements_says_what_was_measured():
    def figures(page):
        return [line.partition("|")[2].partition("|")[2] for line in page.splitlines()]

    text = displacement.PAGE.read_text(encoding="utf-8")
    known = dict(measured("displacement"))
    assert set(known) == set(displacement.SETTINGS)
    assert figures(text) == figures(displacement.page(known))  # a mistake may change its name
    for found in known.values():
        assert all(set(one) >= {"3", "10"} for one in found.values())
        assert any(map(displacement.still, found.values()))


def test_a_displacement_is_the_distance_to_the_references_weights():
    wrong = (
        "def batch_linear_q(n_trajectories=300, batch_size=32, seed=42):\n    return [9, 9, 9, 9]"
    )
    right = displacement.weights("batch_linear_q", "", n_trajectories=2, seed=0)
    seen = displacement.weights("batch_linear_q", wrong, n_trajectories=2, seed=0)

    assert displacement.displacement(right, right) == 0.0
    assert displacement.displacement(seen, right) == pytest.approx(9 - right.min(), rel=0.05)
    never = wrong.replace("return [9, 9, 9, 9]", "return undefined")
    assert displacement.weights_if_any("batch_linear_q", never, seed=0) is None


# ---- the four loops of the homework ----------------------------------------------------------

LETTERS = {
    "a": "late_reward",
    "c": "other_action",
    "e": "mean_of_actions",
    "g": "shared_array",
}


def test_the_loops_are_shown_in_the_order_of_the_answers():
    _, *wrong = chase.CHANGES
    assert [LETTERS[letter] for letter in chasse_au_bogue().values()] == wrong
    assert list(chasse_au_bogue()) == [str(rank) for rank, _ in enumerate(wrong, start=1)]


def test_the_right_loop_alone_has_the_right_values_on_every_probe():
    board = lesson.recorded_measures.read("chase")["boards"]
    known = {probe.nom: [list(values) for _, values in probe.q] for probe in chase.sondes.SONDES}
    for name, found in board.items():
        seen = [lesson._verdict(found[probe], known[probe]) for probe in known]
        assert (set(seen) == {"✓"}) == (name == "right"), name


def test_each_wrong_loop_runs_and_learns_something_else():
    learnt = {name: chase.loop(name)(n_trajectories=3, seed=0) for name in chase.CHANGES}
    for name, theta in learnt.items():
        assert np.isfinite(theta).all()
        assert name == "right" or not np.allclose(theta, learnt["right"], atol=1e-6)


# ---- the helpers of the notebook -------------------------------------------------------------


def test_a_played_episode_shows_every_state():
    images = outils.jouer(lambda state: 1, graine=0)

    environment = gym.make("CartPole-v1")
    environment.reset(seed=0)
    steps = 1
    while not environment.step(1)[2]:
        steps += 1
    assert len(images) == steps + 1


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("KIBJACDEFGHL", "Toutes les étapes sont à leur place."),
        ("KIBJACDEGFHL", "Toutes les étapes sont à leur place."),
        ("????????????", "Étapes bien placées : 0 sur 12. Remplacez les « ? »."),
        ("KIB?????????", "Étapes bien placées : 3 sur 12. Remplacez les « ? »."),
        ("KIBJACEDFGHL", "Étapes bien placées : 6 sur 12. « E » n'est pas la suivante."),
        ("KIBJACED????", "Étapes bien placées : 6 sur 12. « E » n'est pas la suivante."),
        ("kib, jac, deg, fhl", "Toutes les étapes sont à leur place."),
        (list("KIBJACDEGFHL"), "Toutes les étapes sont à leur place."),
        ("", "Étapes bien placées : 0 sur 12. Il en manque."),
        ("KIBJACDEFGH", "Étapes bien placées : 11 sur 12. Il en manque."),
        ("KIBJACDEFGHLL", "Étapes bien placées : 12 sur 12. « L » n'est pas la suivante."),
    ],
)
def test_the_steps_put_in_order_are_read_up_to_the_first_mistake(monkeypatch, capsys, order, said):
    monkeypatch.setattr(verifications, "DONNEES", RELEASE / "q_lineaire" / "verifications.json")
    outils.verifier_ordre(order, dict.fromkeys("ABCDEFGHIJKL", "…"), "batch_linear_q")

    assert capsys.readouterr().out.splitlines()[-1] == phrases.insecables(said)


STEPS = re.compile(r"ETAPES = (\{.*?^\})", re.DOTALL | re.MULTILINE)
CHECKED = re.compile(r'outils\.verifier_ordre\("\?+", ETAPES, "(\w+)"\)')


@pytest.mark.parametrize(
    ("assignment", "loop", "marks"),
    [
        ("q_lineaire", "batch_linear_q", ["générateurs", "θ₀", "chacune", "épisode", "fin"]),
        ("dqn", "deep_q_learning", ["générateurs", "réseau", "chacune", "épisode", "fin"]),
        ("dqn_cible", "train_dqn", ["générateurs", "cible", "trajectoire", "fin", "agent"]),
    ],
)
def test_the_steps_of_each_loop_are_the_ones_put_in_order(
    monkeypatch, capsys, assignment, loop, marks
):
    monkeypatch.setattr(verifications, "DONNEES", RELEASE / assignment / "verifications.json")
    text = (ROOT / "source" / assignment / f"{assignment}.md").read_text(encoding="utf-8")
    steps = ast.literal_eval(STEPS.search(text)[1])
    assert CHECKED.search(text)[1] == loop
    for order in loop_of(loop).orders:
        assert sorted(order) == list(steps)
        outils.verifier_ordre(order, steps, loop)
        said = capsys.readouterr().out.splitlines()
        assert said[-1] == "Toutes les étapes sont à leur place."
        for line, mark in zip(said, marks, strict=False):
            assert mark in line
        assert "renvoyer" in said[-2] and "diminuer ε" in said[-3]


# ---- the deep loops of the measures ------------------------------------------------------------


def test_the_given_loop_with_ordinary_targets_is_the_references():
    def ordinary(batch, agent, target_network, gamma):
        return format_batch(batch, target_network, gamma)[1][1]

    settings = {"n_trajectories": 4, "batch_size": 16, "tau": 0.1, "seed": 3}
    one, other = entrainer_dqn(ordinary, **settings), train_dqn(**settings)
    for mine, its in zip(one.network.parameters(), other.network.parameters(), strict=True):
        np.testing.assert_array_equal(mine.detach(), its.detach())


def test_the_measured_double_loop_is_the_given_one():
    settings = {"n_trajectories": 4, "batch_size": 16, "tau": 0.1, "seed": 3}
    given = entrainer_dqn(double_targets, **settings)
    with swift.swiftly(), double.with_double_targets():
        measured = double.loop.train_dqn(**settings)
    for mine, its in zip(given.network.parameters(), measured.network.parameters(), strict=True):
        np.testing.assert_array_equal(mine.detach(), its.detach())


@pytest.mark.parametrize("environment", ["CartPole-v1", "Acrobot-v1"])
def test_the_swift_training_ends_with_the_references_weights(environment):
    settings = {"n_trajectories": 8, "batch_size": 16, "tau": 0.1, "seed": 3, "buffer_size": 40}
    if environment == "Acrobot-v1":
        settings["n_trajectories"] = 1
    one = train_dqn(environment, **settings)
    with swift.swiftly():
        other = train_dqn(environment, **settings)
    assert type(other) is swift.Agent
    for mine, its in zip(one.network.parameters(), other.network.parameters(), strict=True):
        assert torch.equal(mine, its)


@pytest.mark.slow
def test_watching_a_training_changes_nothing_in_it(monkeypatch):
    settings = {"gamma": 0.9, "lr": 1e-2, "n_trajectories": 20, "batch_size": 16}
    monkeypatch.setitem(prediction.SETTINGS, "essai", settings)
    seen = prediction.trained("essai", seed=2)
    alone = prediction.judged(prediction.loop.deep_q_learning(seed=2, **settings), 0.9)

    assert {name: found[-1] for name, found in seen.items()} == alone
    assert [len(found) for found in seen.values()] == [3, 3, 3]


def test_what_was_obtained_is_discounted_from_the_first_step():
    steps = cartpoles.play(lambda states: np.zeros(len(states), int), cartpoles.start_states([0]))
    length = cartpoles.returns(steps)[0]

    assert prediction.discounted(steps, 0.9)[0, 0] == pytest.approx((1 - 0.9**length) / 0.1)
