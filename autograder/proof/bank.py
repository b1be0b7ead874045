"""The bank: right, wrong and dishonest answers to each exercise, and the harmless mutants."""

import re
import tomllib
from pathlib import Path
from typing import Any

from autograder.paths import EXERCISES

_FAMILY = re.compile(r"^# famille : (.+)$", re.MULTILINE)
_ANNOUNCED = re.compile(r"^# diagnostic : (.+)$", re.MULTILINE)


def variants(exercise: str, kind: str) -> dict[str, str]:
    """The bank's implementations of an exercise, name → source; `kind`: "right", "wrong", "cheats".

    Each is a file, or a few lines changed in one: what `changes.toml` beside them says.
    """
    folder = EXERCISES / exercise / "bank" / kind
    found = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    listed = _table(folder / "changes.toml")
    if doubled := found.keys() & listed.keys():
        raise ValueError(f"{exercise} : réponse écrite deux fois : {', '.join(sorted(doubled))}")
    found |= {name: _changed(folder.parent, name, one) for name, one in listed.items()}
    return dict(sorted(found.items()))


def variant(name: str) -> str:
    """The source of one implementation, named "phi/wrong/inverted_sign"."""
    exercise, kind, stem = name.split("/")
    return variants(exercise, kind)[stem]


def _changed(bank: Path, name: str, entry: dict[str, Any]) -> str:
    """The source that an entry of `changes.toml` stands for; each change applies exactly once."""
    source = (bank / f"{entry['base']}.py").read_text(encoding="utf-8")
    source = source[source.index("\n") + 1 :]  # its first line says what the base is
    for change in entry["change"]:
        count = source.count(change["before"])
        if count != 1:
            raise ValueError(
                f"{name} : figure {count} fois dans {entry['base']} : {change['before']}"
            )
        source = source.replace(change["before"], change["after"])
    return _header(entry) + source


def _header(entry: dict[str, Any]) -> str:
    """What the first lines of a file of the same kind say."""
    if "way" in entry:
        return f'"""Juste : {entry["way"]}"""\n'
    if "family" in entry:
        return f'"""Triche : {entry["cheat"]}"""\n# famille : {entry["family"]}\n'
    return f'"""Faux : {entry["mistake"]}"""\n# diagnostic : {entry["diagnosis"]}\n'


def announced(source: str) -> set[str]:
    """The mistakes that a wrong file announces: `# diagnostic : flat_take, ascent`.

    Empty for a mistake that the library should not name.
    """
    found = _ANNOUNCED.search(source)
    return {name.strip() for name in found[1].split(",")} if found else set()


def family(source: str) -> str | None:
    """The family that a cheat announces: `# famille : refuse la preuve`."""
    found = _FAMILY.search(source)
    return found[1] if found else None


def equivalents(exercise: str) -> dict[tuple[str, str], str]:
    """The mutants that are no mistakes: the lines before and after, and why."""
    listed = _table(EXERCISES / exercise / "equivalents.toml").get("mutant", [])
    return {(one["before"], one["after"]): one["reason"] for one in listed}


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
