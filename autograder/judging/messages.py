"""The French of a finding: its parts for a page, one sentence for JSON and the terminal."""

from autograder.judging.findings import Failed, Finding, NoAnswer, Raised, Undecided, Worded
from autograder.text import printable

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
        case Undecided():
            return [UNDECIDED]
        case Worded(sentence=text):
            return [text]
        case Raised():
            obtained, hint = _about(finding)
            failed = Failed(finding.call, obtained, RESULT, hint)
        case NoAnswer(call=call, why=why):
            hint = "cherchez une boucle sans fin, un calcul démesuré ou un appel qui arrête Python"
            failed = Failed(call, NO_ANSWER[why], RESULT, hint)
        case Failed():
            failed = finding
    return [
        f"Appel : {failed.call}",
        f"obtenu : {failed.obtained}",
        f"attendu : {failed.expected}",
        f"piste : {failed.hint}",
    ]


def _about(error):
    """What came of a call that raised, and a hint."""
    match error.kind:
        case "MissingError":
            return f"{error.text} n'est pas définie", "définissez-la sous ce nom exact"
        case "DependencyError":
            hint = "écrivez d'abord cette fonction : celle-ci l'appelle"
            return f"« {error.text} » n'est pas encore écrite", hint
        case "NotImplementedError":
            return "la fonction n'est pas encore écrite", "remplacez l'ébauche par votre code"
    if "CUDA" in error.text or "cuda" in error.line:
        return f"une exception {error.kind} « {error.text} »", GPU
    obtained = f"une exception {error.kind}" + (f" « {error.text} »" if error.text else "")
    if error.line:
        return obtained, f"regardez la ligne « {error.line} »"
    return obtained, "relisez les formes et les types"
