"""The French of a finding: its parts for a page, one sentence for JSON and the terminal."""

import re

from autograder.judging import quoting
from autograder.judging.findings import Failed, Finding, NoAnswer, Raised, Undecided, Worded
from autograder.text import printable

# What a message may quote, in characters: it is to be read, and a class has thousands of them.
MOST = {"call": 130, "obtained": 120, "expected": 160, "hint": 140, "line": 100}
MOST_SENTENCE = 600
RESULT = "un résultat"
NO_ANSWER = {
    "timeout": "aucune réponse dans le temps alloué",
    "stopped": "l'arrêt du processus qui exécute le cahier",
    "unreadable": "une réponse illisible",
}
UNDECIDED = (
    "Ce test n'a pas pu conclure : la valeur reçue n'a pas la forme attendue. "
    "Comparez-la à celle de l'exemple du cahier."
)
OVERSIZED = (
    "Ce test n'a pas pu conclure : ce que votre code renvoie demande des calculs démesurés. "
    "Renvoyez des valeurs de la taille attendue, celle de l'exemple du cahier."
)
SEEN = 1000  # characters of what an error tells, in which a graphics card is looked for
CARDS = re.compile(r"(?<![^\W_])(?:cuda|mps|xpu)(?![^\W_])", re.IGNORECASE)
GPU = (
    'votre code impose une carte graphique, comme torch.device("cuda") ; écrivez '
    'torch.device("cuda" if torch.cuda.is_available() else "cpu")'
)


def sentence(finding: Finding | None) -> str:
    """What was found, in one sentence; nothing for nothing."""
    return "" if finding is None else " — ".join(parts(finding))


def parts(finding: Finding) -> list[str]:
    """What was found, in the one shape of every message; a part may quote the student's code."""
    return [printable(part) for part in _parts(finding)]


def _parts(finding):
    match finding:
        case Undecided(oversized=oversized):
            return [OVERSIZED if oversized else UNDECIDED]
        case Worded(sentence=text):
            return [_short(text, MOST_SENTENCE)]
        case Raised():
            obtained, hint = _about(finding)
            failed = Failed(finding.call, obtained, RESULT, hint)
        case NoAnswer(call=call, why=why):
            hint = "cherchez une boucle sans fin, un calcul démesuré ou un appel qui arrête Python"
            failed = Failed(call, NO_ANSWER[why], RESULT, hint)
        case Failed():
            failed = finding
    return [
        f"Appel : {_short(failed.call, MOST['call'])}",
        f"obtenu : {_short(failed.obtained, MOST['obtained'])}",
        f"attendu : {_short(failed.expected, MOST['expected'])}",
        f"piste : {_short(failed.hint, MOST['hint'])}",
    ]


def _short(text, most):
    return text if len(text) <= most else text[: most - 1] + "…"


def _about(error):
    """What came of a call that raised, and a hint."""
    match error.kind:
        case "MissingError":
            return f"{error.text} n'est pas définie", "définissez-la sous ce nom exact"
        case "DependencyError":
            hint = "écrivez d'abord cette fonction : celle-ci l'appelle"
            return f"« {error.text} » n'est pas encore écrite", hint
        case "StubError":
            return "la fonction n'est pas encore écrite", "remplacez l'ébauche par votre code"
    said = quoting.text(error)
    obtained = f"une exception {quoting.kind(error)}".rstrip() + (f" « {said} »" if said else "")
    if any(CARDS.search(told[:SEEN]) for told in (error.text, error.line)):
        return obtained, GPU
    if error.line:
        return obtained, f"regardez la ligne « {_short(error.line, MOST['line'])} »"
    return obtained, "relisez les formes et les types"
