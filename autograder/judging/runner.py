"""Runs the hidden tests, with pytest, in the grader."""

import functools
import inspect
import itertools
import logging
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.declarations import DeclarationError
from autograder.errors import AutograderError
from autograder.judging.assertions import CheckError
from autograder.judging.findings import Finding, Undecided
from autograder.judging.student import (
    Student,
    StudentCrash,
    StudentError,
    StudentTimeout,
    UnknownNameError,
)
from autograder.judging.work import SECONDS, Work, WorkError
from autograder.paths import EXERCISES
from autograder.student.inside.putting_off import put_off

SETTINGS = Path(__file__).with_name("hidden_tests.ini")
log = logging.getLogger(__name__)


class HiddenTestsError(AutograderError):
    """Hidden tests that do not load or do not run; for the teacher."""


@dataclass(frozen=True)
class HiddenTest:
    """A hidden test as the report shows it; `title` is its docstring's first paragraph."""

    exercise: str
    name: str
    title: str
    points: float


@dataclass(frozen=True)
class Verdict:
    """What a hidden test says of a submission.

    `kind` is "passed", "failed", "missing" (not written), "error", "timeout" or "crash".
    """

    test: HiddenTest
    kind: str
    finding: Finding | None
    seconds: float


@functools.cache
def collect(exercise: str) -> tuple[HiddenTest, ...]:
    """The hidden tests of an exercise, in their order."""
    return tuple(_describe(item) for item in _collected([exercise]).items)


def points(exercise: str) -> float:
    """What an exercise is worth: the sum over its hidden tests."""
    return sum(test.points for test in collect(exercise))


def run(
    exercises: Sequence[str], student_for: Callable[[str], Student], first_failure: bool = False
) -> list[Verdict]:
    """Run the hidden tests of some exercises; `student_for(exercise)` is asked once each.

    first_failure: whether to stop there.
    """
    put_off()  # the tests of a network load torch too
    return _collected(exercises).run(functools.cache(student_for), first_failure)


def _collected(exercises):
    return _collect(tuple(EXERCISES / exercise / "test_hidden.py" for exercise in exercises))


@functools.lru_cache(maxsize=32)  # longer than what most tests do, and each copy asks for the same
def _collect(files):
    """The plugin that holds the hidden tests of these files."""
    plugin = _Plugin()
    arguments = ["-c", str(SETTINGS), "--rootdir", str(EXERCISES), "--collect-only"]
    code = pytest.main([*arguments, *map(str, files)], plugins=[plugin])
    plugin.require(code == pytest.ExitCode.OK)
    return plugin


def _exercise(item):
    return item.path.parent.name


def _describe(item):
    marker = item.get_closest_marker("points")
    title = inspect.cleandoc(item.function.__doc__).split("\n\n")[0].replace("\n", " ")
    return HiddenTest(_exercise(item), item.name, title, float(marker.args[0]))


class _Plugin:
    """Gives the tests their `student` and keeps a verdict for each."""

    def __init__(self):
        self.session = None
        self.items = []
        self.errors = []
        self._begin(None)

    def _begin(self, student_for):
        self.student_for = student_for
        self.verdicts = []
        self.errors.clear()
        self.interruption = None
        self.work = functools.cache(lambda exercise: Work(SECONDS))

    def run(self, student_for, first_failure):
        """The verdicts on some students' functions; pytest knows how to run a test once more."""
        self._begin(student_for)
        hook = self.session.config.hook
        try:
            for item, following in itertools.zip_longest(self.items, self.items[1:]):
                hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self.interruption is not None:
                    raise self.interruption
                if first_failure and any(one.kind != "passed" for one in self.verdicts):
                    break
        finally:
            hook.pytest_sessionfinish(session=self.session, exitstatus=pytest.ExitCode.OK)
        self.require(True)
        verdicts = self.verdicts
        self._begin(None)
        return verdicts

    def require(self, condition):
        """Raise HiddenTestsError, with what pytest said, unless the run went as it should."""
        if not condition or self.errors:
            told = dict.fromkeys(self.errors)  # the tests of an exercise may all say the same
            raise HiddenTestsError("\n".join(("Tests cachés inutilisables.", *told)))

    def pytest_collectreport(self, report):
        if report.failed:
            self.errors.append(report.longreprtext)

    @pytest.fixture(scope="module")
    def student(self, request):
        """The functions of the submission under test; the fixtures of a module share them."""
        return self.student_for(_exercise(request.node))

    @pytest.fixture
    def tmp_path(self):
        """A folder of a test's own; pytest's is gone once it has collected."""
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)

    def pytest_collection_finish(self, session):
        self.session, self.items = session, session.items

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem):
        try:
            return (yield)
        except CheckError as error:  # nobody reads its traceback, and pytest takes long over it
            raise error.with_traceback(None) from None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        self.started = time.monotonic()
        with self.work(_exercise(item)).doing():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        error = None if call.excinfo is None else call.excinfo.value
        if isinstance(error, SystemExit):  # this process is asked to end: no test does that
            self.interruption = error
        elif isinstance(error, DeclarationError):
            self.errors.append(str(error))
        elif _is_our_mistake(error):
            self.errors.append(report.longreprtext)
        elif call.when == "call" or error is not None:
            kind, finding = _judge(error, item)
            seconds = time.monotonic() - self.started
            self.verdicts.append(Verdict(_describe(item), kind, finding, seconds))
        return report


def _is_our_mistake(error):
    """Whether a test failed by itself: it misspells a name, whatever the student wrote."""
    match error:
        case UnknownNameError() | AttributeError(obj=Student()):
            return True
        case NameError():
            return not isinstance(error, UnboundLocalError)  # it may depend on the values
    return False


def _judge(error, item):
    match error:
        case None:
            return "passed", None
        case StudentTimeout():
            return "timeout", error.finding
        case StudentCrash():
            return "crash", error.finding
        case StudentError():
            return "missing" if error.missing else "error", error.finding
        case CheckError():
            return "failed", error.finding
        case WorkError() | MemoryError():
            return "failed", Undecided(oversized=True)
        case _:
            told = type(error), error, _from_the_test(error)
            log.error("Test caché %s interrompu", item.nodeid, exc_info=told)
            return "failed", Undecided()


def _from_the_test(error):
    """The traceback of an error without pytest's own calls, which whoever mends the test skips."""
    trace = error.__traceback__
    while trace and not Path(trace.tb_frame.f_code.co_filename).is_relative_to(EXERCISES):
        trace = trace.tb_next
    return trace or error.__traceback__
