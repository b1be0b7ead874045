"""Before the first step: nbgrader copies a submission's files, and would follow its links."""

import os
from pathlib import Path

REMOVED = "Le correcteur a retiré d'ici un lien ou un fichier spécial : remettez un vrai fichier.\n"


def replace_links(*, notebooks: list[str], **_: object) -> None:
    """Put a sentence in the place of all that is not an ordinary file, beside these notebooks.

    A link to a file of this machine would be copied, with what it leads to, into the feedback.
    """
    for folder in {Path(notebook).parent for notebook in notebooks}:
        for place, _folders, names in os.walk(folder):
            for path in (Path(place, name) for name in names):
                if path.is_symlink() or not path.is_file():
                    path.unlink()
                    path.write_text(REMOVED, encoding="utf-8")
