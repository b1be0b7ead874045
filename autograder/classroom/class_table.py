"""The table of a class's marks, as the terminal shows it in 80 columns."""

from collections.abc import Iterator

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.classroom.book import Book, Row
from autograder.report.words import lateness, mark, moment

NONE = "–"
AWAITED = "?"
MAX_LISTED = 20


def class_report(book: Book) -> Group:
    """The marks, what the columns stand for, and who waits for a mark by hand."""
    names = (f"{number} {_short(cell)}" for number, cell in enumerate(book.points, 1))
    below = [Text("Exercices : " + ", ".join(names))]
    if book.due is not None:
        below.append(Text(f"À remettre avant le {moment(book.due)}."))
    return Group(_table(book), *below, *map(Text, _awaited(book)))


def _table(book: Book) -> Table:
    table = Table(
        title=f"Notes de « {book.assignment} »",
        box=box.SIMPLE_HEAD,
        padding=0,  # the box itself puts a space between two columns
    )
    late = any(row.seconds_late for row in book.rows)
    table.add_column("\nÉtudiant", overflow="fold")
    for number, points in enumerate(book.points.values(), 1):
        table.add_column(f"{number}\n/ {mark(points)}", justify="right", no_wrap=True)
    if late:
        table.add_column("\nRetard", justify="right", no_wrap=True)
        table.add_column("Péna-\nlité", justify="right", no_wrap=True)
    whole = f"Total\n/ {mark(sum(book.points.values()))}"
    table.add_column(whole, justify="right", style="bold", no_wrap=True)
    for row in book.rows:
        table.add_row(*_cells(book, row, late))
    return table


def _cells(book: Book, row: Row, late: bool) -> Iterator[Text]:
    awaited = {waiting.cell for waiting in row.awaited}
    yield Text(row.student)
    for cell in book.points:
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
            _short(a.cell) + (f" (réponse changée, notée {mark(a.former)})" if a.former else "")
            for a in row.awaited
        )
        yield f"• {row.student} : {', '.join(answers)}"
    if len(rows) > MAX_LISTED:
        yield f"• et {len(rows) - MAX_LISTED} de plus"


def _short(cell: str) -> str:
    return cell.removeprefix("test_")
