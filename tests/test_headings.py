"""The numbers of the headings: in their order, and nowhere else."""

import re

import nbformat
import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.headings import number_headings


def test_sections_and_their_parts_are_counted():
    texts = [
        "# Titre\n\n## Un\n\nDu texte.\n\n### Une partie",
        "### Une autre",
        "## Deux\n\n```\n## un commentaire\n```\n\n### Sa partie\n#### Un détail",
    ]
    cells = [nbformat.v4.new_markdown_cell(text) for text in texts]
    cells.insert(1, nbformat.v4.new_code_cell("## du code"))
    number_headings(cells)
    assert [cell.source for cell in cells] == [
        "# Titre\n\n## 1. Un\n\nDu texte.\n\n### 1.1 Une partie",
        "## du code",
        "### 1.2 Une autre",
        "## 2. Deux\n\n```\n## un commentaire\n```\n\n### 2.1 Sa partie\n#### Un détail",
    ]


@pytest.mark.parametrize("name", sorted(ASSIGNMENTS))
def test_the_notebooks_of_the_course_are_numbered(name, blank):
    texts = [cell.source for cell in blank(name).cells if cell.cell_type == "markdown"]
    sections = re.findall(r"^## (.*)", "\n".join(texts), re.MULTILINE)
    assert [title.partition(". ")[0] for title in sections] == [
        str(rank) for rank in range(1, len(sections) + 1)
    ]
    assert any(re.match(r"\d+\. Exercice `\w+`", title) for title in sections)
