"""What the hidden tests were seen to do with right answers, wrong ones, and mutants."""

from dataclasses import dataclass, field

# The share of its answers that each exercise must judge well.
REQUIRED = {"refused": 1.0, "accepted": 1.0, "killed": 0.98, "named": 0.9, "equivalent": 1.0}


@dataclass(frozen=True)
class Case:
    """An answer to judge; `kind` is "right", "wrong", "mutant" or "equivalent".

    announced: the mistakes that a wrong answer makes.
    """

    exercise: str
    kind: str
    name: str
    source: str
    announced: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """What the hidden tests said of an answer; `undecided` are those that broke on it."""

    case: Case
    failed: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    diagnosis: frozenset[str] = frozenset()

    @property
    def properties(self) -> dict[str, bool]:
        """Which of the required properties this answer counts for, and whether it has them."""
        failed = bool(self.failed)
        match self.case.kind:
            case "right":
                return {"accepted": not failed}
            case "wrong":
                named = bool(self.diagnosis) and self.diagnosis == self.case.announced
                return {"refused": failed and not self.undecided, "named": named}
            case "mutant":
                return {"killed": failed}
            case _:
                return {"equivalent": not failed}

    @property
    def problems(self) -> list[str]:
        """French sentences on what is not as it should be."""
        sentences = {
            "accepted": f"refusée à tort : {' ; '.join(self.failed)}",
            "refused": f"un test s'est interrompu : {' ; '.join(self.undecided)}"
            if self.undecided
            else "acceptée à tort",
            "named": f"diagnostic attendu : {_list(self.case.announced)} ;"
            f" obtenu : {_list(self.diagnosis)}",
            "killed": "a toutes les propriétés",
            "equivalent": f"dit équivalent, mais refusé : {' ; '.join(self.failed)}",
        }
        return [sentences[name] for name, good in self.properties.items() if not good]


def _list(identifiers):
    return ", ".join(sorted(identifiers)) or "aucun"


@dataclass
class Score:
    """How many answers were judged well, out of how many."""

    good: int = 0
    total: int = 0

    def reaches(self, required: float) -> bool:
        return self.good >= required * self.total

    def __str__(self):
        return f"{self.good}/{self.total}"


@dataclass
class Proof:
    """The judgements of one exercise's answers; `problems` are (answer, French sentence)."""

    exercise: str
    scores: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in REQUIRED})
    problems: list[tuple[str, str]] = field(default_factory=list)

    def add(self, judgement: Judgement) -> None:
        for name, good in judgement.properties.items():
            self.count(name, good)
        case = judgement.case
        self.problems += [(f"{KINDS[case.kind]} {case.name}", p) for p in judgement.problems]

    def count(self, name: str, good: bool) -> None:
        self.scores[name].total += 1
        self.scores[name].good += good

    @property
    def holds(self) -> bool:
        return all(self.scores[name].reaches(required) for name, required in REQUIRED.items())


KINDS = {
    "right": "réponse juste",
    "wrong": "réponse fausse",
    "mutant": "mutant",
    "equivalent": "mutant équivalent",
}
