"""What an exercise declares in its own folder: the engine reads it there and names no exercise.

exercises/<exercise>/exercise.toml   the numbers and names below
                     stand_in.py     defines stand_in(recorder, seed): a neutral replacement of the
                                     exercise, for those that call it, drawn from the seed
                     describe.py     defines describe(value): the data of a result that has no plain
                                     form, or None
                     apparatus.py    defines apparatus(namespace): an object of the grader's own,
                                     whose methods make what has no plain form, hand it to the
                                     student's code and give back data
These modules are sent as text into the student's process: they import nothing of the project and
hold no answer.
"""

import functools
import tomllib
from collections.abc import Iterable
from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    ValidationError,
    model_validator,
)

from autograder.errors import AutograderError
from autograder.paths import EXERCISES


class DeclarationError(AutograderError):
    """An exercise.toml that cannot be used; the message is a French sentence for the teacher."""


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bank(_Declared):
    """How many right and wrong answers the bank must hold at least."""

    right: Annotated[int, Field(ge=0)] = 8
    wrong: Annotated[int, Field(ge=0)] = 15


class Environment(_Declared):
    """An environment of Gymnasium: its id, the size of an observation, the number of actions."""

    id: str
    observations: PositiveInt
    actions: PositiveInt

    def scripted(
        self, episodes: list[dict], *, draws: bool = True, old: tuple[str, ...] = ()
    ) -> dict:
        """What the student's process is asked for: episodes written in advance.

        draws: whether each of them tells what the generators draw at its start, which moves them.
        old: the methods, "reset" or "step", that answer as they did before Gymnasium.
        """
        asked = {"kind": "scripted", **self.model_dump(), "episodes": episodes, "draws": draws}
        return asked | ({"old": list(old)} if old else {})

    def played(self, *most: int) -> dict:
        """The same, of episodes that it plays itself and tells; each is cut after so many steps, in
        turn.
        """
        return {"kind": "scripted", **self.model_dump(), "most": list(most)}


NOBODYS = {  # what a loop does itself
    "policy": "votre politique",
    "memory": "votre mémoire",
    "targets": "votre calcul des cibles",
    "update": "votre mise à jour",
}


class Loop(_Declared):
    """What a training loop plays in, and who does what among the exercises that it calls.

    `policy` chooses an action, `memory` keeps the transitions, `targets` computes what the Q-values
    should be, `update` says how the weights move. A role may be nobody's (""), or a method's
    ("Class.method"). orders: the right orders of the steps that its text gives shuffled, where it
    does, each a string of their letters.
    """

    environment: Environment
    orders: tuple[str, ...] = ()
    policy: str = ""
    memory: str = ""
    targets: str = ""
    update: str = ""

    @property
    def roles(self) -> dict[str, str]:
        """Who does what, by role; "" for a role that is nobody's."""
        return self.model_dump(include=set(NOBODYS))

    @property
    def names(self) -> dict[str, str]:
        """What to call them in French, by role."""
        return {role: name or NOBODYS[role] for role, name in self.roles.items()}


class Chance(_Declared):
    """A hidden test whose verdict on a right answer depends on what is `drawn` (French).

    family: the law that bounds its refusals, one of those of calibration/families.py. The answer
    that is tried is the reference, a `right` one of the bank, or a `source`. What must be refused:
    `wrong` answers of the bank; and `changed`, French name → two texts, of which the first is
    replaced by the second in the right answer. case: tells two chances of one test apart.
    """

    test: str
    drawn: str
    family: str
    right: str = ""
    source: str = ""
    wrong: tuple[str, ...] = ()
    changed: dict[str, tuple[str, str]] = {}
    case: str = ""


class Declaration(_Declared):
    """`calls`: the exercises whose functions this one calls; each of them has a stand_in.py.

    minutes: what a student may expect to need, as the notebook announces it.
    seconds: what all the calls of the hidden tests share; the engine's usual time by default.
    loop: only for a training loop. chance: what a right answer may lose by chance alone.
    """

    calls: tuple[str, ...] = ()
    minutes: PositiveInt | None = None
    seconds: PositiveFloat | None = None
    bank: Bank = Bank()
    loop: Loop | None = None
    chance: tuple[Chance, ...] = ()

    @model_validator(mode="after")
    def _roles_are_called(self):
        for role, exercise in (self.loop.roles if self.loop else {}).items():
            if exercise and exercise.split(".")[0] not in self.calls:
                raise ValueError(f'loop.{role} = "{exercise}" n\'est pas dans « calls »')
        return self


@functools.cache
def declaration(exercise: str) -> Declaration:
    """What an exercise declares, or the defaults where it has no exercise.toml.

    Raises DeclarationError on a key that does not exist or a value that does not fit.
    """
    path = EXERCISES / exercise / "exercise.toml"
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return Declaration.model_validate(declared)
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise DeclarationError(f"{exercise}/{path.name} : {_sentence(error)}") from error


def loop_of(exercise: str) -> Loop:
    """What an exercise declares of its training loop; raises DeclarationError where it has none."""
    found = declaration(exercise).loop
    if found is None:
        raise DeclarationError(f"{exercise} ne déclare pas de boucle : il manque « [loop] ».")
    return found


def _sentence(error: ValueError) -> str:
    """Why a file is refused, in French."""
    if not isinstance(error, ValidationError):
        return f"ce n'est pas du TOML ({error})."
    first = error.errors()[0]
    key = ".".join(map(str, first["loc"]))
    match first["type"]:
        case "extra_forbidden":
            return f"la clé « {key} » n'existe pas."
        case "missing":
            return f"la clé « {key} » manque."
        case "value_error":
            return f"{first['ctx']['error']}."
        case _:
            return f"la valeur de « {key} » ne convient pas : {first['input']!r}."


@functools.cache
def sent(exercise: str, module: str) -> str | None:
    """The text of a module of an exercise that is sent to the student's process, if there is one.

    module: "stand_in" or "describe".
    """
    path = EXERCISES / exercise / f"{module}.py"
    return path.read_text(encoding="utf-8") if path.exists() else None


def stand_ins(exercises: Iterable[str]) -> dict[str, str]:
    """The texts of the stand-ins of some exercises, by the name that each replaces.

    Raises DeclarationError for an exercise that has none.
    """
    found = {}
    for exercise in exercises:
        text = sent(exercise, "stand_in")
        if text is None:
            raise DeclarationError(f"{exercise} n'a pas de remplaçant : il manque stand_in.py.")
        found[exercise] = text
    return found
