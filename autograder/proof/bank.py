"""The bank: right and wrong answers to each exercise, and the mutants that are no mistakes."""

import re
import tomllib
from pathlib import Path

from autograder.paths import EXERCISES

_ANNOUNCED = re.compile(r"^# diagnostic : (.+)$", re.MULTILINE)


def variants(exercise: str, kind: str) -> list[Path]:
    """The bank's implementations of an exercise; `kind` is "right" or "wrong"."""
    return sorted((EXERCISES / exercise / "bank" / kind).glob("*.py"))


def variant(name: str) -> str:
    """The text of one implementation, named "phi/wrong/inverted_sign"."""
    exercise, kind, stem = name.split("/")
    return (EXERCISES / exercise / "bank" / kind / f"{stem}.py").read_text(encoding="utf-8")


def announced(source: str) -> set[str]:
    """The mistakes that a wrong file announces: `# diagnostic : flat_take, ascent`.

    Empty for a mistake that the library should not name.
    """
    found = _ANNOUNCED.search(source)
    return {name.strip() for name in found[1].split(",")} if found else set()


def equivalents(exercise: str) -> dict[tuple[str, str], str]:
    """The mutants that are no mistakes: the lines before and after, and why."""
    path = EXERCISES / exercise / "equivalents.toml"
    if not path.exists():
        return {}
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    return {(one["before"], one["after"]): one["reason"] for one in listed}
