"""What the hidden tests were seen to do with right answers, wrong ones, and mutants."""

from dataclasses import dataclass, field, replace

# The share of its answers that each exercise must judge well.
REQUIRED = {
    "refused": 1.0,
    "accepted": 1.0,
    "killed": 0.98,
    "named": 0.9,
    "equivalent": 1.0,
    "foiled": 1.0,
    "seen": 0.95,
    "shown": 1.0,
}
KEPT_BY_A_CHEAT = 0.25  # of its exercise's points, at most


@dataclass(frozen=True)
class Case:
    """An answer to judge; `kind` is one of KINDS.

    announced: the mistakes that a wrong answer makes.
    """

    exercise: str
    kind: str
    name: str
    source: str
    announced: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """What the hidden tests said of an answer; `undecided` are those that broke on it.

    kept: the share of the exercise's points that it has all the same.
    visible: what its visible checks said: "passed", "refused", or "raw" where they broke; "" where
    none was made. elsewhere: whether the verdict on it is right in another class too.
    """

    case: Case
    failed: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    diagnosis: frozenset[str] = frozenset()
    kept: float = 0.0
    visible: str = ""
    elsewhere: bool = True

    @property
    def properties(self) -> dict[str, bool]:
        """Which of the required properties this answer counts for, and whether it has them."""
        return {**self._hidden, **(self._visible if self.visible else {})}

    @property
    def sound(self) -> bool:
        """Whether the hidden tests' verdict is right; that of the diagnosis is another matter."""
        return all(good for name, good in self._hidden.items() if name != "named")

    @property
    def _visible(self):
        """Its visible checks must see what is wrong, refuse nothing right, and never break."""
        if self.case.kind == "wrong":
            return {"seen": self.visible != "passed", "shown": self.visible != "raw"}
        return {"shown": self.visible == "passed"}

    @property
    def _hidden(self):
        failed = bool(self.failed)
        match self.case.kind:
            case "right":
                return {"accepted": not failed and not self.diagnosis and self.elsewhere}
            case "wrong":
                named = bool(self.diagnosis) and self.diagnosis == self.case.announced
                refused = failed and not self.undecided and self.elsewhere
                return {"refused": refused, "named": named}
            case "cheats":
                foiled = self.kept <= KEPT_BY_A_CHEAT and not self.undecided
                return {"foiled": foiled and self.elsewhere}
            case "mutant":
                return {"killed": failed}
            case _:
                return {"equivalent": not failed}

    @property
    def problems(self) -> list[str]:
        """French sentences on what is not as it should be."""
        if not self.elsewhere:
            here = replace(self, elsewhere=True)
            return ["mal jugée dans une autre classe", *here.problems]
        broken = f"un test s'est interrompu : {' ; '.join(self.undecided)}"
        sentences = {
            "accepted": f"refusée à tort : {' ; '.join(self.failed)}"
            if self.failed
            else f"soupçonnée à tort : {_list(self.diagnosis)}",
            "refused": broken if self.undecided else "acceptée à tort",
            "foiled": broken
            if self.undecided
            else f"garde {100 * self.kept:.0f}\N{NO-BREAK SPACE}% des points",
            "named": f"diagnostic attendu : {_list(self.case.announced)} ;"
            f" obtenu : {_list(self.diagnosis)}",
            "killed": "a toutes les propriétés",
            "seen": "passe les vérifications visibles",
            "shown": "sa vérification visible s'interrompt"
            if self.visible == "raw"
            else "refusée à tort par ses vérifications visibles",
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
    "cheats": "triche",
    "mutant": "mutant",
    "equivalent": "mutant équivalent",
}
