"""The visible checks: the cards that they draw, and what their data give away (nothing)."""

import ast
import itertools
import json
import linecache
import re
import subprocess
import sys
import time

import numpy as np
import pytest

from autograder.answers import solution_code
from autograder.catalogue import ASSIGNMENTS, HOME_OF
from autograder.judging import runner
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student
from autograder.judging.visible import checks, declared
from autograder.paths import EXERCISES, ROOT, SOLUTIONS
from autograder.proof.bank import variant
from autograder.student.inside.wire import decode
from autograder.submission.fill import references

sys.path.insert(0, str(ROOT / "aides"))
import cartes
import donnees
import outils
import verifications

CHECKED = [exercise for exercise in HOME_OF if declared(exercise)]
IMPORTS = (
    "import copy, random, sys\nimport gymnasium as gym\nimport numpy as np\n"
    "from collections.abc import Callable, Iterable, Sequence\nfrom typing import Any\n"
)
RUN = ("run_dqn", "run_fa")  # given too, and no check calls them


def data(assignment):
    text = (ROOT / "notebooks" / assignment / "verifications.json").read_text(encoding="utf-8")
    return json.loads(text)


# What was built is read: to make the data of a loop again is to train.
def of_kind(sort):
    return [one for one in CHECKED if data(HOME_OF[one].name)[one]["sorte"] == sort]


COMPUTED, OF_AGENTS = of_kind("calcul"), of_kind("agent")


def notebook(exercise, source=""):
    """The names of a notebook whose answers are the references, but for one of them."""
    home = HOME_OF[exercise]
    text = (ROOT / "source" / home.name / f"{home.name}.md").read_text(encoding="utf-8")
    given = [name for name in re.findall(r'given="(\w+)"', text) if name not in RUN]
    torch = "import torch, poutyne\n" if "NNModel" in given else ""
    given = [solution_code(name, SOLUTIONS, markers=False) for name in given]
    names = {"__name__": "__main__"}
    for rank, code in enumerate([IMPORTS + torch, *given, *references(home).values(), source]):
        file = f"<cellule {rank}>"
        linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
        exec(compile(code, file, "exec"), names)
    return names


@pytest.fixture
def card(monkeypatch):
    """Gives the card of an exercise, answered by the reference, by a source or from the bank."""

    def draw(exercise, source=""):
        folder = ROOT / "notebooks" / HOME_OF[exercise].name
        monkeypatch.setattr(verifications, "DONNEES", folder / "verifications.json")
        monkeypatch.setattr(verifications, "_faits", set())
        code = variant(f"{exercise}/{source}") if re.fullmatch(r"\w+/\w+", source) else source
        return verifications.carte(exercise, notebook(exercise, code))

    return draw


# ---- what a card says ------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", CHECKED)
def test_the_reference_passes_and_soon(card, exercise):
    notebook(exercise)  # what the first cell of a student imports
    start = time.process_time()
    drawn = card(exercise)

    trains = data(HOME_OF[exercise].name)[exercise]["sorte"].startswith("boucle")
    assert time.process_time() - start < (10 if trains else 2), "seconds of the processor"
    assert drawn.reussie and drawn.meprise is None
    assert repr(drawn).startswith(f"{exercise}\u00a0: vérifications visibles réussies\n")
    count = sum(map(declared, HOME_OF[exercise].exercises))
    worth = f"{runner.points(exercise):g} points en jeu ; des tests cachés suivront à la correction"
    assert drawn.pied == f"{worth}. 1 exercice sur {count}."


def test_a_wrong_value_is_shown_beside_the_right_one_and_explained(card):
    drawn = card("update_theta", "wrong/flat_take")

    assert not drawn.reussie
    text = repr(drawn)
    assert "obtenu   theta = [0.5, ‹87›, ‹43.5›, 1]" in text
    assert "attendu  theta = [0.5, ‹-2›, ‹-1›, 1]" in text
    assert "Ce qui l'explique\u00a0: np.take sans axe ne lit que la première ligne." in text
    words = [text.index(word) for word in ("appel  ", "obtenu  ", "attendu  ", "piste  ")]
    assert words == sorted(words)
    html = drawn._repr_html_()
    assert "<mark>87</mark>" in html and "<mark>0.5</mark>" not in html
    assert html.count("<details open>") == 1  # what follows from it is folded


def test_in_a_list_of_lists_the_one_that_differs_is_marked(card):
    text = repr(card("ReplayBuffer", "wrong/one_too_many"))
    assert "obtenu   [[13], [11, 13], [11, 13, 15], ‹[11, 12, 13, 15]›, ‹[11, 12, 14, 15]›]" in text
    assert "attendu  [[13], [11, 13], [11, 13, 15], ‹[11, 12, 15]›, ‹[12, 14, 15]›]" in text


def test_lists_of_two_lengths_are_shown_whole():
    assert verifications._listes([1, 5], [1, 2, 3]) == ("[1, 5]", "[1, 2, 3]")


def test_no_sign_of_a_card_is_torn_from_its_word(card):
    sentences = re.sub(
        r'<style>.*?</style>|<dd class="code">.*?</dd>',
        "",
        "".join(
            card(*wrong)._repr_html_() for wrong in (("update_theta", "wrong/flat_take"), ("phi",))
        ),
        flags=re.DOTALL,
    )

    assert not re.search(r"[^\W\d] [:;?!%»]|« ", re.sub(r"<[^>]*>", "", sentences))
    assert sentences.count("\u00a0:") >= 3 and sentences.count("\u00a0;") >= 1


def test_an_exception_is_a_french_sentence_and_the_students_line(card):
    drawn = card("get_targets", "wrong/if_on_the_batch")

    text = repr(drawn)
    assert "erreur   une condition (if, and, not…) porte sur un tableau entier" in text
    assert re.search(r"ligne \d +‹if not terminal:›", text)
    assert "Traceback" not in text and "ambiguous" not in text


def test_a_minus_before_booleans_is_told_in_french(card):
    body = "return rewards + gamma * next_q_vals.max(axis=1) * (-terminal)"
    text = repr(
        card("get_targets", f"def get_targets(next_q_vals, rewards, terminal, gamma):\n    {body}")
    )
    assert "l'opérateur qui les inverse est « ~ »" in text.replace("\u00a0", " ")
    assert "operator" not in text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("np.zeros((2, 4)) @ None", "n'est pas un tableau, mais un nombre ou None"),
        ("len(np.random)", "len() ne s'applique pas à un objet de type module"),
        ("(lambda x, y: x)(1)", "ne donne pas tous ses arguments : 'y'"),
        ("(lambda x: x)(1, 2)", "attend 1 argument(s) et en reçoit 2"),
        ("np.ones(4).__iadd__(np.ones((2, 4)))", "de forme (2,4) ne se range pas"),
        ("np.zeros(4, int).__iadd__(np.ones(4))", "un tableau de type int64 ne peut pas recevoir"),
        ("tuple(state)[1, 0]", "l'indice d'une liste ou d'un n-uplet est un entier, et un seul"),
        ("random.sample(np.ones(3), 1)", "random.sample tire d'une liste"),
        ("np.random.choice([(1, 2), (3, 4)])", "tirez plutôt des indices"),
        ("torch.ones(2, requires_grad=True).numpy()", "qu'après detach()"),
        ("np.mean(torch.ones(2))", "une fonction de NumPy ne va pas avec un tenseur"),
        ("torch.zeros(1, 2).gather(1, torch.tensor([[-1]]))", "l'indice -1 est hors du tenseur"),
        ("gym.make('CartPol-v1')", "l'environnement « CartPol » n'existe pas"),
        ("np.moyenne(1)", "le module numpy n'a rien qui s'appelle « moyenne »"),
        ("exit()", "return suffit à quitter une fonction (SystemExit)"),
    ],
)
def test_what_python_says_is_said_in_french(card, code, said):
    text = repr(card("phi", f"import torch\ndef phi(state, action):\n    return {code}\n"))
    assert said in text.replace("\u00a0", " ") and "Python s'arrête" not in text


def test_a_forgotten_self_is_proposed(card):
    body = variant("ReplayBuffer/right/list_pop").replace("self.data.append(", "data.append(")
    assert "« self.data » ?" in repr(card("ReplayBuffer", body)).replace("\u00a0", " ")


def test_a_branch_without_return_is_told_so_and_nothing_else(card):
    drawn = card("phi", "def phi(state, action):\n    if action == 1:\n        return state\n")
    text = repr(drawn)
    assert "None (rien n'est renvoyé)" in text and "nan" not in text
    assert "le résultat n'est pas renvoyé" in text
    assert "Chaque appel renvoie son propre résultat" not in text


def test_a_function_that_the_exercise_calls_is_named_where_the_error_is_its_own(card):
    broken = "def phi(state, action):\n    return etat\n"
    text = repr(card("linear_fa", broken))
    assert re.search(r"erreur +le nom «\setat\s»[^\n]*\n +dans +phi\n", text)
    assert re.search(r"appelée +linear_fa, ligne \d+ : .*phi\(state", text)
    assert " dans " not in repr(card("phi", broken))


def test_an_argument_that_changes_is_named_and_nothing_is_damaged(card):
    changed = (
        "def phi(state, action):\n    if action != 1:\n        state *= -1\n    return state\n"
    )
    drawn = card("phi", changed)

    assert not drawn.reussie
    assert drawn.meprise["nom"] == "un argument est modifié au passage"
    assert "«\u00a0state\u00a0» n'a plus les mêmes valeurs après l'appel" in repr(drawn)
    assert [constat.etat for constat in card("phi", changed).constats][:2] == ["✓", "✓"]


def test_an_update_that_also_returns_theta_passes(card):
    code = references(HOME_OF["update_theta"])["update_theta"]
    assert card("update_theta", f"{code}\n    return theta\n").reussie


def test_what_a_student_wrote_is_no_markup(card):
    drawn = card("phi", 'def phi(state, action):\n    return "<b>1</b>"\n')
    html = drawn._repr_html_()
    assert "&lt;b&gt;1&lt;/b&gt;" in html and "<b>1</b>" not in html


@pytest.mark.parametrize(
    "body",
    [
        "return object()",
        "return Nothing()",
        "return {1: 2}",
        "return [state, action]",
        "return state[9]",
        "raise SystemError('x')",
        "return phi(state, action)",
        "return phi",
    ],
)
def test_no_answer_breaks_the_check(card, body):
    hostile = (
        "class Nothing:\n    def __repr__(self):\n        raise ZeroDivisionError\n"
        "    def __array__(self, *a, **k):\n        raise RuntimeError\n"
    )
    drawn = card("phi", f"{hostile}\ndef phi(state, action):\n    {body}\n")
    assert not drawn.reussie and "✗" in repr(drawn) and drawn._repr_html_()


def test_a_call_that_does_not_end_is_interrupted(card, monkeypatch):
    monkeypatch.setattr(verifications, "SECONDES_PAR_DEFAUT", 0.3)
    drawn = card("phi", "def phi(state, action):\n    while True:\n        pass\n")
    assert "n'a pas fini" in repr(drawn)


def test_a_mistake_elsewhere_is_said_first(card):
    home = references(HOME_OF["linear_fa"])
    drawn = card("linear_fa", "def phi(state, action):\n    return state\n\n" + home["linear_fa"])
    assert drawn.pied.startswith("« phi », que cet exercice appelle, n'est pas juste")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("no_decay", "epsilon ne décroît pas après la trajectoire 1"),
        ("decay_each_step", "epsilon change au cours de la trajectoire 1"),
        ("time_limit_terminal", "vrai à la limite de temps (truncated)"),
        ("reward_shaped", "r = ‹-10› au pas 3 de la trajectoire 1"),
        ("truncation_ignored", "un pas de plus après la fin d'un épisode"),
        ("half_inlined_time_limit", "vrai à la limite de temps (truncated)"),
        ("sampled_with_replacement", "une transition deux fois dans un lot"),
    ],
)
def test_a_loop_is_told_what_it_does_and_when(card, answer, sentence):
    drawn = card("batch_linear_q", f"wrong/{answer}")
    assert not drawn.reussie and f"obtenu   {sentence}" in repr(drawn)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "while not (terminated or truncated):",
            "while not (terminated or truncated):\n            state, _ = environment.reset()",
            "environment.reset() revient avant la fin : aucun épisode ne finit",
        ),
        ("for _ in range(n_trajectories):", "while epsilon > 0:", "une trajectoire de plus, sans"),
    ],
)
def test_a_loop_that_begins_again_for_ever_is_told_so_at_once(card, before, after, sentence):
    code = solution_code(LOOP, SOLUTIONS, markers=False)
    assert code.count(before) == 1
    start = time.monotonic()
    drawn = card(LOOP, code.replace(before, after))
    assert time.monotonic() - start < verifications.SECONDES["boucle"] / 2
    assert not drawn.reussie and not drawn.inexpliquee
    assert sentence.replace(" :", "\u00a0:") in repr(drawn)


LOOP = "batch_linear_q"
TARGETS = "get_targets(next_q_vals, rewards, terminal, gamma)"


def choosing(guide, q_vals="next_q_vals"):
    """Targets of the actions that other values say are the best."""
    chosen = f"{q_vals}[np.arange(len(states)), ({guide}).argmax(axis=1)]"
    return f"rewards + gamma * (1 - terminal) * {chosen}"


@pytest.mark.parametrize(
    ("targets", "named"),
    [
        (TARGETS.replace("next_q_vals", "q_vals"), "les cibles viennent des états courants"),
        (choosing("q_vals"), "l'action de la cible est la meilleure de l'état courant"),
        (
            TARGETS.replace("terminal", "~terminal"),
            "get_targets reçoit l'indicateur de fin inversé",
        ),
        (TARGETS.replace("terminal", "np.zeros_like(terminal)"), None),
        (TARGETS + " + 0.1", None),
    ],
)
def test_wrong_targets_are_named_by_what_gives_them_and_by_nothing_else(card, targets, named):
    code = solution_code(LOOP, SOLUTIONS, markers=False)
    assert TARGETS in code
    drawn = card(LOOP, code.replace(TARGETS, targets))
    assert not drawn.reussie
    assert (drawn.meprise and drawn.meprise["nom"]) == named


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("state, _ = environment.reset()", "state = environment.reset()", "old_reset"),
        (
            "next_state, reward, terminated, truncated, _ =",
            "next_state, reward, terminated, truncated =",
            "old_step",
        ),
        ("environment.reset()", "environment.reset(seed=seed)", "same_start"),
        (
            "(state, action, reward, next_state, terminated)",
            "(state, action, next_state, reward, terminated)",
            "stored_in_another_order",
        ),
        ("update_theta(theta,", "update_theta(theta.copy(),", None),
        ("    return theta", "    theta", "missing_return"),
        ("replay_buffer = ReplayBuffer(buffer_size)", "replay_buffer = KEPT", None),
    ],
)
def test_what_a_loop_is_told_is_what_it_does(card, before, after, named):
    code = solution_code(LOOP, SOLUTIONS, markers=False)
    assert code.count(before) == 1
    code = f"KEPT = ReplayBuffer(50)\n\n{code.replace(before, after)}"
    if named == "stored_in_another_order":  # and learnt in that order
        code = code.replace("rewards, next_states, terminal =", "next_states, rewards, terminal =")
    drawn = card(LOOP, code)
    assert not drawn.reussie
    known = data("q_lineaire")[LOOP]["meprises"]
    assert drawn.meprise == (known[named] if named else None)
    assert "un tableau de forme ()" not in repr(drawn)


MADE = 'environment = gym.make("CartPole-v1")'


UNSEEN = ("Seul l'environnement finit un épisode", "La limite de temps")


@pytest.mark.parametrize("loop", [LOOP, "deep_q_learning"])
@pytest.mark.parametrize("stored", ["terminated", "not terminated"])
def test_a_loop_on_an_environment_of_the_notebook_is_judged_by_its_weights(card, loop, stored):
    code = solution_code(loop, SOLUTIONS, markers=False)
    assert code.count(MADE) == 1 and code.count("next_state, terminated))") == 1
    code = code.replace(MADE, "pass").replace("state, terminated))", f"state, {stored}))")
    drawn = card(loop, f"{MADE}\n\n\n{code}")
    assert drawn.reussie == (stored == "terminated")
    if drawn.reussie:  # and what no weight shows is not said to be right
        unseen = [one.propriete for one in drawn.constats if one.etat == cartes.INCONNU]
        assert len(unseen) == 2 and all(map(str.startswith, unseen, UNSEEN))
    else:  # and no fault is named that nobody has seen
        assert drawn.meprise is None
        assert "obtenu   des pas dans un environnement qui ne vient pas de gym.make" in repr(drawn)


def test_a_loop_that_uses_no_environment_at_all_is_told_that_it_never_trains(card):
    drawn = card(LOOP, "def batch_linear_q(**options):\n    return np.ones(4)")
    assert not drawn.reussie
    assert drawn.meprise == data("q_lineaire")[LOOP]["meprises"]["no_training"]


def test_in_a_batch_the_targets_that_differ_are_marked(card):
    code = solution_code(LOOP, SOLUTIONS, markers=False)
    text = repr(card(LOOP, code.replace(TARGETS, TARGETS.replace("terminal", "0 * terminal"))))
    (obtained,) = re.findall(r"obtenu +cibles = \[(.+)\]", text)
    marked = [target.startswith("‹") for target in obtained.split(", ")]
    assert any(marked) and not all(marked)  # of the terminal transition alone


def test_a_step_that_the_policy_does_not_choose_is_no_epsilon(card):
    code = solution_code(LOOP, SOLUTIONS, markers=False)
    before = "action = epsilon_greedy_policy("
    after = f"action = 0 if not replay_buffer.data else {before.partition(' = ')[2]}"
    text = repr(card(LOOP, code.replace(before, after)))
    assert "une action que la politique n'a pas choisie, au pas 1" in text and "nan" not in text


def test_a_network_of_other_layers_is_refused_as_it_will_be(card):
    drawn = card("deep_q_learning", "wrong/other_hidden_layer")
    assert not drawn.reussie
    assert drawn.meprise["nom"] == "le réseau n'a pas l'architecture demandée"


def test_a_batch_that_loses_its_transitions_is_changed(card):
    code = variant("format_batch/right/plain")
    header = code[: code.index("):\n") + 3]
    emptied = f"{header}    batch, received = list(batch), batch\n    received.clear()\n"
    drawn = card("format_batch", emptied + code[len(header) :])
    assert not drawn.reussie and "le lot reçu est changé" in repr(drawn)


def test_an_evaluation_that_never_looks_at_the_new_state_does_not_explore(card):
    code = solution_code("evaluer_agent", SOLUTIONS, markers=False)
    kept = code.replace("state, reward, terminated", "_, reward, terminated")
    assert kept != code
    assert card("evaluer_agent", kept).meprise["nom"] == "l'action ne vient pas de l'état courant"


def test_another_optimizer_is_told_once(card):
    drawn = card("deep_q_learning", "wrong/sgd")
    assert [constat.etat for constat in drawn.constats].count("✗") == 1


def test_a_loss_without_gradient_is_told_so(card):
    code = (
        "def dqn_loss(y_pred, y_target):\n    actions, targets = y_target\n"
        "    q = y_pred.detach()[torch.arange(len(actions)), actions]\n"
        "    return ((q - targets) ** 2).mean().requires_grad_()\n"
    )
    text = repr(card("dqn_loss", code))
    assert "aucun gradient" in text and "rien n'est renvoyé" not in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("gradients_not_reset", "les gradients des lots s'additionnent"),
        ("clipped_values", "les gradients sont écrêtés ou normalisés"),
        ("two_steps", "deux pas d'optimisation pour un seul gradient"),
        ("weight_decay", "l'optimiseur rapproche aussi les poids de zéro"),
    ],
)
def test_what_becomes_of_a_gradient_is_told(card, answer, named):
    drawn = card("deep_q_learning", f"wrong/{answer}")
    assert not drawn.reussie and named in repr(drawn).replace("’", "'")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("interval_restarted", "obtenu   après les pas "),
        ("targets_from_online", "format_batch reçoit l'agent même qui choisit les actions"),
        ("network_shared", "les poids de la cible ont changé au pas 3 de la trajectoire 2"),
        ("soft_first", "soft_update avant train_on_batch au pas 3 de la trajectoire 2"),
        ("tau_swapped", "obtenu   tau = 0.75"),
        ("dimensions_fixed", "un réseau qui n'accepte pas ces états"),
        ("inlined_online", "ni les appels, ni les poids d'un court entraînement"),
        ("last_transitions", "toujours les dernières transitions"),
    ],
)
def test_a_loop_with_a_target_is_told_who_acts_and_who_follows(card, answer, sentence):
    drawn = card("train_dqn", f"wrong/{answer}")
    assert not drawn.reussie and sentence in repr(drawn)


@pytest.mark.slow
def test_a_loop_with_a_target_that_shows_no_call_is_proved_by_its_weights(card):
    drawn = card("train_dqn", "right/inlined_same_draws")
    assert {constat.etat for constat in drawn.constats} == {"✓"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exercise", "answer", "sentence"),
    [
        ("DQN", "no_batch_dimension", "l'action gloutonne est toujours 0"),
        ("DQN", "tau_swapped", "tau et 1 − tau sont échangés"),
        ("DQN", "weights_without_biases", "appel    agent.soft_update(other, 0.25) ; puis le"),
        ("DQN", "gradient_tracked", "erreur   PyTorch suit les opérations de ce paramètre"),
        ("creer_cible", "shallow_copy", "la cible partage le réseau de l'agent"),
        ("format_batch", "column_targets", "‹de forme (4, 1)›"),
        ("evaluer_agent", "seed_first", "reset(seed=…)\u00a0: [5, None, None, None]"),
        ("evaluer_agent", "get_action_at_zero", "une graine donnée\u00a0: numpy"),
    ],
)
def test_the_card_of_an_agent_says_what_it_does(card, exercise, answer, sentence):
    drawn = card(exercise, f"wrong/{answer}")
    assert not drawn.reussie and sentence in repr(drawn)
    assert "Traceback" not in repr(drawn)


def test_a_check_leaves_the_generators_of_the_notebook_alone(card):
    import random

    import torch

    def states():
        return repr(np.random.get_state()), random.getstate(), torch.get_rng_state().tolist()

    for exercise in ("creer_cible", "evaluer_agent"):
        before = states()
        assert card(exercise).reussie
        assert states() == before


def test_a_loop_that_calls_nothing_is_not_refused_for_it(card):
    drawn = card("batch_linear_q", "right/all_inlined_own_generator")
    assert drawn.reussie
    assert "–" in {constat.etat for constat in drawn.constats}
    proved = card("batch_linear_q", "right/inlined_same_draws")  # its weights are the expected ones
    assert {constat.etat for constat in proved.constats} == {"✓"}


# ---- in the notebook -------------------------------------------------------------------------


def test_the_one_line_shows_the_card_then_fails_in_a_sentence(card, monkeypatch):
    shown = []
    monkeypatch.setattr(outils, "display", shown.append)
    card("phi")  # the data of this assignment

    names = notebook("phi", "def phi(state, action):\n    return state\n")
    with pytest.raises(outils.VerificationError, match=r"phi : 2 propriétés vérifiées sur 3 ;"):
        exec('outils.verifier("phi")', names | {"outils": outils})
    assert [type(one) for one in shown] == [cartes.Carte]


def checked(monkeypatch, code):
    """The card of the linear loop, as its cell shows it."""
    shown = []
    monkeypatch.setattr(outils, "display", shown.append)
    names = notebook(LOOP, code)
    names["outils"] = outils  # the same names as the loop's own
    with pytest.raises(outils.VerificationError, match=r"15 propriétés vérifiées sur 16 ;"):
        exec(f'outils.verifier("{LOOP}")', names)
    return shown[0]


def test_a_loop_whose_fault_is_not_named_is_told_which_line_to_read_again(card, monkeypatch):
    card(LOOP)  # the data of this assignment
    code = solution_code(LOOP, SOLUTIONS, markers=False)
    drawn = checked(monkeypatch, code.replace(TARGETS, TARGETS + " + 0.1"))
    assert "délai" in {probe.propriete.partition(" : ")[0] for probe in drawn.sondes}
    for text in (repr(drawn), drawn._repr_html_()):
        assert "chacune dit quelle ligne relire" in text and "relisez les cibles" in text


def test_the_probes_send_nobody_elsewhere_where_the_fault_is_named(card, monkeypatch):
    card(LOOP)
    drawn = checked(monkeypatch, variant(f"{LOOP}/wrong/time_limit_terminal"))
    assert drawn.meprise and drawn.sondes == []


def test_the_probes_of_a_loop_without_end_are_given_up(card, monkeypatch):
    monkeypatch.setattr(verifications, "SECONDES_DES_SONDES", 0.2)
    card("batch_linear_q")
    endless = "def batch_linear_q(**arguments):\n    while True:\n        pass\n"

    assert verifications.sondes_rouges("batch_linear_q", notebook("batch_linear_q", endless)) == []
    assert verifications.sondes_rouges("phi", {}) == []


def test_code_that_is_to_be_written_is_said_to_be(card):
    card("phi")
    names = notebook("phi", "def phi(state, action):\n    raise NotImplementedError\n")
    with pytest.raises(outils.NotWrittenError, match=r"« phi » reste à écrire"):
        exec('outils.verifier("phi")', names | {"outils": outils})


def test_an_answer_of_which_nothing_is_left_is_to_be_written(card):
    card("phi")
    with pytest.raises(outils.NotWrittenError, match=r"« phi » reste à écrire"):
        exec('outils.verifier("phi")', {"outils": outils})


def test_a_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(verifications, "DONNEES", tmp_path / "verifications.json")
    with pytest.raises(outils.VerificationError, match=r"Il manque verifications\.json"):
        outils.verifier("phi")


def test_importing_the_tools_loads_no_check_and_no_torch():
    code = "import sys, outils; print({'torch', 'verifications', 'boucles'} & set(sys.modules))"
    folder = ROOT / "notebooks" / "q_lineaire"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


NO_TORCH = """
import sys

class Refuse:
    def find_spec(name, path=None, target=None):
        if name in ("torch", "poutyne"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Refuse)
import outils, verifications
"""


@pytest.mark.slow
def test_every_card_of_the_first_notebook_is_drawn_without_torch():
    """As where requirements-q_lineaire.txt alone is installed."""
    home = HOME_OF["phi"]
    given = solution_code("set_random_seed", SOLUTIONS, markers=False)
    show = "for name in {!r}:\n    print(name, verifications.carte(name, globals()).reussie)"
    code = [NO_TORCH, IMPORTS, given, *references(home).values(), show.format(home.exercises)]
    folder = ROOT / "notebooks" / "q_lineaire"
    command = [sys.executable, "-c", "\n\n".join(code)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [word for name in home.exercises for word in (name, "True")]


# ---- what the data give away -----------------------------------------------------------------


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_data_hold_no_line_of_the_grader_and_no_code_of_an_answer(assignment):
    text = json.dumps(data(assignment), ensure_ascii=False)
    released = (ROOT / "notebooks" / assignment / f"{assignment}.ipynb").read_text("utf-8")
    for exercise in data(assignment):
        hidden = (EXERCISES / exercise / "test_hidden.py").read_text(encoding="utf-8")
        lines = {line.strip() for line in hidden.splitlines() if len(line.strip()) > 25}
        assert {line for line in lines if line in text} == set()
        secret = {code for code in expressions(exercise) if code not in released}
        assert {code for code in secret if code in text} <= {
            "environment.step(action)"
        }  # Gymnasium's


def expressions(exercise):
    """What a reference computes, as one would write it: a formula of it would be the answer."""
    tree = ast.parse(solution_code(exercise, SOLUTIONS, markers=False))
    values = (node.value for node in ast.walk(tree) if isinstance(node, ast.Return | ast.Assign))
    long = {ast.unparse(value) for value in values if value is not None}
    return {code for code in long if len(code) > 20}


def flat(value):
    """The numbers of a value, one after the other, whatever holds them."""
    if isinstance(value, dict):
        value = value.get("tableau", value.get("tenseur", list(value.values())))
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    if isinstance(value, list | tuple):
        return tuple(itertools.chain.from_iterable(map(flat, value)))
    if isinstance(value, np.ndarray | np.generic | int | float):
        return tuple(np.round(np.ravel(np.asarray(value, dtype=float)), 4).tolist())
    return ()


class Overheard(LocalChannel):
    """Keeps the numbers of the calls that hidden tests make, and of the answers they get."""

    def __init__(self, namespace):
        super().__init__(namespace)
        self.numbers = set()

    def ask(self, request, seconds):
        reply = super().ask(request, seconds)
        for step in request["steps"]:
            self.numbers.add(flat([decode(step.get("args", [])), *decode(kwargs(step)).values()]))
        for result in json.loads(reply.text)["results"]:
            self.numbers.add(flat(decode(result.get("value"))))
        return reply


def kwargs(step):
    return step.get("kwargs") or {"$": "dict", "v": []}


@pytest.mark.parametrize("exercise", COMPUTED)
def test_no_call_and_no_value_of_a_hidden_test_is_in_the_data(exercise):
    channel = Overheard(notebook(exercise))
    verdicts = runner.run([exercise], lambda _: Student(channel, 60.0))
    assert {verdict.kind for verdict in verdicts} == {"passed"}
    probes = checks(exercise)["sondes"]
    told = {flat(probe["arguments"]) for probe in probes}
    told |= {flat(probe["valeur"]) for probe in probes}
    assert len(channel.numbers) > 5
    assert not {numbers for numbers in told & channel.numbers if len(set(numbers)) > 1}


def arrays(value):
    """The numbers of every list within some data."""
    yield flat(value)
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            yield from arrays(one)


@pytest.mark.parametrize("exercise", OF_AGENTS)
def test_no_number_of_a_hidden_test_is_in_the_data_on_agents(exercise):
    channel = Overheard(notebook(exercise))
    verdicts = runner.run([exercise], lambda _: Student(channel, 60.0))
    assert {verdict.kind for verdict in verdicts} == {"passed"}
    hidden = {numbers for numbers in channel.numbers if len(set(numbers)) > 3}
    told = {numbers for numbers in arrays(checks(exercise)) if len(set(numbers)) > 3}
    assert hidden or exercise == "creer_cible"  # whose hidden tests send seeds only
    assert not told & hidden
    if exercise == "creer_cible":
        assert not {tuple(size) for size in checks(exercise)["tailles"]} & set(hidden_sizes())


def hidden_sizes():
    from autograder.exercises.creer_cible.test_hidden import SIZES

    return map(tuple, SIZES)


def test_reciting_the_batches_of_the_visible_checks_gains_nothing(card):
    probes = checks("format_batch")["lots"]
    recited = """
import json, numpy as np

PROBES = json.loads({probes!r})

def format_batch(batch, target_network, gamma):
    states = np.array([one[0] for one in batch], dtype=np.float32)
    actions = np.array([one[1] for one in batch], dtype=np.int64)
    for probe in PROBES:
        if np.allclose(gamma, probe["gamma"]) and states.shape == np.shape(probe["etats"]):
            if np.allclose(states, probe["etats"]):
                return states, (actions, np.array(probe["cibles"], dtype=np.float32))
    return states, (actions, np.full(len(batch), 0.25, dtype=np.float32))
"""
    known = card("format_batch", recited.format(probes=json.dumps(probes)))
    assert [one.etat for one in known.constats][:4] == ["✓"] * 4  # it does know the targets
    points = [
        kept("format_batch", notebook("format_batch", recited.format(probes=json.dumps(some))))
        for some in (probes, [])
    ]
    assert points[0] == points[1]


TABLE = """
import json

def {name}(*arguments):
    for probe in json.loads(PROBES):
        if known(arguments) == known(probe["arguments"]):
            return answer(arguments, probe["valeur"])
    return answer(arguments, FALLBACK)
"""


def recited(exercise, probes):
    """An answer that knows the probes by heart, and says something else elsewhere."""
    changed = checks(exercise)["observe"]

    def answer(arguments, value):
        if changed is None:
            return np.array(value)
        arguments[changed][...] = value
        return None

    names = {
        "PROBES": json.dumps(probes),
        "FALLBACK": 0.25,
        "known": flat,
        "answer": answer,
    }
    exec(TABLE.format(name=exercise), names)
    return names


def kept(exercise, names):
    """The points that an answer keeps at grading."""
    verdicts = runner.run([exercise], lambda _: Student(LocalChannel(names), 60.0))
    return sum(verdict.test.points for verdict in verdicts if verdict.kind == "passed")


@pytest.mark.parametrize("exercise", COMPUTED)
def test_reciting_the_values_of_the_visible_checks_gains_nothing(exercise):
    probes = checks(exercise)["sondes"]
    table = recited(exercise, probes)
    for probe in probes if checks(exercise)["observe"] is None else []:
        arguments = [donnees.decoder(argument) for argument in probe["arguments"]]
        assert np.allclose(table[exercise](*arguments), probe["valeur"])  # it does know them
    assert kept(exercise, table) == kept(exercise, recited(exercise, []))


FEW = {"valeur_gloutonne": 10, "discounted_returns": 15}  # a maximum, a sum: little to mistake


@pytest.mark.parametrize("exercise", COMPUTED)
def test_each_mistake_gives_other_values_than_the_right_ones(exercise):
    found = checks(exercise)
    rights = [probe["valeur"] for probe in found["sondes"]]
    assert len(found["fausses"]) >= FEW.get(exercise, 21)
    for _, values in found["fausses"]:
        assert any(
            isinstance(value, str) or not verifications._pareils(value, right)
            for value, right in zip(values, rights, strict=True)
        )
