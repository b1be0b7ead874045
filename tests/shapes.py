"""Right notebooks in the shapes that platforms, editors and students give them."""

import copy
import json
import random
from collections.abc import Callable

import jupytext
import nbformat

from autograder.catalogue import ASSIGNMENTS
from autograder.submission.fill import fill, references
from autograder.submission.release import release_folder, teacher_notebook

Notebook = dict  # the data of a notebook's file
WRITTEN = {"question_1": "Le gradient est $-\\frac{2}{B} \\sum_i (y_i - q_i) \\phi_i$."}


def blank(name: str) -> nbformat.NotebookNode:
    """The notebook that students receive."""
    assignment = ASSIGNMENTS[name]
    return teacher_notebook(release_folder(assignment), assignment)


def right(name: str) -> Notebook:
    """The data of a notebook with the reference answers and the written one."""
    filled = fill(blank(name), references(ASSIGNMENTS[name]) | WRITTEN)
    return json.loads(json.dumps(filled))


def code(source: str, **others) -> dict:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return {**cell, "source": source, **others}


def text(source: str, **others) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **others}


def cell_of(data: Notebook, name: str) -> dict:
    """The cell of this grade_id."""
    return next(c for c in data["cells"] if grade_id(c) == name)


def grade_id(cell: dict) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


# --- what platforms do ----------------------------------------------------------------------------

COLAB_HEADER = """from google.colab import drive
drive.mount('/content/drive')
%cd /content/drive/MyDrive/apprentissage
!pip install -q gymnasium[classic-control] \\
    poutyne
"""
COLAB_BADGE = (
    '<a href="https://colab.research.google.com/github/x/y" target="_parent">'
    '<img src="https://colab.research.google.com/assets/colab-badge.svg" alt="Open In Colab"/></a>'
)
KAGGLE_HEADER = """# This Python 3 environment comes with many helpful analytics libraries installed
import numpy as np # linear algebra
import pandas as pd # data processing, CSV file I/O (e.g. pd.read_csv)
import os
for dirname, _, filenames in os.walk('/kaggle/input'):
    for filename in filenames:
        print(os.path.join(dirname, filename))
"""
LITE_HEADER = """import piplite
await piplite.install(["gymnasium", "tqdm"])
%pip install -q matplotlib
"""
DEEPNOTE_FOOTER = (
    "<a style='text-decoration:none;' href='https://deepnote.com?utm_source=created-in-deepnote-"
    "cell' target=\"_blank\">\n<img alt='Created in deepnote.com' src='data:image/svg+xml;base64,"
    "PD94bWw=' > </img>\nCreated in <span>Deepnote</span></a>"
)


def preparation(data: Notebook) -> dict:
    """The cell that imports what the notebook needs."""
    return next(c for c in data["cells"] if "importlib.util.find_spec" in c["source"])


def without_identifiers(data: Notebook) -> None:
    data["nbformat_minor"] = 4
    for cell in data["cells"]:
        cell.pop("id", None)


def with_new_identifiers(data: Notebook) -> None:
    for number, cell in enumerate(data["cells"]):
        cell["id"] = f"{number * 2654435761 % 2**32:08x}"


def without_metadata(data: Notebook) -> None:
    for cell in data["cells"]:
        cell["metadata"] = {}


def colab(data: Notebook) -> None:
    preparation(data)["source"] = COLAB_HEADER + preparation(data)["source"]
    without_identifiers(data)
    for number, cell in enumerate(data["cells"]):
        cell["metadata"] |= {"id": f"Xa{number}"}
    data["nbformat_minor"] = 0
    data["metadata"] = {"colab": {"provenance": []}, "accelerator": "GPU"}
    badge = {"id": "view-in-github", "colab_type": "text"}
    data["cells"].insert(0, text(COLAB_BADGE) | {"metadata": badge})


def colab_and_nothing_else(data: Notebook) -> None:
    colab(data)
    without_metadata(data)


def kaggle(data: Notebook) -> None:
    without_identifiers(data)
    for cell in data["cells"]:
        cell["metadata"] = {"trusted": True, "execution": {"iopub.status.busy": "2026-11-20"}}
    data["cells"].insert(0, code(KAGGLE_HEADER))


def cocalc(data: Notebook) -> None:
    for number, cell in enumerate(data["cells"]):
        cell |= {"id": f"{number * 7919 % 16**6:06x}", "metadata": {"collapsed": False}}
        cell["source"] = cell["source"].rstrip().splitlines(keepends=True)


def deepnote(data: Notebook) -> None:
    """It cuts the texts at their titles and lists, and signs at the end."""
    without_identifiers(data)
    cells = []
    for cell in data["cells"]:
        parts = (
            cell["source"].split("\n\n") if cell["cell_type"] == "markdown" else [cell["source"]]
        )
        cells += [{**cell, "source": part} for part in parts]
    for number, cell in enumerate(cells):
        kind = "text-cell-p" if cell["cell_type"] == "markdown" else "code"
        cell["metadata"] = {"cell_id": f"{number:032x}", "deepnote_cell_type": kind}
    created = {"created_in_deepnote_cell": True, "deepnote_cell_type": "markdown"}
    data["cells"] = [*cells, text(DEEPNOTE_FOOTER) | {"metadata": created}]


def jupyterlite(data: Notebook) -> None:
    preparation(data)["source"] = LITE_HEADER + preparation(data)["source"]
    with_new_identifiers(data)


def vscode(data: Notebook) -> None:
    with_new_identifiers(data)
    data["cells"].insert(0, code('import sys\n!{sys.executable} -m pip install "gymnasium"'))
    for cell in data["cells"]:
        cell["metadata"] |= {"vscode": {"languageId": "python"}}


def conda(data: Notebook) -> None:
    data["cells"].insert(
        0,
        code(
            "!sudo apt-get -y install swig\n%conda install -y gymnasium\n"
            "get_ipython().system('pip install poutyne')\n"
            "import subprocess, sys\n"
            "subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'tqdm'])"
        ),
    )


def old_jupyter(data: Notebook) -> None:
    old = nbformat.convert(nbformat.from_dict(data), 3)
    data.clear()
    data.update(json.loads(json.dumps(old)))


def through_jupytext(fmt: str) -> Callable[[Notebook], None]:
    def change(data: Notebook) -> None:
        bare = copy.deepcopy(data)
        without_metadata(bare)
        script = jupytext.writes(nbformat.from_dict(bare), fmt=fmt)
        data.update(json.loads(json.dumps(jupytext.reads(script, fmt=fmt))))

    return change


def identifiers_lost(data: Notebook) -> None:
    without_identifiers(data)
    without_metadata(data)


def databricks(data: Notebook) -> None:
    """It has code cells only: a text is one that begins with a magic."""
    without_metadata(data)
    for cell in data["cells"]:
        if cell["cell_type"] == "markdown":
            cell |= {**code(f"%md\n{cell['source']}"), "id": cell["id"]}


def hex_export(data: Notebook) -> None:
    without_identifiers(data)
    for cell in data["cells"]:
        cell["metadata"] = {"hex_info": {"hex_id": "4f", "cell_type": cell["cell_type"].upper()}}
    header = "import jinja2\nhex_scheduled = None\nhex_run_context = 'logic'"
    data["cells"].insert(0, code(header))


def papermill(data: Notebook) -> None:
    for cell in data["cells"]:
        cell["metadata"] |= {"papermill": {"status": "completed"}, "tags": ["skip-execution"]}
    data["cells"].insert(0, code("# Parameters\nalpha = 3"))


def no_break_spaces(data: Notebook) -> None:
    """A word processor or a chat that the code went through."""
    for cell in data["cells"]:
        if cell["cell_type"] == "code":
            lines = cell["source"].split("\n")
            indents = [len(line) - len(line.lstrip()) for line in lines]
            cell["source"] = "\n".join(
                "\xa0" * indent + line.lstrip() for indent, line in zip(indents, lines, strict=True)
            )


def ordinary_spaces(data: Notebook) -> None:
    """A mail or an editor that knows no other: the teacher's texts have no-break ones."""
    for cell in data["cells"]:
        cell["source"] = cell["source"].replace("\xa0", " ").replace("\u202f", " ")


OTHERS = {  # read by the same code as the platforms, and not graded in tests
    change.__name__: change
    for change in (databricks, hex_export, papermill, no_break_spaces, ordinary_spaces)
}
PLATFORMS = {
    change.__name__: change
    for change in (
        without_identifiers,
        with_new_identifiers,
        without_metadata,
        identifiers_lost,
        colab,
        colab_and_nothing_else,
        kaggle,
        cocalc,
        deepnote,
        jupyterlite,
        vscode,
        conda,
        old_jupyter,
    )
} | {f"jupytext_{fmt}": through_jupytext(fmt) for fmt in ("md", "py:percent", "py:light")}


# --- what students do -----------------------------------------------------------------------------

EXTRAS = [
    "phi = phi(state, 1)\nprint(phi)",
    "def phi(state, action):\n    x = np.zeros(8)\n    x[4 * action :][:4] = state\n    return x",
    "linear_fa = lambda theta, state, actions: 0",
    "get_targets = update_theta = ReplayBuffer = None",
    "import functools\ntry:\n    phi = functools.cache(phi)\nexcept NameError:\n    pass",
    "1 / 0",
    "ceci n'est pas du Python",
    "import seaborn as sns",
    "%reset -f",
    "del phi, linear_fa",
    "!pip install seaborn\n%load_ext tensorboard",
    "theta = state = actions = buffer = q_vals = targets = 3",
    "%%bash\nsleep 0",
    "print('Exploration')",
    "np = random = 5\nlist, max, len = [1, 2], 3, 4",
    "import sys\nsys.stdout = sys.stderr = None",
    "import warnings\nwarnings.simplefilter('error')\nnp.seterr(all='raise')",
    "from random import *\nfrom numpy.random import *",
]


def add_cells(data: Notebook, draw: random.Random) -> None:
    for source in draw.sample(EXTRAS, 4):
        data["cells"].insert(draw.randint(0, len(data["cells"])), code(source))
    data["cells"].insert(draw.randint(0, len(data["cells"])), text("## Mes notes"))


def forget_at_the_end(data: Notebook, draw: random.Random) -> None:
    data["cells"] += [code("np = random = gym = None\nimport numpy\ndel numpy"), code("%reset -f")]


def add_headers(data: Notebook, draw: random.Random) -> None:
    header = draw.choice([COLAB_HEADER, KAGGLE_HEADER, LITE_HEADER])
    if draw.random() < 0.5:
        data["cells"].insert(0, code(header))
    else:
        preparation(data)["source"] = header + preparation(data)["source"]


def duplicate_cells(data: Notebook, draw: random.Random) -> None:
    for cell in draw.sample(data["cells"], 5):
        twin = copy.deepcopy(cell)
        if draw.random() < 0.5:
            twin["id"] = f"{draw.getrandbits(32):08x}"
        data["cells"].insert(draw.randint(0, len(data["cells"])), twin)


def move_cells(data: Notebook, draw: random.Random) -> None:
    for cell in draw.sample([one for one in data["cells"] if is_own(one)], 4):
        data["cells"].remove(cell)
        data["cells"].insert(draw.randint(0, len(data["cells"])), cell)


def reverse_cells(data: Notebook, draw: random.Random) -> None:
    data["cells"].reverse()


def change_types(data: Notebook, draw: random.Random) -> None:
    """Of the teacher's own cells: what a student adds has the type that they gave it."""
    own = [cell for cell in data["cells"] if is_own(cell)]
    for cell in draw.sample(own, min(8, len(own))):
        cell["cell_type"] = draw.choice(["raw", "markdown", "code"])


OWN_PREFIXES = ("texte", "code", "exercise", "check", "given", "question")


def is_own(cell: dict) -> bool:
    """Whether the cell is, or was, one of the teacher's."""
    return cell.get("id", "").split("-")[0] in OWN_PREFIXES


def split_cells(data: Notebook, draw: random.Random) -> None:
    """Cut some cells at a line where their key cuts them, in the middle of a function too."""
    cells = []
    for cell in data["cells"]:
        lines = cell["source"].split("\n")
        at = draw.randrange(1, len(lines)) if len(lines) > 1 and draw.random() < 0.2 else None
        if at is None or not "\n".join(lines[:at]).strip() or not "\n".join(lines[at:]).strip():
            cells.append(cell)
            continue
        second = {**copy.deepcopy(cell), "source": "\n".join(lines[at:])}
        if draw.random() < 0.5:
            second["metadata"] = {}
        second["id"] = f"{draw.getrandbits(32):08x}"
        cells += [{**cell, "source": "\n".join(lines[:at])}, second]
    data["cells"] = cells


def drop_identifiers(data: Notebook, draw: random.Random) -> None:
    without_identifiers(data)


def renew_identifiers(data: Notebook, draw: random.Random) -> None:
    for cell in data["cells"]:
        cell["id"] = f"{draw.getrandbits(32):08x}"


def drop_metadata(data: Notebook, draw: random.Random) -> None:
    without_metadata(data)


TRANSFORMATIONS = (  # in the order in which they are applied
    add_cells,
    add_headers,
    duplicate_cells,
    forget_at_the_end,
    move_cells,
    reverse_cells,
    change_types,
    split_cells,
    drop_identifiers,
    renew_identifiers,
    drop_metadata,
)


def transformed(name: str, draw: random.Random) -> tuple[Notebook, list[str]]:
    """A right notebook after some transformations, and their names."""
    data = right(name)
    chosen = [change for change in TRANSFORMATIONS if draw.random() < 0.4]
    for change in chosen:
        change(data, draw)
    return data, [change.__name__ for change in chosen]
