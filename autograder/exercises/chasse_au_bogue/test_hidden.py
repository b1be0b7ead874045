"""Hidden tests of chasse_au_bogue."""

from autograder.exercises.chasse_au_bogue.choices import RIGHT, chosen
from autograder.judging.assertions import points, require


def judge(student, loop):
    answer = chosen(student.call("chasse_au_bogue"))
    require(
        answer.get(loop) == RIGHT[loop],
        call="chasse_au_bogue()",
        obtained=f"pour la boucle {loop}, une autre faute" if loop in answer else "aucune lettre",
        expected=f"la faute qui explique toutes les sondes de la boucle {loop}, et sa courbe",
        hint="pour chaque faute, calculez à la main les Q-valeurs qu'elle donnerait à une sonde",
    )


@points(0.5)
def test_first_loop(student):
    """La faute de la boucle 1 est trouvée."""
    judge(student, "1")


@points(0.5)
def test_second_loop(student):
    """La faute de la boucle 2 est trouvée."""
    judge(student, "2")


@points(0.5)
def test_third_loop(student):
    """La faute de la boucle 3 est trouvée."""
    judge(student, "3")


@points(0.5)
def test_fourth_loop(student):
    """La faute de la boucle 4 est trouvée."""
    judge(student, "4")
