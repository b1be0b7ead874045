"""The commands on the course itself, and on one notebook."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import app
from autograder.cli.lookup import known_assignment, known_exercise, recognised
from autograder.cli.options import JsonOption, SandboxOption
from autograder.cli.running import check_sandbox
from autograder.cli.terminal import (
    DONE,
    UNGRADED,
    err,
    out,
    print_problems,
    progress_bar,
    require_place,
    write_json,
)
from autograder.errors import AutograderError, UsageError
from autograder.paths import ROOT


@app.command()
def build(
    check: Annotated[
        bool, typer.Option("--check", help="Ne rien écrire ; échouer si un fichier est périmé.")
    ] = False,
) -> None:
    """Construit les cahiers des enseignants et des étudiants à partir de source/ et solutions/."""
    from autograder.build import build as build_notebooks

    stale = build_notebooks(check=check)
    verb = "périmé" if check else "reconstruit"
    for path in stale:
        out.print(f"{verb} : {path.relative_to(ROOT)}", highlight=False)
    if not stale:
        out.print("Tous les cahiers sont à jour.")
    if check and stale:
        raise AutograderError("Lancez « autograder build ».")


@app.command()
def doctor() -> None:
    """Montre comment le code des étudiants est isolé ici et tente cinq évasions inoffensives."""
    from autograder import doctor

    with err.status("Examen de la machine…"):
        findings = doctor.examine()
    out.print(doctor.table(findings))
    for cure in doctor.cures():
        out.print(f"À taper :\n{cure}", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(DONE if all(finding.good for finding in findings) else UNGRADED)


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="CAHIER.ipynb", help="Le cahier à corriger.")],
    assignment: Annotated[
        str | None,
        typer.Option(
            metavar="DEVOIR", help="Le devoir ; par défaut, celui que le cahier contient."
        ),
    ] = None,
    json_path: JsonOption = None,
    require_sandbox: SandboxOption = False,
) -> None:
    """Corrige un cahier, sans carnet de notes."""
    from autograder.judging import grading
    from autograder.report.terminal import notebook_report
    from autograder.submission.release import release_folder
    from autograder.submission.submission import open_submission

    if not path.is_file():
        what = "est un dossier" if path.is_dir() else "n'existe pas"
        raise UsageError(f"Le fichier {path} {what}.")
    chosen = known_assignment(assignment) if assignment else recognised(path)
    require_place(json_path)
    check_sandbox(require_sandbox)
    with err.status(f"Correction de {path.name}…"):
        folder = release_folder(chosen)
        result = grading.grade(open_submission(path, chosen, folder))
    out.print(notebook_report(result))
    print_problems(result.problems)
    write_json(json_path, result.public())
    raise typer.Exit(DONE if result.graded else UNGRADED)


@app.command()
def verify(
    exercise: Annotated[
        list[str] | None,
        typer.Argument(metavar="EXERCICE", help="Seulement ces exercices ; tous par défaut."),
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, metavar="N", help="Nombre de réponses jugées en même temps.")
    ] = os.cpu_count() or 1,
    json_path: JsonOption = None,
) -> None:
    """Met les tests cachés à l'épreuve : réponses fausses, réponses justes et mutants."""
    from autograder.catalogue import HOME_OF
    from autograder.proof import run
    from autograder.report.proofs import proofs_report

    asked = [known_exercise(name) for name in exercise or HOME_OF]
    require_place(json_path)
    proofs, cases = {}, []
    for name in asked:
        proofs[name], found = run.prepare(name)
        cases += found
    with progress_bar() as progress:
        task = progress.add_task("Mise à l'épreuve", total=len(cases))
        for judgement in run.judge_all(cases, jobs):
            proofs[judgement.case.exercise].add(judgement)
            progress.advance(task)
    out.print(proofs_report(list(proofs.values())))
    write_json(json_path, [asdict(proof) for proof in proofs.values()])
    if not all(proof.holds for proof in proofs.values()):
        raise AutograderError("Les tests cachés ne tiennent pas ces promesses.")
