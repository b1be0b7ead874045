"""What an answer says of each loop."""

from typing import Any

from solutions.chasse_au_bogue import chasse_au_bogue

RIGHT = chasse_au_bogue()
LETTERS = frozenset("abcdefgh")


def chosen(answer: Any) -> dict[str, str]:
    """The letter of each loop, in lower case; only what is a loop and a letter is kept."""
    if not isinstance(answer, dict):
        return {}
    texts = {key: one.strip().lower() for key, one in answer.items() if isinstance(one, str)}
    return {key: one for key, one in texts.items() if key in RIGHT and one in LETTERS}
