"""The table of a class's marks, as the terminal shows it in 80 columns."""

from collections.abc import Iterable, Iterator

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from autograder.catalogue import label_of
from autograder.classroom.pages.book import Book, Row
from autograder.report.words import lateness, mark, moment

NONE = "–"
AWAITED = "?"
MAX_LISTED = 20
UNBOUNDED = 10_000  # columns: what no terminal has
ENOUGH = 4  # columns for a name, on several lines


def class_report(book: Book) -> Group:
    """The marks, what the columns stand for, and who waits for a mark by hand."""
    names = (f"{number} {label_of(cell)}" for number, cell in enumerate(book.points, 1))
    below = [Text("Exercices : " + ", ".join(names))]
    if book.due is not None:
        below.append(Text(f"À remettre avant le {moment(book.due)}."))
    return Group(_Marks(book), *below, *map(Text, _awaited(book)))


class _Marks:
    """The table of marks; without the exercises where they leave no room for the names."""

    def __init__(self, book: Book):
        self.book = book

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        whole = _table(self.book, self.book.points)
        students = ["Étudiant", *(row.student for row in self.book.rows)]
        names = max(map(cell_len, students))
        width = Measurement.get(console, options.update(max_width=UNBOUNDED), whole).maximum
        room = options.max_width - (width - names)
        if room >= min(names, ENOUGH):
            yield whole
        else:
            yield _table(self.book, {})
            yield Text("Les notes par exercice demandent un terminal plus large.")


def _table(book: Book, exercises: dict[str, float]) -> Table:
    """The marks of these exercises and the totals."""
    table = Table(
        title=f"Notes de « {book.assignment} »",
        box=box.SIMPLE_HEAD,
        padding=0,  # the box itself puts a space between two columns
    )
    late = any(row.seconds_late for row in book.rows)
    table.add_column("\nÉtudiant", overflow="fold")
    for number, points in enumerate(exercises.values(), 1):
        table.add_column(f"{number}\n/ {mark(points)}", justify="right", no_wrap=True)
    if late:
        table.add_column("\nRetard", justify="right", no_wrap=True)
        table.add_column("Péna-\nlité", justify="right", no_wrap=True)
    whole = f"Total\n/ {mark(sum(book.points.values()))}"
    table.add_column(whole, justify="right", style="bold", no_wrap=True)
    for row in book.rows:
        table.add_row(*_cells(exercises, row, late))
    return table


def _cells(exercises: Iterable[str], row: Row, late: bool) -> Iterator[Text]:
    awaited = {waiting.cell for waiting in row.awaited}
    yield Text(row.student)
    for cell in exercises:
        known = NONE if row.total is None else mark(row.marks.get(cell, 0.0))
        yield Text(AWAITED if cell in awaited else known)
    if late:
        yield Text(lateness(row.seconds_late) if row.seconds_late else "")
        yield Text(f"−{mark(row.penalty)}" if row.penalty else "")
    yield Text(NONE if row.total is None else mark(row.total))


def _awaited(book: Book) -> Iterator[str]:
    """The copies that wait for a mark by hand, and where to give it."""
    rows = book.awaited
    if not rows:
        return
    copies = "1 copie attend" if len(rows) == 1 else f"{len(rows)} copies attendent"
    yield (
        f"\n{copies} une note à la main (« {AWAITED} »), à donner par « autograder mark "
        f"{book.assignment} », ou dans « jupyter lab », menu Nbgrader › Formgrader › Manual "
        "Grading :"
    )
    for row in rows[:MAX_LISTED]:
        answers = (
            label_of(a.cell) + (f" (réponse changée, notée {mark(a.former)})" if a.former else "")
            for a in row.awaited
        )
        yield f"• {row.student} : {', '.join(answers)}"
    if len(rows) > MAX_LISTED:
        yield f"• et {len(rows) - MAX_LISTED} de plus"
