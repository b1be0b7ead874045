"""How a cell is run: past what fails in it, and with a look at what it defines as it stands.

A cell of a student's notebook may begin with what only Colab has, use a package that is not here,
or redefine further down what it has just defined. Its other statements are run all the same, and
the grader's side of the student's process notes each answer at the moment when it is defined.
"""

import ast
import copy
import itertools
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from autograder.student.process import Execution, Order
from autograder.submission.installs import without_installs
from autograder.submission.python import Statement, bound, definitions, statements, tree
from autograder.text import printable

MAX_FAILURES = 20  # of one cell: past that, it is left there
MAX_TEXT = 200
MAX_STATEMENTS = 400  # of one cell, that are run one by one
COLOURS = re.compile(r"\x1b\[[\d;]*m")
# Possessive, and within a line: a cell may be 40 000 spaces or newlines.
BINDINGS = re.compile(
    r"^[ \t]*+(?:def[ \t]++|class[ \t]++|import[ \t]++|(?=\w++[ \t]*+=))(\w++)", re.MULTILINE
)
# The lines of a block of code after its first one, but for those of a decorated definition.
GOES_ON = re.compile(r"[\s#)\]}]|(?:else|elif|except|finally)\b|$")
FILE = re.compile(r"\(\d+\.py, line (\d+)\)")
LINE = re.compile(r"Cell\s+In\s*\[[^\]]*\],\s+line\s+(\d+)")


@dataclass(frozen=True)
class Failure:
    """A statement that raised (None for a whole cell), how, and what it would have bound.

    The error's words are the student's process's.
    """

    statement: Statement | None
    error: str
    text: str
    names: frozenset[str]


@dataclass
class Steps:
    """The pieces of code to run for a cell that defines some answers, one after the other.

    `failures` are those of the last run.
    """

    source: str
    answers: Sequence[str] = ()
    failures: list[Failure] = field(default_factory=list)

    def __post_init__(self):
        self.quiet = without_installs(self.source)
        self.statements = statements(self.quiet)

    def first(self) -> Generator[str | Order, Execution, None]:
        """Yields code to run, is sent what came of it."""
        self.failures.clear()
        defined = self._first_definition()
        lines = self.quiet.split("\n")
        if 0 < defined < self.statements[-1].last:
            yield from self._past_failures(0, defined)
            yield _note(self.answers, [])
            yield from self._past_failures(defined, len(lines))
            yield _note([], self.answers)
            return
        yield from self._past_failures(0, len(lines))
        if self.answers:
            yield _note(self.answers, self.answers)

    def again(self) -> Generator[str | Order, Execution, None]:
        """Runs once more what lacked a name, now that all the other cells have been run."""
        for failure in list(self.failures):
            if failure.error != "NameError" or failure.statement is None:
                continue
            execution = yield failure.statement.text
            if execution.status == "ok":
                self.failures.remove(failure)
            defined = [name for name in self.answers if name in failure.names]
            if defined:
                yield _note(defined, defined)

    def _first_definition(self) -> int:
        """The line where all the answers have been defined once; 0 when none is."""
        firsts: dict[str, int] = {}
        for names in (lambda one: definitions(one.text), bound):
            for one in self.statements:
                for name in names(one) & set(self.answers):
                    firsts.setdefault(name, one.last)
        return max(firsts.values(), default=0)

    def _past_failures(self, start: int, end: int) -> Generator[str | Order, Execution, None]:
        """Runs some lines; after a statement that fails, those that follow it."""
        lines = self.quiet.split("\n")
        while start < end and len(self.failures) < MAX_FAILURES:
            if not lines[start].strip():  # IPython would not count it
                start += 1
                continue
            execution = yield "\n".join(lines[start:end])
            if execution.status != "error" and not _misused(execution):
                return
            failure = self._failure(execution, start)
            if failure.statement is None and self.statements:
                yield from self._one_by_one(start, end)
                return
            self.failures.append(failure)
            if failure.statement is None:
                self.statements = statements(_parsable(self.quiet))
                yield from self._one_by_one(start, end)
                return
            yield from _bare(failure.statement)
            start = failure.statement.last

    def _one_by_one(self, start: int, end: int) -> Generator[str | Order, Execution, None]:
        """Runs again, each alone, the statements one of which failed without saying where."""
        for statement in self.statements[:MAX_STATEMENTS]:
            if statement.first <= start or statement.last > end:
                continue
            execution = yield statement.text
            if execution.status == "error" or _misused(execution):
                error, text, _ = _read(execution)
                names = frozenset(bound(statement))
                self.failures.append(Failure(statement, error, text, names))
                yield from _bare(statement)
            if execution.status not in ("ok", "error") or len(self.failures) >= MAX_FAILURES:
                return

    def _failure(self, execution: Execution, start: int) -> Failure:
        error, text, line = _read(execution)
        line = start + line if line else 0
        alone = len(self.statements) == 1
        statement = next((s for s in self.statements if s.first <= line <= s.last or alone), None)
        names = bound(statement) if statement else set(BINDINGS.findall(self.quiet))
        return Failure(statement, error, text, frozenset(names))


def _parsable(source: str) -> str:
    """The code of a cell that is not Python as a whole, without its blocks that are not either."""
    lines = source.split("\n")
    begun = [
        i
        for i, line in enumerate(lines)
        if not GOES_ON.match(line) and not (i and lines[i - 1].startswith("@"))
    ]
    kept = [""] * len(lines)
    for first, end in itertools.pairwise([*begun, len(lines)]):
        if tree("\n".join(lines[first:end])) is not None:
            kept[first:end] = lines[first:end]
    return "\n".join(kept)


def _bare(statement: Statement) -> Generator[str | Order, Execution, None]:
    """Defines without its decorators, then without its annotations, what they kept undefined."""
    (*_, node) = statement.nodes
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return
    if node.decorator_list:
        skipped = node.lineno - statement.first
        execution = yield "\n".join(statement.text.split("\n")[skipped:])
        if execution.status == "ok":
            return
    node = copy.deepcopy(node)
    if annotated := [one for one in ast.walk(node) if _annotation(one)]:
        node.decorator_list = []
        for one in annotated:
            setattr(one, _annotation(one), None)
        yield ast.unparse(node)


def _annotation(node: ast.AST) -> str:
    """The attribute that holds an annotation of a function or of its parameter; "" for none."""
    name = {ast.arg: "annotation", ast.FunctionDef: "returns"}.get(type(node), "")
    return name if name and getattr(node, name) else ""


def _note(defined: Sequence[str], ended: Sequence[str]) -> Order:
    """Has the grader's side note some answers, and the names around others."""
    return Order({"do": "note", "defined": list(defined), "ended": list(ended)})


def _misused(execution: Execution) -> str:
    """What IPython says of a magic that it does not know; it left the cell there, without a trace.

    "" where it says nothing. The words are the student's process's.
    """
    for one in execution.outputs:
        if one["output_type"] == "stream" and one.get("name") == "stderr":
            said = re.search(r"^UsageError: (.*)", str(one.get("text", ""))[: 10 * 2**10], re.M)
            if said:
                return said[1]
    return ""


def _read(execution: Execution) -> tuple[str, str, int]:
    """The error of a piece of code: its name, its words, its line (0 when it is not known)."""
    errors = [one for one in execution.outputs if one["output_type"] == "error"]
    error = errors[-1] if errors else {"ename": "UsageError", "evalue": _misused(execution)}
    trace = error.get("traceback")
    frames = "\n".join(map(str, trace)) if isinstance(trace, list) else ""
    line = LINE.search(COLOURS.sub("", frames[: 10 * 2**10]))
    name, text = (printable(str(error.get(key, ""))[:MAX_TEXT]) for key in ("ename", "evalue"))
    text = FILE.sub(r"(ligne \1)", text)
    return name, text, int(line[1][:6]) if line else 0
