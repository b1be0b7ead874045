"""The proxy and its channels: what reaches a function, what comes back, and whose fault it is."""

import dataclasses
import itertools
import json

import numpy as np
import pytest

from autograder.catalogue import Assignment
from autograder.judging import messages, runner
from autograder.judging import student as proxy
from autograder.judging.channel import KernelChannel, LocalChannel, Reply
from autograder.judging.student import (
    Student,
    StudentCrash,
    StudentTimeout,
    UnknownNameError,
    call,
    get,
)
from autograder.limits import Limits
from autograder.student.session import Cell, Session

NUMBERS = itertools.count()
SHORT = Limits(call=2.0, training=3.0)
ODD = "une 'citation', une \"autre\", \\n, {x!r} et \N{SNOWMAN}\nune ligne"


class Silent:
    """A channel that never gets an answer; it keeps what it was granted."""

    def __init__(self, status="timeout", text=None):
        self.reply = (status, text)
        self.granted = []

    def ask(self, request, seconds):
        self.granted.append(seconds)
        return Reply(*self.reply)


@pytest.fixture
def local():
    """A student whose functions are given: `local(phi=…)`."""
    return lambda **functions: Student(LocalChannel(functions), budget=60)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["train", "gradient", "call", "script", "stopped"])
def test_an_exercise_may_be_called_like_anything_of_the_proxy(local, monkeypatch, name):
    monkeypatch.setattr(proxy, "HOME_OF", {name: Assignment("a", exercises=(name,))})
    assert local(**{name: lambda x: x + 1}).call(name, 41) == 42


def test_a_function_is_not_an_attribute(local):
    with pytest.raises(AttributeError):
        _ = local(phi=lambda: 1).phi


@pytest.mark.parametrize(
    "ask",
    [
        lambda student: student.call("fi"),
        lambda student: student.outcome("fi"),
        lambda student: student.many("fi", [()]),
        lambda student: student.repeat("fi", 2),
        lambda student: student.gradient("fi"),
        lambda student: student.train("fi", {}),
        lambda student: student.script([call("phi"), get("fi.data")]),
        lambda student: student.outcomes("phi", [()], spies=["fi"]),
    ],
)
def test_a_name_that_no_exercise_bears_is_never_asked_for(ask):
    channel = Silent()
    with pytest.raises(UnknownNameError, match="fi"):
        ask(Student(channel, budget=60))
    assert channel.granted == []


def test_what_a_step_saved_has_a_name_from_then_on(local):
    student = local(ReplayBuffer=lambda size: [size])
    with pytest.raises(UnknownNameError):
        student.script([get("memory")])
    student.script([call("ReplayBuffer", 3, save="memory")])
    assert student.script([get("memory")])[0].unwrap() == [3]


APPARATUS = """
def apparatus(namespace):
    class Bench:
        kept = 0

        def double(self, value):
            self.kept += 1
            return [namespace["phi"](value, self.kept) for _ in range(2)]

    return Bench()
"""


@pytest.fixture
def with_bench(monkeypatch):
    monkeypatch.setattr("autograder.judging.student.apparatus", lambda name: APPARATUS)


def test_an_apparatus_hands_to_the_student_what_it_makes(local, with_bench):
    student = local(phi=lambda value, kept: 10 * value + kept)
    steps = [call("apparatus.double", 4), call("apparatus.double", 5)]
    for _ in range(2):  # what it keeps lasts as long as a message
        outcomes, events = student.with_apparatus("phi", steps)
        assert [outcome.unwrap() for outcome in outcomes] == [[41, 41], [52, 52]]
        assert events == []


def test_an_apparatus_sees_what_stands_in_and_what_is_recorded(local, with_bench, monkeypatch):
    text = (
        "def stand_in(recorder, seed):\n    return lambda *one: recorder.add('seen', given=one)\n"
    )
    monkeypatch.setattr("autograder.judging.student.stand_ins", lambda names: {"phi": text})
    student = local(phi=lambda *given: 3)
    outcomes, events = student.with_apparatus("phi", [call("apparatus.double", 4)], spies=["phi"])
    assert outcomes[0].unwrap() == [None, None]
    assert events == [{"event": "seen", "given": (4, 1)}] * 2


def test_an_apparatus_is_nobodys_name_elsewhere(local, with_bench):
    with pytest.raises(UnknownNameError, match="apparatus"):
        local().script([call("apparatus.double", 4)])
    with pytest.raises(UnknownNameError, match="fi"):
        local().with_apparatus("fi", [])


TYPOS = {
    "a function's name": 'student.call("fi", 1)',
    "an attribute for a function": "student.phi(1)",
    "a name of the test's own": "sorted(anwser)",
}


@pytest.fixture
def hidden(tmp_path, monkeypatch):
    """Run a hidden test whose body is given, under a name that pytest has not imported yet."""
    monkeypatch.setattr(runner, "EXERCISES", tmp_path)

    def run(body, student):
        name = f"exercise_{next(NUMBERS)}"
        (tmp_path / name).mkdir()
        lines = ["from autograder.judging.assertions import points", "", "@points(1)"]
        lines += ["def test_it(student):", '    """Une propriété."""', f"    {body}"]
        (tmp_path / name / "test_hidden.py").write_text("\n".join(lines), encoding="utf-8")
        return runner.run([name], lambda _: student)

    return run


@pytest.mark.parametrize("typo", TYPOS)
@pytest.mark.parametrize("answer", [lambda x: x, lambda x: 1 / 0], ids=["right", "raises"])
def test_a_typo_in_a_hidden_test_is_not_the_students_fault(hidden, local, typo, answer):
    with pytest.raises(runner.HiddenTestsError):
        hidden(TYPOS[typo], local(phi=answer))


@pytest.mark.parametrize(
    "body",
    [
        "student.call('phi', 1).shape",
        "for last in student.call('phi', 1): pass\n    assert last",
    ],
)
def test_a_value_that_a_test_did_not_foresee_stops_that_test_only(hidden, local, body):
    (verdict,) = hidden(body, local(phi=lambda x: []))
    assert verdict.kind == "failed"


MODULE = """
import pytest
from autograder.judging.assertions import points

@pytest.fixture(scope="module")
def own(student):
    return student.call("phi", 1)

@points(1)
def test_one(own, tmp_path, monkeypatch):
    \"\"\"Une propriété.\"\"\"
    (tmp_path / "a").write_text("a")
    assert own == 2

@points(2)
def test_other(own):
    \"\"\"Une autre.\"\"\"
    assert own == 2
"""


def test_tests_that_are_collected_once_are_run_anew_for_each_student(tmp_path, monkeypatch, local):
    monkeypatch.setattr(runner, "EXERCISES", tmp_path)
    path = tmp_path / f"exercise_{next(NUMBERS)}" / "test_hidden.py"
    path.parent.mkdir()
    path.write_text(MODULE, encoding="utf-8")

    def kinds(answer, **options):
        student = local(phi=lambda x: answer)
        return [one.kind for one in runner.run([path.parent.name], lambda _: student, **options)]

    assert kinds(2) == ["passed", "passed"]
    assert kinds(3) == ["failed", "failed"]
    assert kinds(3, first_failure=True) == ["failed"]
    assert kinds(2) == ["passed", "passed"]


def test_a_process_that_is_asked_to_end_does_not_go_on_with_the_next_test(hidden, local):
    with pytest.raises(SystemExit):
        hidden("raise SystemExit(1)", local(phi=lambda x: x))


# --- limits ---------------------------------------------------------------------------------------


def test_each_call_is_granted_its_limit_within_the_budget():
    channel = Silent("dead")
    for ask in (
        lambda student: student.call("phi"),
        lambda student: student.train("phi", {}),
        lambda student: student.train("phi", {}, seconds=7.0),
        lambda student: student.train("phi", {}, seconds=90.0),
    ):
        with pytest.raises(StudentCrash):
            ask(Student(channel, 30.0, SHORT))
    assert channel.granted == [2.0, 3.0, 7.0, 30.0]


def test_little_is_granted_after_a_hang():
    student = Student(Silent(), 30.0, SHORT)
    for seconds in (30.0, 90.0):
        with pytest.raises(StudentTimeout):
            student.train("phi", {}, seconds=seconds)
    first, second = student._channel.granted
    assert first == 30.0
    assert second <= SHORT.call


# --- channels -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kernel():
    with Session([Cell("def phi(*given):\n    return given")]) as session:
        yield KernelChannel(session)


def test_both_channels_bring_the_same_reply(kernel):
    given = [ODD, np.arange(3.0), (1, [2.5, None, True])]
    replies = []
    for channel in (kernel, LocalChannel({"phi": lambda *given: given})):
        request = {"steps": [call("phi", *given), get("absent")], "seed": 1, "neutral": 1}
        replies.append(
            channel.ask(
                {**request, "env": None, "stand_ins": {}, "describe": None, "record": True}, 10
            )
        )
    assert [reply.status for reply in replies] == ["ok", "ok"]
    assert json.loads(replies[0].text) == json.loads(replies[1].text)
    assert Student(kernel, 30).call("phi", ODD) == (ODD,)


def test_a_local_function_does_not_share_the_tests_arrays():
    given = np.zeros(2)

    def phi(state):
        state += 1
        return state

    Student(LocalChannel({"phi": phi}), 30).call("phi", given)
    assert not given.any()


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"results": [], "events": []}', 3])
def test_an_unreadable_reply_is_the_students(text):
    with pytest.raises(StudentCrash):
        Student(Silent("ok", text), 30).call("phi")


def raising(name, where, kind="NotImplementedError"):
    """A channel whose functions raise in `where`."""
    error = {"type": kind, "message": "À compléter", "line": "", "where": where}
    reply = json.dumps({"results": [{"error": error}], "events": []})
    return Student(Silent("ok", reply), 30).outcome(name, 1).error


def test_a_function_that_calls_what_is_still_to_write_is_not_itself_to_write():
    own, other = raising("linear_fa", "linear_fa"), raising("linear_fa", "phi")
    assert own.missing and own.finding.kind == "StubError"
    assert not other.missing and other.finding.kind == "DependencyError"
    assert "« phi » n'est pas encore écrite" in messages.sentence(other.finding)
    assert raising("ReplayBuffer", "ReplayBuffer.__init__").missing
    assert raising("phi", "une_aide").missing


def test_what_a_library_does_not_do_is_not_still_to_write():
    """As PyTorch, whose means have no integers."""
    error = raising("dqn_loss", "")
    assert not error.missing
    assert "une exception NotImplementedError" in messages.sentence(error.finding)


@pytest.mark.parametrize(("hung", "granted"), [(False, [25, 1, 5]), (True, [1, 1, 5])])
def test_what_hangs_does_not_take_all_the_time_of_the_stand_ins(hung, granted):
    channel, limits = Silent("timeout"), Limits(calls_after_hang=1.0, stand_in_call_after_hang=5.0)
    student = Student(channel, 30, limits, hung=hung)
    for spies in ((), (), ("phi",)):
        with pytest.raises(StudentTimeout):
            student.train("batch_linear_q", {}, spies=spies, seconds=25)
    assert [round(seconds) for seconds in channel.granted] == granted


def test_stand_ins_have_all_the_time_of_a_function_that_does_not_hang():
    channel = Silent("timeout")
    student = Student(channel, 30)
    with pytest.raises(StudentTimeout):
        student.train("batch_linear_q", {}, spies=["phi"], seconds=25)
    assert channel.granted == [25]


def test_a_hard_coded_device_is_named():
    error = raising("dqn_loss", "", kind="AssertionError").finding
    for line in ("agent.to('mps')", 'agent.to(device="cuda:0")'):
        told = dataclasses.replace(error, kind="RuntimeError", text="", line=line)
        assert "carte graphique" in messages.sentence(told)
    error = dataclasses.replace(error, text="Torch not compiled with CUDA enabled")
    assert 'torch.device("cuda" if torch.cuda.is_available() else "cpu")' in messages.sentence(
        error
    )
