"""A submitted notebook: read it whatever its state, and lay the answers in the teacher's notebook.

Metadata always come from the teacher's notebook; only sources are taken from the student's.
"""

import ast
import contextlib
import copy
import json
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.catalogue import Assignment
from autograder.errors import AutograderError
from autograder.paths import RELEASE
from autograder.text import printable

MAX_BYTES = 64 * 2**20
MAX_MARKS = 3_000_000  # of JSON's own characters: bounds what the file unfolds into
# Pages are coloured in a time that grows with the square of a cell's length.
MAX_CELL = 20_000
MAX_SOURCES = 300_000
MAX_CELLS = 1000
PICTURES = ("image/png", "image/jpeg")
DEMO_TAG = "entrainement"
ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class NotebookError(AutograderError):
    """A notebook that cannot be read; the text is a French sentence."""


def release_folder(assignment: Assignment) -> Path:
    """Where the student release of an assignment stands in the repository."""
    return RELEASE / assignment.name


def teacher_notebook(folder: Path, assignment: Assignment) -> NotebookNode:
    """The blank notebook that students received, from the release folder."""
    path = folder / f"{assignment.name}.ipynb"
    if not path.exists():
        raise NotebookError(
            f"Le cahier vierge {path.name} est introuvable dans {folder} : "
            "construisez-le avec « autograder build »."
        )
    return nbformat.read(path, as_version=4)


def read(path: Path) -> NotebookNode:
    """Read a submitted notebook and keep its cells' sources, kinds and names only.

    Raises NotebookError, with a sentence for the student, when it is not a notebook.
    """
    if not path.is_file() or path.is_symlink():
        raise NotebookError(f"Le fichier {path.name} manque ou n'est pas un fichier ordinaire.")
    if path.stat().st_size > MAX_BYTES:
        raise _too_long(path.name)
    return _parse(path.read_bytes(), path.name)


def _parse(content: bytes, name: str) -> NotebookNode:
    if not content.strip(b"\0 \t\r\n"):
        raise NotebookError(f"Le fichier {name} est vide : remettez le cahier enregistré.")
    if sum(map(content.count, (b"[", b"{", b","))) > MAX_MARKS:
        raise _too_long(name)
    encoding = next((e for mark, e in ENCODINGS if content.startswith(mark)), "utf-8-sig")
    try:
        data = json.loads(content.decode(encoding))
        if data.get("nbformat", 4) < 4:
            data = nbformat.convert(nbformat.from_dict(data), 4)
        cells = [_clean(cell) for cell in data["cells"]]
    except Exception as error:  # any other shape that the file may have
        raise NotebookError(
            f"Le fichier {name} n'est pas un cahier Jupyter lisible (tronqué, abîmé ou d'un autre "
            "format) : ouvrez-le dans JupyterLab, enregistrez-le et remettez-le."
        ) from error
    cells = [cell for cell in cells if cell is not None]
    if len(cells) > MAX_CELLS or sum(len(cell.source) for cell in cells) > MAX_SOURCES:
        raise NotebookError(
            f"Le fichier {name} contient plus de {MAX_CELLS} cellules ou de {MAX_SOURCES} "
            "caractères de texte et de code : retirez ce qui n'est pas votre réponse et "
            "remettez-le."
        )
    return new_notebook(cells=cells)


def _too_long(name: str) -> NotebookError:
    return NotebookError(
        f"Le fichier {name} est trop gros : effacez les sorties "
        "(« Edit › Clear Outputs of All Cells ») et remettez-le."
    )


def _clean(cell: dict) -> NotebookNode | None:
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    source = "".join(line for line in lines if isinstance(line, str))
    source = source.replace("\r\n", "\n").replace("\0", "")
    source = source.encode("utf-8", "replace").decode("utf-8")  # no half of a character
    make = {"code": new_code_cell, "markdown": new_markdown_cell}.get(cell.get("cell_type"))
    if make is None:
        return None
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    identifier = name if isinstance(name, str) else cell.get("id")
    cleaned = make(source, metadata={"origin": identifier if isinstance(identifier, str) else None})
    if cleaned.cell_type == "markdown":
        _keep_pictures(cleaned, cell.get("attachments"))
    return cleaned


def _harmless(markdown: str) -> str:
    """Keep the reader's browser from running what a student wrote; LaTeX stays what it is.

    No tag, no character reference, and no link but to the web or to a picture of the cell.
    """
    markdown = re.sub(r"<(?=[A-Za-z/!?])", "< ", markdown)
    markdown = re.sub(r"&(?=#|\w+;)", "& ", markdown)
    return re.sub(r"\](?=[(:])(?!.\s*https?://|\(attachment:)", "] ", markdown)


def _keep_pictures(cell: NotebookNode, attachments: Any) -> None:
    """Attach the pictures again, under names that a link can hold; drop the links to the others."""
    kept = {}
    for name, kinds in attachments.items() if isinstance(attachments, dict) else ():
        for kind in PICTURES:
            data = kinds.get(kind) if isinstance(kinds, dict) else None
            if isinstance(data, str) and re.fullmatch(r"[A-Za-z0-9+/=\s]+", data):
                kept[name] = (f"image-{len(kept) + 1}", {kind: data})
                break

    def link(found):
        new_name, _ = kept.get(found[1]) or kept.get(unquote(found[1])) or (None, None)
        return f"(attachment:{new_name}" if new_name else "(image absente"

    cell.source = re.sub(r"\(\s*attachment:([^\s)]*)", link, cell.source)
    if kept:
        cell.attachments = NotebookNode(kept.values())


# --- the teacher's cells ------------------------------------------------------------------------


def name_of(cell: NotebookNode) -> str:
    """What a teacher's cell is called: its grade_id, or its cell id."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", cell.get("id"))


def is_answer(cell: NotebookNode) -> bool:
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def is_check(cell: NotebookNode) -> bool:
    """Whether the cell is where the hidden tests' report goes."""
    return cell.metadata.get("nbgrader", {}).get("grade", False) and not is_answer(cell)


def is_locked(cell: NotebookNode) -> bool:
    return is_check(cell) or cell.metadata.get("nbgrader", {}).get("locked", False)


def is_runnable(cell: NotebookNode) -> bool:
    """Whether grading runs the cell: neither a check, nor a training demo, nor a stub set aside."""
    mine = cell.metadata.get("autograder", {})
    demo = DEMO_TAG in cell.metadata.get("tags", [])
    return cell.cell_type == "code" and not (is_check(cell) or demo or mine.get("set_aside"))


def is_added(cell: NotebookNode) -> bool:
    """Whether the student added the cell."""
    return cell.metadata.get("autograder", {}).get("added", False)


# --- laying the answers in ----------------------------------------------------------------------


@dataclass
class Restored:
    """The notebook to grade, and what was found wrong with the submitted one (in French)."""

    notebook: NotebookNode
    problems: list[str] = field(default_factory=list)


def restore(submitted: NotebookNode, teacher: NotebookNode) -> Restored:
    """Lay the student's sources in the teacher's cells, in the order of the student's notebook.

    Cells that the student added stay where they are. Teacher's cells that are missing come back.
    """
    restored = Restored(NotebookNode(teacher))
    known = {name_of(cell): cell for cell in teacher.cells}
    submitted.cells = list(_short(submitted.cells, restored.problems))
    chosen = _choose(submitted.cells, known, restored.problems)
    cells = []
    for index, cell in enumerate(submitted.cells):
        original = known.get(cell.metadata.origin)
        if original is not None and chosen[cell.metadata.origin] == index:
            cells.append(_merge(original, cell))
        elif original is None or not is_locked(original):
            cells.append(_added(cell))
    missing = _put_back(cells, teacher.cells, restored.problems)
    elsewhere = _set_stubs_aside(cells, known)
    restored.problems += [
        f"La réponse « {name} » a été trouvée dans une autre cellule que la sienne."
        for name in elsewhere
    ] + [
        f"La cellule réponse « {name} » manque dans le cahier remis."
        for name in missing
        if name not in elsewhere
    ]
    restored.notebook.cells = _with_unique_ids(cells)
    return restored


def _short(cells, problems):
    """The cells that are not too long to be graded and shown."""
    for cell in cells:
        if len(cell.source) <= MAX_CELL:
            yield cell
        else:
            problems.append(
                f"La cellule qui commence par « {first_line(cell.source)} » dépasse {MAX_CELL} "
                "caractères : elle est ignorée."
            )


def first_line(source: str) -> str:
    """How a sentence names a cell."""
    line = next((line for line in source.splitlines() if line.strip()), "")
    return printable(line if len(line) <= 60 else line[:59] + "…")


def _choose(cells, known, problems):
    """For each teacher's cell, which of the student's copies counts: the last one changed."""
    chosen = {}
    for index, cell in enumerate(cells):
        name = cell.metadata.origin
        if name not in known:
            continue
        if name in chosen and is_answer(known[name]):
            problems.append(
                f"La cellule réponse « {name} » figure plusieurs fois : la dernière version "
                "modifiée est retenue."
            )
        if name not in chosen or cell.source.strip() != known[name].source.strip():
            chosen[name] = index
    return chosen


def _merge(original, cell):
    merged = copy.deepcopy(original)
    if original.cell_type == "code" and not is_locked(original):
        merged.source = cell.source
    elif is_answer(original):
        merged.source = _harmless(cell.source)
        if "attachments" in cell:
            merged.attachments = cell.attachments
    return merged


def _added(cell):
    metadata = {"autograder": {"added": True}}
    if cell.cell_type == "code":
        return new_code_cell(cell.source, metadata=metadata)
    pictures = {key: cell[key] for key in ("attachments",) if key in cell}
    return new_markdown_cell(_harmless(cell.source), metadata=metadata, **pictures)


def _put_back(cells, originals, problems):
    """Insert the teacher's cells that the student deleted, each after its predecessor.

    Returns the names of the answers that were missing.
    """
    missing = []
    position = -1
    for original in originals:
        names = [None if is_added(cell) else name_of(cell) for cell in cells]
        name = name_of(original)
        if name in names:
            position = names.index(name)
            continue
        position += 1
        cells.insert(position, _merge(original, original))
        if is_answer(original):
            missing.append(name)
        elif is_check(original):
            problems.append(f"La cellule de vérification « {name} » manquait ; elle est rétablie.")
    return missing


def _set_stubs_aside(cells, known):
    """An answer written in another cell must not be undone by the stub it was meant to replace.

    Returns the names of these answers.
    """
    elsewhere = []
    defined = {}
    for cell in cells:
        for name in definitions(cell.source) if cell.cell_type == "code" else ():
            if is_added(cell) or name_of(cell) != name:
                defined[name] = cell
    for cell in cells:
        name = None if is_added(cell) else name_of(cell)
        blank = name in known and cell.source.strip() == known[name].source.strip()
        if is_answer(cell) and blank and name in defined:
            cell.metadata["autograder"] = {"set_aside": True}
            elsewhere.append(name)
    return elsewhere


def definitions(source: str) -> set[str]:
    """The functions and classes that a cell defines at its top level (none on a syntax error)."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    without_magics = re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.MULTILINE)
    for code in (source, without_magics):
        with (
            contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError),
            warnings.catch_warnings(action="ignore"),
        ):
            return {node.name for node in ast.parse(code).body if isinstance(node, kinds)}
    return set()


def _with_unique_ids(cells):
    for index, cell in enumerate(cells):
        if is_added(cell):
            cell["id"] = f"ajout-{index}"
    return cells
