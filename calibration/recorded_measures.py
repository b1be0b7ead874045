"""Measures kept as JSON: the raw figures of every seed, with the command that made them."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "recorded"


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.json"


def read(name: str) -> dict[str, Any]:
    return json.loads(path_of(name).read_text(encoding="utf-8"))


def write(name: str, command: str, measures: dict[str, Any]) -> None:
    """One line a list of figures, so that what has changed is seen."""
    path_of(name).write_text(_text({"command": command, **measures}) + "\n", encoding="utf-8")


def _text(value, indent=0):
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    margin = " " * (indent + 1)
    lines = [f"{margin}{json.dumps(key)}: {_text(one, indent + 1)}" for key, one in value.items()]
    return "{\n" + ",\n".join(lines) + "\n" + " " * indent + "}"
