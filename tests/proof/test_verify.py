"""The proof of the hidden tests is itself able to fail."""

import io
import subprocess
import sys

import pytest
from rich.console import Console

from autograder.catalogue import HOME_OF
from autograder.judging import variant as classes
from autograder.proof import run
from autograder.proof.bank import equivalents, variant
from autograder.proof.mutants import mutants
from autograder.proof.scores import Case, Judgement, Proof
from autograder.report.proofs import proofs_report
from autograder.submission.fill import reference

SMALL = '''
def best(next_q_vals: np.ndarray, q_vals=(1, 2)) -> float:
    """The largest Q-value, 1 + 1."""
    total = max(next_q_vals, q_vals)
    return total
'''
CHANGES = {
    ("total = max(next_q_vals, q_vals)", "pass"),
    ("total = max(next_q_vals, q_vals)", "total = None"),
    ("total = max(next_q_vals, q_vals)", "total = min(next_q_vals, q_vals)"),
    ("total = max(next_q_vals, q_vals)", "total = max(q_vals, next_q_vals)"),
    ("total = max(next_q_vals, q_vals)", "total = max(None, q_vals)"),
    ("total = max(next_q_vals, q_vals)", "total = max(next_q_vals, None)"),
    ("total = max(next_q_vals, q_vals)", "total = max(q_vals)"),
    ("total = max(next_q_vals, q_vals)", "total = max(next_q_vals, )"),
    ("total = max(next_q_vals, q_vals)", "total = max(q_vals, q_vals)"),
    ("total = max(next_q_vals, q_vals)", "total = max(next_q_vals, next_q_vals)"),
    ("return total", "pass"),
}


def test_the_mutants_of_a_small_function():
    made = mutants(SMALL)
    assert {(mutant.before, mutant.after) for mutant in made} == CHANGES
    assert len(made) == len(CHANGES)


LOOP = """
def count(n):
    env = make()
    total = 0
    for i in range(n):
        while env.goes_on(total):
            total += 1
        env.show(total)
    return total
"""
PLACES = {
    ("", "env = make()\n… puis while env.goes_on(total):"),
    ("", "env = make()\n… puis total += 1"),
    ("", "total = 0\n… puis while env.goes_on(total):"),
    ("", "total = 0\n… puis total += 1"),
    ("env.show(total)", "env.show(total)\n… puis while env.goes_on(total):"),
    ("env.show(total)", "env.show(total)\n… puis return total"),
    ("for i in range(n):", "for i in range(n + 1):"),
    ("for i in range(n):", "for i in range(n - 1):"),
    (
        "while env.goes_on(total):",
        "for _ in range(200):\nif not (env.goes_on(total)):\nbreak",
    ),
}


def test_the_lines_of_a_loop_are_put_in_other_places():
    made = [(mutant.before, mutant.after) for mutant in mutants(LOOP)]
    assert set(made) >= PLACES
    # with nothing in common, the two lines may as well change places
    assert ("env = make()", "env = make()\n… puis for i in range(n):") not in made
    assert len(made) == len(set(made))


@pytest.mark.slow
@pytest.mark.parametrize("exercise", HOME_OF)
def test_a_mutant_keeps_the_stub(exercise):
    source = reference(exercise)
    stub = source[: source.index('"""', source.index('"""') + 3)]
    made = mutants(source)
    assert len(made) >= 3  # an answer may be one line
    for mutant in made:
        assert mutant.source != source
        assert mutant.source.startswith(stub)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", HOME_OF)
def test_every_equivalent_mutant_has_a_reason(exercise):
    proof, _ = run.prepare(exercise)
    assert proof.problems == []  # a listed mutant that is not made any more
    assert all(reason.endswith(".") for reason in equivalents(exercise).values())


FORGED = [  # an answer in the wrong place, and the sentence that tells it
    (Case("phi", "wrong", "a", reference("phi")), "acceptée à tort"),
    (Case("phi", "right", "b", variant("phi/wrong/inverted_sign")), "refusée à tort"),
    (Case("phi", "mutant", "c", reference("phi")), "a toutes les propriétés"),
    (Case("phi", "equivalent", "d", variant("phi/wrong/inverted_sign")), "dit équivalent"),
    (
        Case("phi", "wrong", "e", variant("phi/wrong/inverted_sign"), frozenset({"in_place"})),
        "diagnostic attendu : in_place ; obtenu : inverted_sign",
    ),
]
ENDLESS = Case("phi", "mutant", "f", "def phi(state, action):\n    while True:\n        pass")


@pytest.mark.long
def test_an_answer_in_the_wrong_place_is_reported():
    cases = [case for case, _ in FORGED]
    judged = {j.case: j for j in run.judge_all([*cases, ENDLESS], jobs=1)}
    for case, sentence in FORGED:
        assert any(problem.startswith(sentence) for problem in judged[case].problems)
        proof = Proof("phi")
        proof.add(judged[case])
        assert not proof.holds
    assert judged[ENDLESS].problems == []


@pytest.mark.parametrize(("kept", "foiled"), [(0.0, True), (0.25, True), (0.26, False)])
def test_a_cheat_keeps_at_most_a_quarter(kept, foiled):
    judgement = Judgement(Case("phi", "cheats", "x", ""), kept=kept)
    proof = Proof("phi")
    proof.add(judgement)
    assert proof.holds is foiled
    assert judgement.problems == ([] if foiled else ["garde 26\N{NO-BREAK SPACE}% des points"])


def test_a_right_answer_in_which_a_mistake_is_seen_is_not_accepted():
    judgement = Judgement(Case("phi", "right", "x", ""), diagnosis=frozenset({"in_place"}))
    assert judgement.problems == ["soupçonnée à tort : in_place"]


@pytest.mark.slow
def test_what_a_cheat_keeps_is_counted_in_points():
    cases = [
        Case("phi", "cheats", "x", "def phi(state, action):\n    return state"),
        Case("phi", "cheats", "y", "def phi(state, action):\n    return state[0]"),
    ]
    kept = {one.case.name: one.kept for one in run.judge_all(cases, jobs=1)}
    assert kept["x"] == 0.375  # the action 1 is right, 0.75 point of 2; the other is not
    assert kept["y"] == 0


def test_a_test_that_breaks_on_a_wrong_answer_proves_nothing():
    case = Case("phi", "wrong", "broken", "", frozenset({"x"}))
    judgement = Judgement(case, failed=("une propriété",), undecided=("une propriété",))
    assert judgement.problems[0] == "un test s'est interrompu : une propriété"


@pytest.mark.parametrize("kind", ["wrong", "cheats", "right"])
def test_what_is_misjudged_in_another_class_fails_the_proof(kind, monkeypatch):
    secrets = []

    def judged(case, seconds, first_failure, named=True):
        secrets.append(classes.secret())
        passes = (kind == "right") == (classes.secret() == 0)  # as it should outside of a class
        return Judgement(case, failed=() if passes else ("une propriété",), kept=float(passes))

    monkeypatch.setattr(run, "_judgement", judged)
    monkeypatch.setattr(run, "_visible", lambda case: "")
    case = Case("phi", kind, "a", "")
    judgement = run.judge(case)
    assert secrets == [0, run.class_of(case)] and 1 <= run.class_of(case) <= run.CLASSES
    assert judgement.problems[0] == "mal jugée dans une autre classe"
    proof = Proof("phi")
    proof.add(judgement)
    assert not proof.holds


def test_the_shares_are_required():
    proof = Proof("phi")
    for _ in range(49):
        proof.count("killed", True)
    proof.count("killed", False)
    assert proof.holds
    proof.count("killed", False)
    assert not proof.holds
    assert proofs_report([proof]).renderables


def test_the_table_fits_in_eighty_columns():
    proofs = [Proof(exercise) for exercise in HOME_OF]
    for proof in proofs:
        for name in proof.scores:
            proof.count(name, True)
        proof.scores["killed"].total = proof.scores["killed"].good = 123
    console = Console(width=80, file=io.StringIO())
    console.print(proofs_report(proofs))
    printed = console.file.getvalue()
    assert "123/123" in printed and "…" not in printed
    assert all(f" {exercise} " in printed for exercise in HOME_OF)


@pytest.mark.parametrize(
    ("kind", "visible", "problem"),
    [
        ("wrong", "passed", "passe les vérifications visibles"),
        ("wrong", "raw", "sa vérification visible s'interrompt"),
        ("right", "refused", "refusée à tort par ses vérifications visibles"),
        ("right", "raw", "sa vérification visible s'interrompt"),
    ],
)
def test_what_the_visible_checks_get_wrong_fails_the_proof(kind, visible, problem):
    failed = ("une propriété",) if kind == "wrong" else ()
    named = frozenset({"x"}) if kind == "wrong" else frozenset()
    proof = Proof("phi")
    judged = Judgement(Case("phi", kind, "a", "", named), failed, diagnosis=named, visible=visible)
    proof.add(judged)
    assert not proof.holds and judged.problems == [problem]


@pytest.mark.slow
def test_what_the_visible_checks_said_is_read_in_the_students_process():
    raw = "import outils\n\ndef verifier(*_):\n    raise KeyError\n\noutils.verifier = verifier\n"
    said = {
        variant("phi/wrong/inverted_sign"): "refused",
        reference("phi"): "passed",
        raw + reference("phi"): "raw",
    }
    for source, wanted in said.items():
        assert run._visible(Case("phi", "wrong", "a", source)) == wanted
    run._sessions().close()


@pytest.mark.slow
def test_an_unknown_exercise_is_refused():
    command = [sys.executable, "-m", "autograder", "verify", "phy"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert "Exercice inconnu\u00a0: «\u00a0phy\u00a0». Peut-être «\u00a0phi\u00a0»" in done.stderr
