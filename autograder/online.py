"""Notebooks that open in Binder and in Colab as they are, where the repository has an address.

pyproject.toml gives it, under `[project.urls]`; without one, nothing here is used.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

BRANCH = "main"
MARKER = "outils.py"
ADDRESS = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")
FETCH = """\
# Dans Colab, ce qui accompagne ce cahier vient de son dépôt.
import importlib.util
import urllib.request

if importlib.util.find_spec("outils") is None:
    try:
        for nom in ({files}):
            urllib.request.urlretrieve("{address}" + nom, nom)
    except OSError:
        pass  # la suite dit ce qui manque
    importlib.invalidate_caches()

"""


def repository(root: Path) -> str | None:
    """The repository's « owner/name » on GitHub; None without an address there."""
    path = root / "pyproject.toml"
    if not path.is_file():
        return None
    urls = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {}).get("urls", {})
    found = ADDRESS.fullmatch(urls.get("Source", ""))
    return found[1] if found else None


def badges(repository: str, name: str) -> str:
    """The links of an assignment, in Markdown."""
    notebook = f"notebooks/{name}/{name}.ipynb"
    binder = f"https://mybinder.org/v2/gh/{repository}/{BRANCH}?labpath={quote(notebook, safe='')}"
    colab = f"https://colab.research.google.com/github/{repository}/blob/{BRANCH}/{notebook}"
    return (
        f"[![Ouvrir dans Binder](https://mybinder.org/badge_logo.svg)]({binder}) "
        f"[![Ouvrir dans Colab](https://colab.research.google.com/assets/colab-badge.svg)]({colab})"
    )


def fetching(repository: str, name: str, files: Sequence[str]) -> str:
    """The code by which a notebook that is opened alone brings what stands beside it.

    The module whose absence starts it comes last: a fetch that is cut short starts again.
    """
    files = sorted(files, key=lambda file: file == MARKER)
    address = f"https://raw.githubusercontent.com/{repository}/{BRANCH}/notebooks/{name}/"
    return FETCH.format(address=address, files=", ".join(f'"{file}"' for file in files))
