"""Juste : des arguments de plus, qui ont une valeur par défaut."""

from typing import Any


def phi(state: Any, action: int, droite: int = 1, verbose: bool = False) -> Any:
    if verbose:
        print(f"{state=} {action=}")
    return +state if action == droite else -state
