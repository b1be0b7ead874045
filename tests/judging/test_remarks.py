"""One hung function is one remark, however many cells call it."""

import pytest

from autograder.judging import remarks
from autograder.student.process import Execution
from autograder.student.session import Cell

DEFINITION = "def linear_fa(theta, state, actions):"


def cells(*statuses):
    sources = [DEFINITION, *(f"verifier({n})" for n in range(1, len(statuses)))]
    pairs = zip(sources, statuses, strict=True)
    return [Cell(source, execution=Execution(status=status)) for source, status in pairs]


@pytest.mark.parametrize(
    ("statuses", "sentences"),
    [
        (["ok", "error"], []),
        (
            ["ok", "timeout"],
            [
                "La cellule qui commence par « verifier(1) » n'a pas fini dans le temps alloué et "
                "a été interrompue."
            ],
        ),
        (
            ["timeout", "ok", "timeout", "timeout", "skipped", "skipped"],
            [
                "3 cellules n'ont pas fini dans le temps alloué et ont été interrompues, et 2 "
                f"autres n'ont plus eu le temps d'être exécutées ; la première est celle qui "
                f"commence par « {DEFINITION} »."
            ],
        ),
        (
            ["dead", "ok", "dead", "skipped"],
            [
                f"2 cellules ont arrêté le processus Python ; la première est celle qui commence "
                f"par « {DEFINITION} ».",
                "La cellule qui commence par « verifier(3) » n'a pas été exécutée : le cahier "
                "avait épuisé son temps.",
            ],
        ),
        (
            ["timeout", "skipped"],
            [
                f"La cellule qui commence par « {DEFINITION} » n'a pas fini dans le temps alloué "
                "et a été interrompue, et une autre n'a plus eu le temps d'être exécutée."
            ],
        ),
    ],
)
def test_one_sentence_for_one_cause(statuses, sentences):
    assert list(remarks.of_stops(cells(*statuses))) == sentences
