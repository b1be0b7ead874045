"""Numbers the headings of a built notebook, so that « 4.2 » is found in any table of contents.

The text sources name their sections only: a section may be moved or added without counting again.
"""

import re

from nbformat import NotebookNode

HEADING = re.compile(r"^(##|###) (?=\S)", re.MULTILINE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def number_headings(cells: list[NotebookNode]) -> None:
    """Write in the Markdown cells, in place, the number of each heading of level 2 or 3."""
    section = subsection = 0

    def numbered(found: re.Match[str]) -> str:
        nonlocal section, subsection
        if any(start <= found.start() < end for start, end in code):
            return found[0]
        if found[1] == "##":
            section, subsection = section + 1, 0
            return f"## {section}. "
        subsection += 1
        return f"### {section}.{subsection} "

    for cell in cells:
        if cell.cell_type == "markdown":
            code = [block.span() for block in FENCED.finditer(cell.source)]
            cell.source = HEADING.sub(numbered, cell.source)
