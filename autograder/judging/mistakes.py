"""The library of mistakes: what students get wrong, and the French that names and explains it.

Three words are used for three ideas, everywhere in the code:

- a mistake is something that students get wrong. Its prose stands in a `mistakes.toml`, beside the
  `mistakes.py` that recognises it;
- a rule is a computation that a student may have written. The right one makes no mistake, a wrong
  one makes the mistakes of its options (see `rules`);
- a diagnosis is the mistakes that explain what an answer gives.
"""

import ast
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Annotated

from pydantic import BaseModel, StringConstraints, TypeAdapter, ValidationError

from autograder.errors import AutograderError

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]


class LibraryError(AutograderError):
    """Mistakes that are not written as they should be; a French sentence for the teacher."""


class Prose(BaseModel, frozen=True, extra="forbid"):
    """What a student reads of a mistake, in French."""

    name: Text
    explanation: Text
    hint: Text


class Mistake(Prose, frozen=True):
    """A mistake as students make it.

    `id` is the same in the code, in the JSON results and in the bank of wrong answers.
    """

    id: Identifier

    def naming(self, names: Mapping[str, str]) -> "Mistake":
        """The same, with a name in place of each `$word` of its prose."""
        prose = self.model_dump(exclude={"id"})
        told = {key: Template(text).safe_substitute(names) for key, text in prose.items()}
        return self.model_copy(update=told)


class Mistakes:
    """The mistakes that a module may name, each an attribute: `MISTAKES.mask_missing`."""

    def __init__(self, found: dict[str, Mistake]):
        self._found = found

    def __getattr__(self, identifier: str) -> Mistake:
        try:
            return self._found[identifier]
        except KeyError:
            raise AttributeError(f"no mistake is called {identifier}") from None

    def __getitem__(self, identifier: str) -> Mistake:
        return self._found[identifier]

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._found

    def __iter__(self) -> Iterator[Mistake]:
        return iter(self._found.values())

    def naming(self, names: Mapping[str, str]) -> "Mistakes":
        return Mistakes({key: mistake.naming(names) for key, mistake in self._found.items()})


def read(path: Path) -> Mistakes:
    """The mistakes of a TOML file, one table each.

    Raises LibraryError unless each has its name, its explanation and its hint, and nothing else.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        found = TypeAdapter(dict[Identifier, Prose]).validate_python(written)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise LibraryError(f"Méprises illisibles dans {path} : {error}") from error
    return Mistakes({key: Mistake(id=key, **prose.model_dump()) for key, prose in found.items()})


def load(module: str, *shared: Mistakes, lent: Collection[str] = ()) -> Mistakes:
    """The mistakes of the `mistakes.toml` beside a module, with those that it shares with others.

    module: the file of the module, which names its mistakes as `MISTAKES.…`.
    lent: those that it does not name, because the modules that share them do.

    Raises LibraryError when the module names a mistake that is not written, when one is written
    that nobody names, or when an identifier stands in two places.
    """
    path = Path(module).with_name("mistakes.toml")
    own = read(path)
    named = _named(Path(module).read_text(encoding="utf-8"))
    common = [mistake for mistakes in shared for mistake in mistakes]
    known = {mistake.id: mistake for mistake in (*common, *own)}
    for identifiers, problem in (
        (named - set(known), "nommées par le code, mais pas écrites"),
        (
            {mistake.id for mistake in own} - named - set(lent),
            "écrites, mais jamais nommées par le code",
        ),
        ({m.id for m in own} & {m.id for m in common}, "déjà écrites pour d'autres exercices"),
    ):
        if identifiers:
            raise LibraryError(f"{path} : méprises {problem} : {', '.join(sorted(identifiers))}.")
    return Mistakes(known)


def _named(source: str) -> set[str]:
    """The attributes of MISTAKES in a module's text."""
    return {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "MISTAKES"
    }


COMMON = read(Path(__file__).with_name("mistakes.toml"))  # what any function may get wrong
