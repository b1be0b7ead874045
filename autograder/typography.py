"""French typography at the edge: where a text leaves for a reader, no sign leaves without its word.

The sentences of the project are written with plain spaces. What shows them, a terminal, a page or
a file for people, passes them through here; each text keeps its length, so that what was known of
its places (colours, links) stays true.
"""

import re
from typing import Any

NBSP = "\N{NO-BREAK SPACE}"
CODE = re.compile(r"(`[^`]*`)")
# Before a sign that ends a word; `a ? b`, `x[i :]` or `7 % 2` are somebody's code.
TORN = re.compile(
    r" (?=[:;?!]+(?:[\s»\"'”)\].,…—]|$))"  # a sign, then a blank or what closes
    r"| (?=»)|(?<=«) "
    r"|(?<=\d) (?=%(?!\s?[\d(]|\w))"  # a percentage
)
# What a page shows as it is, and its tags.
KEPT = re.compile(
    r"<(script|style|pre|code|textarea|svg|math|kbd)\b.*?</\1>|<!--.*?-->|<[^>]*>",
    re.DOTALL | re.IGNORECASE,
)


def unbreakable(text: str) -> str:
    """The text with no-break spaces where French wants them; what is between backquotes is kept."""
    parts = CODE.split(text)
    parts[::2] = [TORN.sub(NBSP, part) for part in parts[::2]]
    return "".join(parts)


def unbreakable_page(html: str) -> str:
    """The same for what a page shows; its tags, its code and its scripts are kept."""
    parts, place = [], 0
    for found in KEPT.finditer(html):
        parts += [unbreakable(html[place : found.start()]), found[0]]
        place = found.end()
    return "".join([*parts, unbreakable(html[place:])])


def unbreakable_values(data: Any) -> Any:
    """The same for every text within lists and dictionaries, but for the keys."""
    match data:
        case str():
            return unbreakable(data)
        case list():
            return [unbreakable_values(one) for one in data]
        case dict():
            return {key: unbreakable_values(one) for key, one in data.items()}
    return data
