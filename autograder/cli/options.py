"""The arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.catalogue import ASSIGNMENTS

AssignmentArgument = Annotated[
    str, typer.Argument(metavar="DEVOIR", help=f"Un devoir : {', '.join(ASSIGNMENTS)}.")
]
CourseOption = Annotated[
    Path, typer.Option("--course", metavar="DOSSIER", help="Le dossier du cours nbgrader.")
]
JsonOption = Annotated[
    Path | None, typer.Option("--json", metavar="FICHIER", help="Écrire aussi les résultats ici.")
]
StudentOption = Annotated[
    list[str] | None, typer.Option("--student", metavar="ID", help="Seulement cet étudiant.")
]
WorksheetOption = Annotated[
    Path | None,
    typer.Option(metavar="FEUILLE.csv", help="La feuille d'évaluation téléchargée de Moodle."),
]
SandboxOption = Annotated[
    bool, typer.Option("--require-sandbox", help="Refuser de corriger sans bubblewrap.")
]
