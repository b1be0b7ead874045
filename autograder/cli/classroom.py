"""The commands on a class: from what students hand in to what the school's system reads."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from autograder.catalogue import ASSIGNMENTS
from autograder.cli.app import app
from autograder.cli.lookup import known_assignment, pairs, require_known
from autograder.cli.options import (
    AssignmentArgument,
    CourseOption,
    JsonOption,
    SandboxOption,
    StudentOption,
    WorksheetOption,
)
from autograder.cli.running import (
    check_sandbox,
    grade_with_progress,
    print_export,
    show_arrivals,
    write_feedback,
)
from autograder.cli.terminal import (
    DONE,
    UNGRADED,
    err,
    out,
    print_next,
    print_path,
    print_problems,
    require_place,
)
from autograder.errors import Interruption, UsageError


@app.command()
def roster(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="LISTE.csv", help="La liste de l'école, de Moodle, de Canvas ou d'un tableur."
        ),
    ],
    course_path: CourseOption = Path("."),
) -> None:
    """Inscrit au carnet de notes les étudiants d'une liste."""
    from autograder.classroom import class_list

    found = class_list.read(source)
    with err.status("Inscription des étudiants…"):
        entered = class_list.enter(course_path, found.students)
    known = len(found.students) - len(entered.new)
    out.print(f"Étudiants ajoutés : {len(entered.new)} ; déjà au carnet : {known}.")
    missing = ", ".join(student.shown for student in entered.missing)
    absent = [f"Au carnet, mais absents de la liste ({len(entered.missing)}) : {missing}."]
    print_problems([*found.sentences, *(absent if missing else [])])


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
    from autograder.classroom.collecting.collect import collect as collect_submissions
    from autograder.classroom.exporting.worksheet import by_number, read
    from autograder.report.collected import collect_report

    chosen, by_hand = known_assignment(assignment), pairs(match or [])
    participants = by_number(read(worksheet)) if worksheet else {}
    with err.status("Rangement des remises…"):
        report = collect_submissions(course_path, chosen, source, by_hand, participants)
    out.print(collect_report(report))
    if report.lines:
        print_next(f"grade {chosen.name}", course_path)
    raise typer.Exit(DONE if report.complete else UNGRADED)


@app.command()
def grade(
    assignment: AssignmentArgument,
    student: StudentOption = None,
    jobs: Annotated[
        int, typer.Option(min=1, metavar="N", help="Nombre de copies corrigées en même temps.")
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
    from autograder.classroom.course import nothing_handed_in
    from autograder.classroom.grading import gradebook
    from autograder.classroom.grading.lanes import Lanes, Workers

    check_sandbox(require_sandbox)
    chosen = known_assignment(assignment).name
    require_place(json_path)
    gradebook.require_ready(course_path, chosen)
    names = gradebook.students(course_path, chosen)
    require_known(student or (), names, f"Aucune remise de « {chosen} »")
    if not names:
        raise nothing_handed_in(course_path, chosen)
    with contextlib.ExitStack() as stack:
        workers: Workers = Lanes(jobs)
        if scheduler is not None:
            from autograder.classroom.grading.cluster import Cluster

            workers = stack.enter_context(Cluster(scheduler, chosen))
        results, awaited = grade_with_progress(
            course_path, chosen, student or names, json_path, log_path, workers=workers, force=force
        )
    print_next(f"{'mark' if awaited else 'feedback'} {chosen}", course_path)
    raise typer.Exit(DONE if all(result.graded for result in results) else UNGRADED)


@app.command()
def watch(
    assignment: AssignmentArgument,
    every: Annotated[
        float, typer.Option(min=1, metavar="SECONDES", help="Le temps entre deux regards.")
    ] = 15,
    tries: Annotated[
        int, typer.Option(min=1, metavar="N", help="Corrections par étudiant et par jour.")
    ] = 5,
    exchange: Annotated[
        bool,
        typer.Option("--exchange", help="Ramasser et rendre par le dossier d'échange de nbgrader."),
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Un seul regard, pour un lancement programmé.")
    ] = False,
    jobs: Annotated[
        int, typer.Option(min=1, metavar="N", help="Nombre de copies corrigées en même temps.")
    ] = 1,
    require_sandbox: SandboxOption = False,
    course_path: CourseOption = Path("."),
) -> None:
    """Corrige les copies dès qu'elles arrivent, et écrit aussitôt leur rétroaction."""
    from autograder.classroom.grading.gradebook import require_ready
    from autograder.classroom.grading.lanes import Lanes
    from autograder.classroom.watch import Watch

    check_sandbox(require_sandbox)
    chosen = known_assignment(assignment).name
    require_ready(course_path, chosen)
    watching = Watch(course_path, chosen, tries, Lanes(jobs), exchange)
    if not once:
        place = "le dossier d'échange" if exchange else course_path / "submitted"
        print_path(f"Les copies de {chosen} sont attendues dans", place)
        out.print("Ctrl-C pour arrêter.", highlight=False)
    try:
        came = show_arrivals(watching)
        while not once:
            time.sleep(every)
            show_arrivals(watching)
    except KeyboardInterrupt:
        raise Interruption(
            "Arrêté. La même commande, relancée, reprend où elle en était."
        ) from None
    if not came:
        out.print("Aucune copie nouvelle.")


@app.command()
def feedback(
    assignment: AssignmentArgument,
    student: StudentOption = None,
    course_path: CourseOption = Path("."),
) -> None:
    """Écrit la rétroaction (HTML) de chaque copie corrigée."""
    from autograder.classroom.course import nothing_graded
    from autograder.classroom.grading import gradebook

    chosen = known_assignment(assignment).name
    graded = gradebook.graded_students(course_path, chosen)
    if not graded:
        raise nothing_graded(course_path, chosen)
    names = student or graded
    require_known(names, graded, f"Aucune copie corrigée de « {chosen} »")
    complete = write_feedback(course_path, chosen, names)
    print_next(f"report {chosen}", course_path)
    raise typer.Exit(DONE if complete else UNGRADED)


@app.command()
def mark(
    assignment: AssignmentArgument,
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65535, metavar="N", help="Le port de la page ; 0 en prend un libre."
        ),
    ] = 0,
    browser: Annotated[
        bool,
        typer.Option(" /--no-browser", help="Ne pas ouvrir le navigateur.", show_default=False),
    ] = True,
    course_path: CourseOption = Path("."),
) -> None:
    """Ouvre la page où noter les questions écrites : toutes les réponses, à côté du barème."""
    import webbrowser

    from autograder.classroom.by_hand import written
    from autograder.classroom.by_hand.marking_server import serve
    from autograder.classroom.grading import gradebook

    chosen = known_assignment(assignment).name
    gradebook.require_ready(course_path, chosen)
    waiting = sum(question.awaited for question in written.questions(course_path, chosen))

    def opened(address: str) -> None:
        out.print(f"À noter : {waiting} réponse{'s' * (waiting > 1)}.", highlight=False)
        print_path("La page est ici", address)
        out.print("Tout est enregistré au fur et à mesure. Ctrl-C pour finir.", highlight=False)
        if browser:
            webbrowser.open(address)

    try:
        serve(course_path, chosen, port, opened)
    except KeyboardInterrupt:
        out.print("Fini. Les notes sont au carnet.")
        print_next(f"feedback {chosen}", course_path)


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
    from autograder.classroom.exporting.export import export as export_marks
    from autograder.classroom.exporting.worksheet import read

    chosen = known_assignment(assignment)
    if worksheet and system != "moodle":
        raise UsageError("L'option --worksheet ne sert qu'avec « --for moodle ».")
    sheet = read(worksheet) if worksheet else None
    print_export(export_marks(course_path, chosen, system, to, sheet))


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

    if not course_path.is_dir():
        raise UsageError(f"Aucun dossier {course_path}.")
    write_bundle(output, known_assignment(assignment), course_path)
    print_path("Écrit", output)
    out.print(
        "À téléverser dans Gradescope (Configure Autograder), et nulle part ailleurs : ce fichier "
        "contient les solutions et les tests cachés.",
        highlight=False,
    )


@app.command()
def report(assignment: AssignmentArgument, course_path: CourseOption = Path(".")) -> None:
    """Écrit le rapport d'une classe : qui a besoin de vous, et ce qui n'est pas compris."""
    from autograder.classroom.pages.overview import write_report

    chosen = known_assignment(assignment).name
    with err.status(f"Rapport de {chosen}…"):
        written = write_report(course_path, chosen)
    for path in written:
        print_path("Écrit", path)
    print_next(f"export {chosen} --for moodle", course_path)


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
        int, typer.Option(min=1, metavar="N", help="Nombre de copies corrigées en même temps.")
    ] = os.cpu_count() or 1,
    on_cluster: Annotated[
        bool,
        typer.Option(
            "--cluster", help="Les faire corriger par un cluster Dask, démarré sur cette machine."
        ),
    ] = False,
) -> None:
    """Crée un cours d'essai et le joue : remises, corrections, rétroactions, rapport."""
    from autograder.classroom.collecting.collect import collect as collect_submissions
    from autograder.classroom.exporting.export import export as export_marks
    from autograder.classroom.grading import gradebook
    from autograder.classroom.pages.overview import write_report
    from autograder.demo import make_course, read_class
    from autograder.report.collected import collect_report

    with err.status("Création du cours d'essai…"):
        handed_in = make_course(folder)
    played = read_class().played
    with _started(jobs, on_cluster) as workers_of:
        for name in played:
            for path in handed_in[name]:
                out.print(collect_report(collect_submissions(folder, ASSIGNMENTS[name], path)))
                names = gradebook.students(folder, name)
                try:
                    with workers_of(name) as workers:
                        grade_with_progress(folder, name, names, workers=workers)
                except Interruption:
                    raise Interruption(
                        f"Arrêté. La démonstration, relancée, recommence ; pour la finir à la "
                        f"main : « autograder grade {name} --course {folder} »."
                    ) from None
            write_feedback(folder, name, names)
            print_path("Rapport de la classe", write_report(folder, name)[0])
            print_export(export_marks(folder, ASSIGNMENTS[name], "moodle"))
    for name in handed_in:
        if name not in played:
            print_next(f"collect {name} {handed_in[name][0]}", folder)
        elif ASSIGNMENTS[name].manual:
            print_next(f"mark {name}", folder)


@contextlib.contextmanager
def _started(jobs: int, on_cluster: bool) -> Iterator[Callable[[str], Any]]:
    """What gives the workers of an assignment: processes for them all, or those of a cluster."""
    from autograder.classroom.grading.cluster import Cluster, local_cluster
    from autograder.classroom.grading.lanes import LastingLanes

    if on_cluster:
        with local_cluster(jobs) as address:
            out.print(f"Ordonnanceur : {address} ; ouvriers : {jobs}.")
            yield lambda name: Cluster(address, name)
    else:
        with LastingLanes(jobs) as lanes:
            yield lambda name: contextlib.nullcontext(lanes)
