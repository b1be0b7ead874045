"""The `autograder` command."""

import contextlib
import json
import os
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer.exceptions import TyperException

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.errors import AutograderError, Interruption, UsageError
from autograder.french import FrenchTyper, file_sentence, gradebook_sentence, usage_sentence
from autograder.paths import ROOT
from autograder.report.console import adapt_streams
from autograder.text import printable

DONE, UNGRADED = 0, 1
MAX_ERROR = 600  # characters

app = FrenchTyper(
    help="Construit les cahiers du cours, les corrige et rend les rétroactions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

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


def main() -> None:
    """Entry point of the console script."""
    adapt_streams()
    try:
        raise SystemExit(app(standalone_mode=False))
    except AutograderError as error:
        _fail(str(error), error.exit_code)
    except TyperException as error:
        _fail(usage_sentence(error.format_message()), error.exit_code)
    except OSError as error:
        _fail(file_sentence(error), UNGRADED)
    except (typer.Abort, KeyboardInterrupt):
        _fail("Arrêté.", Interruption.exit_code)
    except Exception as error:
        sentence = gradebook_sentence(error)
        if sentence is None:
            raise
        _fail(sentence, UNGRADED)


def _fail(sentence: str, exit_code: int) -> NoReturn:
    err.print(sentence, style="bold red", highlight=False, markup=False)
    raise SystemExit(exit_code) from None


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
    chosen = _assignment(assignment) if assignment else _recognised(path)
    _check_sandbox(require_sandbox)
    with err.status(f"Correction de {path.name}…"):
        folder = release_folder(chosen)
        result = grading.grade(open_submission(path, chosen, folder))
    out.print(notebook_report(result))
    _print_problems(result.problems)
    _write_json(json_path, result.public())
    raise typer.Exit(DONE if result.graded else UNGRADED)


@app.command()
def collect(
    assignment: AssignmentArgument,
    source: Annotated[
        Path,
        typer.Argument(
            metavar="REMISES.zip", help="Ce que donne Moodle ou Canvas : le zip, ou le dossier."
        ),
    ],
    match: Annotated[
        list[str] | None,
        typer.Option(metavar="NOM=ID", help="Donner l'identifiant d'un nom, ou d'un numéro."),
    ] = None,
    worksheet: WorksheetOption = None,
    course_path: CourseOption = Path("."),
) -> None:
    """Range dans submitted/ les remises téléchargées de Moodle ou de Canvas."""
    from autograder.classroom.collect import collect as collect_submissions
    from autograder.classroom.worksheet import by_number, read
    from autograder.report.collected import collect_report

    chosen, by_hand = _assignment(assignment), _pairs(match or [])
    participants = by_number(read(worksheet)) if worksheet else {}
    with err.status("Rangement des remises…"):
        report = collect_submissions(course_path, chosen, source, by_hand, participants)
    out.print(collect_report(report))
    raise typer.Exit(DONE if report.complete else UNGRADED)


@app.command()
def grade(
    assignment: AssignmentArgument,
    student: StudentOption = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="Nombre de copies corrigées en même temps.")
    ] = os.cpu_count() or 1,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADRESSE", help="Faire corriger par un cluster Dask, tcp://… ou tls://…."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Corriger même ce qui l'est déjà.")
    ] = False,
    json_path: JsonOption = None,
    log_path: Annotated[
        Path | None,
        typer.Option(
            "--log", metavar="FICHIER.jsonl", help="Y noter chaque étape, par lignes JSON."
        ),
    ] = None,
    require_sandbox: SandboxOption = False,
    course_path: CourseOption = Path("."),
) -> None:
    """Corrige les copies d'une classe et inscrit les notes au carnet de nbgrader."""
    from autograder.classroom import gradebook
    from autograder.classroom.lanes import Lanes, Workers

    _check_sandbox(require_sandbox)
    chosen = _assignment(assignment).name
    gradebook.require_ready(course_path, chosen)
    names = gradebook.students(course_path, chosen)
    _require_known(student or (), names, f"Aucune remise de « {chosen} »")
    if not names:
        raise UsageError(f"Aucune remise de « {chosen} » dans {course_path}.")
    with contextlib.ExitStack() as stack:
        workers: Workers = Lanes(jobs)
        if scheduler is not None:
            from autograder.classroom.cluster import Cluster

            workers = stack.enter_context(Cluster(scheduler, chosen))
        results = grade_with_progress(
            course_path, chosen, student or names, json_path, log_path, workers=workers, force=force
        )
    raise typer.Exit(DONE if all(result.graded for result in results) else UNGRADED)


@app.command()
def watch(
    assignment: AssignmentArgument,
    every: Annotated[
        float, typer.Option(min=1, metavar="SECONDES", help="Le temps entre deux regards.")
    ] = 15.0,
    tries: Annotated[int, typer.Option(min=1, help="Corrections par étudiant et par jour.")] = 5,
    exchange: Annotated[
        bool,
        typer.Option("--exchange", help="Ramasser et rendre par le dossier d'échange de nbgrader."),
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Un seul regard, pour un lancement programmé.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Nombre de copies corrigées en même temps.")] = 1,
    require_sandbox: SandboxOption = False,
    course_path: CourseOption = Path("."),
) -> None:
    """Corrige les copies dès qu'elles arrivent, et écrit aussitôt leur rétroaction."""
    from autograder.classroom.gradebook import require_ready
    from autograder.classroom.lanes import Lanes
    from autograder.classroom.watch import Watch
    from autograder.report.terminal import arrival_line

    _check_sandbox(require_sandbox)
    chosen = _assignment(assignment).name
    require_ready(course_path, chosen)
    watching = Watch(course_path, chosen, tries, Lanes(jobs), exchange)
    try:
        while True:
            for arrival in watching.round(date.today()):
                out.print(
                    arrival_line(arrival.student, arrival.result, arrival.problem),
                    highlight=False,
                    markup=False,
                    soft_wrap=True,
                )
            if once:
                return
            time.sleep(every)
    except KeyboardInterrupt:
        raise Interruption(
            "Arrêté. La même commande, relancée, reprend où elle en était."
        ) from None


@app.command()
def feedback(
    assignment: AssignmentArgument,
    student: StudentOption = None,
    course_path: CourseOption = Path("."),
) -> None:
    """Écrit la rétroaction (HTML) de chaque copie corrigée."""
    from autograder.classroom import gradebook

    chosen = _assignment(assignment).name
    graded = gradebook.graded_students(course_path, chosen)
    if not graded:
        raise UsageError(f"Aucune copie corrigée de « {chosen} » dans {course_path}.")
    names = student or graded
    _require_known(names, graded, f"Aucune copie corrigée de « {chosen} »")
    raise typer.Exit(DONE if write_feedback(course_path, chosen, names) else UNGRADED)


@app.command()
def mark(
    assignment: AssignmentArgument,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Le port de la page ; 0 en prend un libre.")
    ] = 0,
    browser: Annotated[
        bool,
        typer.Option(" /--no-browser", help="Ne pas ouvrir le navigateur.", show_default=False),
    ] = True,
    course_path: CourseOption = Path("."),
) -> None:
    """Ouvre la page où noter les questions écrites : toutes les réponses, à côté du barème."""
    import webbrowser

    from autograder.classroom import gradebook, written
    from autograder.classroom.marking_server import serve

    chosen = _assignment(assignment).name
    gradebook.require_ready(course_path, chosen)
    waiting = sum(question.awaited for question in written.questions(course_path, chosen))

    def opened(address: str) -> None:
        out.print(f"À noter : {waiting} réponse{'s' * (waiting > 1)}.", highlight=False)
        out.print(f"La page est ici : {address}", highlight=False, markup=False, soft_wrap=True)
        out.print("Tout est enregistré au fur et à mesure. Ctrl-C pour finir.", highlight=False)
        if browser:
            webbrowser.open(address)

    try:
        serve(course_path, chosen, port, opened)
    except KeyboardInterrupt:
        out.print("Fini. Les notes sont au carnet.")


@app.command()
def export(
    assignment: AssignmentArgument,
    system: Annotated[
        str, typer.Option("--for", metavar="moodle|canvas|excel", help="Qui lira les notes.")
    ],
    to: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER.csv", help="Où ; par défaut dans exports/, par devoir."),
    ] = None,
    worksheet: WorksheetOption = None,
    course_path: CourseOption = Path("."),
) -> None:
    """Écrit les notes et les rétroactions comme Moodle, Canvas ou Excel les lisent."""
    from autograder.classroom.export import export as export_marks
    from autograder.classroom.worksheet import read

    chosen = _assignment(assignment)
    if worksheet and system != "moodle":
        raise UsageError("L'option --worksheet ne sert qu'avec « --for moodle ».")
    sheet = read(worksheet) if worksheet else None
    written = export_marks(course_path, chosen, system, to, sheet)
    _print_problems(written.sentences)
    out.print(f"Notes : {written.marks}", highlight=False, markup=False)
    if written.pages:
        out.print(f"Rétroactions : {written.pages}", highlight=False, markup=False)
    if written.worksheet:
        out.print(f"Feuille remplie : {written.worksheet}", highlight=False, markup=False)


@app.command()
def bundle(
    assignment: AssignmentArgument,
    output: Annotated[
        Path, typer.Option(metavar="FICHIER.zip", help="Le paquet à téléverser dans Gradescope.")
    ],
    course_path: CourseOption = Path("."),
) -> None:
    """Écrit le paquet qui fait corriger un devoir par Gradescope."""
    from autograder.classroom.gradescope.bundle import write_bundle

    write_bundle(output, _assignment(assignment), course_path)
    out.print(f"Écrit : {output}", highlight=False, markup=False, soft_wrap=True)
    out.print(
        "Ce fichier contient les solutions et les tests cachés : ne le donnez qu'à Gradescope.",
        highlight=False,
    )


@app.command()
def report(assignment: AssignmentArgument, course_path: CourseOption = Path(".")) -> None:
    """Écrit le rapport d'une classe : qui a besoin de vous, et ce qui n'est pas compris."""
    from autograder.classroom.overview import write_report

    chosen = _assignment(assignment).name
    with err.status(f"Rapport de {chosen}…"):
        written = write_report(course_path, chosen)
    for path in written:
        out.print(f"Écrit : {path}", highlight=False, markup=False, soft_wrap=True)


@app.command()
def compare(
    before: Annotated[
        Path, typer.Argument(metavar="AVANT.json", help="Ce que « grade --json » a écrit.")
    ],
    after: Annotated[Path, typer.Argument(metavar="APRÈS.json", help="La même classe, ensuite.")],
) -> None:
    """Compare deux corrections d'une classe : quelles notes ont changé, et pourquoi."""
    from autograder.judging.results import read_class
    from autograder.report.comparison import compare as compare_results
    from autograder.report.comparison import comparison_report

    old, new = read_class(before), read_class(after)
    students = {result.student for result in (*old, *new)}
    out.print(comparison_report(compare_results(old, new), len(students)), markup=False)


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--folder", metavar="DOSSIER", help="Où créer le cours d'essai.")
    ] = Path("demo"),
    jobs: Annotated[
        int, typer.Option(min=1, help="Nombre de copies corrigées en même temps.")
    ] = os.cpu_count() or 1,
) -> None:
    """Crée un cours d'essai et le joue : remises, corrections, rétroactions, rapport."""
    from autograder.classroom import gradebook
    from autograder.classroom.collect import collect as collect_submissions
    from autograder.classroom.lanes import Lanes
    from autograder.classroom.overview import write_report
    from autograder.demo import make_course
    from autograder.report.collected import collect_report

    with err.status("Création du cours d'essai…"):
        handed_in = make_course(folder)
    for name, zips in handed_in.items():
        for path in zips:
            out.print(collect_report(collect_submissions(folder, ASSIGNMENTS[name], path)))
            names = gradebook.students(folder, name)
            grade_with_progress(folder, name, names, workers=Lanes(jobs))
        write_feedback(folder, name, names)
        page, *_ = write_report(folder, name)
        out.print(f"Rapport de la classe : {page}", highlight=False, markup=False)
    for name in handed_in:
        if ASSIGNMENTS[name].manual:
            command = f"autograder mark {name} --course {folder}"
            out.print(f"À noter à la main : {command}", highlight=False, markup=False)


@app.command()
def verify(
    exercise: Annotated[
        list[str] | None,
        typer.Argument(metavar="[EXERCICE]…", help="Seulement ces exercices ; tous par défaut."),
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="Nombre de réponses jugées en même temps.")
    ] = os.cpu_count() or 1,
    json_path: JsonOption = None,
) -> None:
    """Met les tests cachés à l'épreuve : réponses fausses, réponses justes et mutants."""
    from autograder.catalogue import HOME_OF
    from autograder.proof import run
    from autograder.report.proofs import proofs_report

    unknown = sorted(set(exercise or ()) - set(HOME_OF))
    if unknown:
        raise UsageError(f"Exercice inconnu : {', '.join(unknown)}.")
    proofs, cases = {}, []
    for name in exercise or HOME_OF:
        proofs[name], found = run.prepare(name)
        cases += found
    with _progress() as progress:
        task = progress.add_task("Mise à l'épreuve", total=len(cases))
        for judgement in run.judge_all(cases, jobs):
            proofs[judgement.case.exercise].add(judgement)
            progress.advance(task)
    out.print(proofs_report(list(proofs.values())))
    _write_json(json_path, [asdict(proof) for proof in proofs.values()])
    if not all(proof.holds for proof in proofs.values()):
        raise AutograderError("Les tests cachés ne tiennent pas ces promesses.")


def grade_with_progress(
    course_path: Path,
    assignment: str,
    names: list[str],
    json_path: Path | None = None,
    log_path: Path | None = None,
    *,
    workers: Any,
    force: bool = False,
) -> list:
    """Grade a class under a progress bar, write the results, then print the table of marks."""
    from autograder.classroom import book, gradebook
    from autograder.classroom.class_table import class_report
    from autograder.classroom.journal import Journal
    from autograder.report.progress import ClassProgress

    results, journal = [], Journal(log_path)
    journal.note("begun", assignment=assignment, students=names, jobs=workers.slots, force=force)
    try:
        title = f"Correction de {assignment}"
        with ClassProgress(err, title, len(names), workers.slots) as progress:
            for result in gradebook.grade_class(
                course_path,
                assignment,
                names,
                workers=workers,
                force=force,
                judging=progress.judging,
            ):
                results.append(result)
                journal.result(result)
                progress.done(result)
    except KeyboardInterrupt:
        journal.note("interrupted", done=len(results))
        raise Interruption(
            f"Arrêté : {len(results)} copies sur {len(names)} sont corrigées. La même commande, "
            "relancée, corrige les autres."
        ) from None
    journal.note("ended", done=len(results))
    results.sort(key=lambda result: result.student)
    _write_json(json_path, [result.public() for result in results])
    out.print(class_report(book.read(course_path, assignment, names)))
    for result in results:
        _print_problems(result.problems, prefix=f"{result.student} : ")
    return results


def write_feedback(course_path: Path, assignment: str, names: list[str]) -> bool:
    """Write the feedback of some students under a progress bar; whether all could be written."""
    from autograder.classroom import gradebook

    failures, folder = [], None
    with _progress() as progress:
        task = progress.add_task(f"Rétroaction de {assignment}", total=len(names))
        for name in names:
            try:
                folder = gradebook.write_feedback(course_path, assignment, name)
            except Exception as error:  # one copy must not keep the others from theirs
                failures.append(f"{printable(name)} : {printable(str(error))[-MAX_ERROR:]}")
            progress.advance(task)
    if folder is not None:
        place = f"{folder.parent.parent}/<étudiant>/{assignment}"
        out.print(f"Rétroactions : {place}", highlight=False, markup=False)
    _print_problems(failures, prefix="Rétroaction impossible pour ")
    return not failures


def _check_sandbox(required: bool) -> None:
    """Warn loudly when the student's code is badly isolated; refuse if asked to."""
    from autograder.student import sandbox

    if required:
        os.environ[sandbox.REQUIRE] = "1"  # the workers of a class read it too
    text = sandbox.warning(sandbox.tier())
    if text:
        err.print(text, style="bold yellow", highlight=False, markup=False)


def _assignment(name: str) -> Assignment:
    if name not in ASSIGNMENTS:
        known = ", ".join(ASSIGNMENTS)
        raise UsageError(f"Devoir inconnu : « {name} »{_nearest(name)} Devoirs : {known}.")
    return ASSIGNMENTS[name]


def _require_known(asked: Iterable[str], known: Iterable[str], sentence: str) -> None:
    unknown = sorted(set(asked) - set(known))
    if unknown:
        raise UsageError(f"{sentence} pour : {', '.join(map(printable, unknown))}.")


def _nearest(name: str) -> str:
    """The end of a sentence that proposes the assignment which was meant, if one is near."""
    near = get_close_matches(name, ASSIGNMENTS, n=1)
    return f". Peut-être « {near[0]} » ?" if near else "."


def _recognised(path: Path) -> Assignment:
    """The assignment that a notebook answers: by what it contains, or else by its name."""
    from autograder.submission.identify import identify
    from autograder.submission.read import NotebookError, read

    try:
        found = identify(read(path), ASSIGNMENTS.values())
    except NotebookError:  # grading it says what is wrong
        found = None
    found = found or ASSIGNMENTS.get(path.stem)
    if found is None:
        raise UsageError(
            f"Le devoir auquel {path.name} répond n'est pas reconnu : précisez-le, par exemple "
            f"avec « --assignment {min(ASSIGNMENTS)} »."
        )
    return found


def _pairs(texts: list[str]) -> dict[str, str]:
    """`NOM=ID` options as a dictionary; the name as Unicode composes it."""
    pairs = {}
    for text in texts:
        name, equals, student = text.rpartition("=")
        if not (name and equals and student):
            raise UsageError(f"« {text} » n'est pas de la forme NOM=ID.")
        pairs[unicodedata.normalize("NFC", name)] = student
    return pairs


def _progress() -> Progress:
    from autograder.report.progress import is_shown

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=err, disable=not is_shown(err))


def _print_problems(problems: list[str], prefix: str = "") -> None:
    for problem in problems:
        out.print(f"• {prefix}{problem}", highlight=False, markup=False)


def _write_json(path: Path | None, data: Any) -> None:
    if path is not None:
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        path.write_bytes(text.encode("utf-8", "replace"))  # a folder's name may not be Unicode
