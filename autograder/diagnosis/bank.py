"""What the bank of wrong implementations says of its own mistakes."""

import re

_ANNOUNCED = re.compile(r"^# diagnostic : (.+)$", re.MULTILINE)


def announced(source: str) -> set[str]:
    """The misconceptions that a file of the bank announces: `# diagnostic : flat_take, ascent`.

    Empty for a mistake that no misconception should name.
    """
    found = _ANNOUNCED.search(source)
    return {name.strip() for name in found[1].split(",")} if found else set()
