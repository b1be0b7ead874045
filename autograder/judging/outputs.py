"""What is kept of the outputs of a student's cells: text and pictures, nothing a browser runs."""

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.student.session import Cell

SAFE_TYPES = ("text/plain", "image/png")
TEXT = {"output_type", "name", "text"}
COLOURS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]?)?")
# Of one text: nbconvert copies what follows each change of colour once more.
MOST_COLOURS = 2_000


def kept_outputs(cell: Cell) -> Iterator[NotebookNode]:
    """The cell's outputs, to be written in the graded notebook."""
    for output in cell.execution.outputs if cell.execution else ():
        with contextlib.suppress(Exception):  # a forged message has any shape
            content = json.loads(json.dumps(output, ensure_ascii=False).encode("utf-8", "replace"))
            if "data" in content:
                content["data"] = {k: v for k, v in content["data"].items() if k in SAFE_TYPES}
                content["metadata"] = {}
                content.pop("transient", None)
            yield _made(_in_few_colours(content))


def _made(content: dict[str, Any]) -> NotebookNode:
    """The output of this content; raises where it is none.

    A text, which most are, is seen to be one in much less than nbformat takes.
    """
    texts = all(type(one) is str for one in content.values())
    if texts and content.keys() == TEXT and content["output_type"] == "stream":
        return NotebookNode(content)
    return new_output(**content)


def _in_few_colours(content: Any) -> Any:
    """The same without the terminal's sequences where there are too many of them."""
    if json.dumps(content).count("\\u001b") <= MOST_COLOURS:
        return content
    return _colourless(content)


def _colourless(content: Any) -> Any:
    if isinstance(content, str):
        return COLOURS.sub("", content)
    if isinstance(content, list):
        return [_colourless(one) for one in content]
    if isinstance(content, dict):
        return {key: _colourless(value) for key, value in content.items()}
    return content
