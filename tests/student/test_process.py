"""The student's process: deadlines, floods, deaths, and nothing left behind."""

import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import psutil
import pytest

from autograder.judging.student import call
from autograder.limits import Limits
from autograder.student.inside.wire import MAX_REPLY
from autograder.student.process import Execution, Order, StudentProcess, sweep
from autograder.student.session import Cell, Session

pytestmark = pytest.mark.slow

STUBBORN = """
import time
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
"""


@pytest.fixture(scope="module")
def process():
    with StudentProcess(limits=Limits(grace=1.0)) as process:
        yield process


def text(execution):
    return "".join(output.get("text", "") for output in execution.outputs)


def test_outputs_and_errors_come_back(process):
    execution = process.run("print('bonjour')\n1 / 0", 10)
    assert execution.status == "error"
    assert text(execution) == "bonjour\n"
    assert execution.outputs[-1]["ename"] == "ZeroDivisionError"


def test_state_is_kept_between_runs(process):
    process.run("valeur = 41", 10)
    assert text(process.run("print(valeur + 1)", 10)) == "42\n"


def test_an_endless_loop_is_interrupted_and_the_state_survives(process):
    process.run("gardee = 7", 10)
    start = time.monotonic()
    assert process.run("while True: pass", 0.5).status == "timeout"
    assert time.monotonic() - start < 0.5 + 1.0 + 1.0
    assert text(process.run("print(gardee)", 10)) == "7\n"


def test_what_was_cut_short_without_the_processor_is_known(process, monkeypatch):
    assert process.run("import time; time.sleep(20)", 0.3).starved
    assert not process.run("pass", 10).starved
    seconds = iter([1.0, 1.4])
    monkeypatch.setattr(process, "_computed", lambda: next(seconds))
    assert not process.run("while True: pass", 0.5).starved


def test_the_processor_that_the_kernel_has_had_is_counted(process):
    before = process._computed()
    process.run(
        "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass", 20
    )
    assert process._computed() - before >= 0.45  # counted by hundredths


FUNCTIONS = """
import time
import numpy as np
def enorme():
    return np.zeros(2**21)
def juste():
    return 1
def sans_fin():
    while True: pass
def tetue():
    try:
        while True: pass
    except KeyboardInterrupt:
        return 2
def interrompt():
    raise KeyboardInterrupt
def longue():
    time.sleep(0.4)
"""


def ask(process, name, seconds=10.0):
    """The status of a request, and the value that was replied."""
    execution = process.run(request(name), seconds)
    reply = json.loads(execution.reply or "null")
    return execution.status, reply and reply["results"][0].get("value")


def request(name):
    step = call(name) | {"repeat": None}
    asked = {"steps": [step], "seed": None, "env": None, "stand_ins": {}, "neutral": 1}
    asked |= {"do": "answer", "describe": None, "record": False, "reading": None}
    return Order(asked)


def test_requests_and_cells_take_turns_whatever_ends_them(process):
    process.run(FUNCTIONS, 10)
    for name, seconds, status, value in (
        ("juste", 10, "ok", 1),
        ("sans_fin", 0.3, "timeout", None),
        ("tetue", 0.3, "timeout", None),
        ("interrompt", 10, "ok", None),
        ("enorme", 10, "ok", None),
        ("longue", 0.2, "timeout", None),
    ):
        assert ask(process, name, seconds) == (status, value), name
        assert ask(process, "juste") == ("ok", 1), name  # not what was asked before
        assert text(process.run("print('cellule')", 10)) == "cellule\n", name
        assert ask(process, "juste") == ("ok", 1), name


def test_the_longest_reply_goes_through_with_the_number_of_its_request():
    assert MAX_REPLY + len(uuid.uuid4().hex) <= Limits().message_bytes


FOUND = """
from ipykernel.kernelapp import IPKernelApp
handler = IPKernelApp.instance().kernel.shell_handlers["is_complete_request"]
cells = [cell.cell_contents for cell in handler.__func__.__closure__]
line = next(one for one in cells if hasattr(one, "send"))
"""


@pytest.mark.parametrize("cut", ["line.close()", "line.send(bytes(2**25))"])
def test_a_line_that_was_cut_costs_a_new_start_and_no_more(cut):
    with Session([Cell(FUNCTIONS)]) as session:
        assert session.send(request("juste"), 10).status == "ok"
        assert session.send(FOUND + cut, 10).status == "ok"
        time.sleep(0.5)  # for the news to arrive
        execution = session.send(request("juste"), 10)
        assert (execution.status, json.loads(execution.reply)["results"][0]["value"]) == ("ok", 1)
        assert execution.seconds < 9


def test_endless_printing_is_stopped(process):
    execution = process.run("while True: print('x' * 1000)", 20)
    assert execution.status == "flood"
    assert len(text(execution)) <= process.limits.cell_kept_bytes


def test_the_environment_tells_nothing_of_the_grader(monkeypatch):
    monkeypatch.setenv("SECRET_DU_CORRECTEUR", "canari")
    with StudentProcess() as process:
        shown = text(process.run("import os; print(dict(os.environ), os.listdir())", 10))
    assert "canari" not in shown
    assert str(Path(__file__).parent) not in shown


def test_files_are_copied_beside_the_notebook(tmp_path):
    (tmp_path / "outils.py").write_text("REPONSE = 5")
    with StudentProcess([tmp_path / "outils.py"]) as process:
        assert text(process.run("import outils; print(outils.REPONSE)", 10)) == "5\n"


@pytest.mark.parametrize("code", [STUBBORN, "import os; os._exit(1)"])
@pytest.mark.usefixtures("process")  # its template stays, and serves for the others
def test_nothing_is_left_behind(code):
    children = set(psutil.Process().children(recursive=True))
    with StudentProcess(limits=Limits(grace=0.5)) as process:
        folder = process.folder
        assert folder.exists()
        assert process.run(code, 1).status in ("timeout", "dead")
        assert process.run("1", 1).status == "dead"
    assert not folder.exists()
    assert not [
        child for child in psutil.Process().children(recursive=True) if child not in children
    ]


def test_folders_of_dead_graders_are_swept():
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True
    )
    orphan = Path(tempfile.mkdtemp(prefix=f"autograder-{int(dead.stdout)}-"))
    mine = Path(tempfile.mkdtemp(prefix=f"autograder-{os.getpid()}-"))
    sweep()
    assert not orphan.exists()
    assert mine.exists()
    mine.rmdir()


def test_a_session_comes_back_in_the_same_state():
    cells = [
        Cell("x = 1"),
        Cell("import os; os._exit(1)"),
        Cell("y = x + 1"),
        Cell("while True: pass"),
        Cell("z = y + 1"),
    ]
    with Session(cells, limits=Limits(cell=2)) as session:
        assert [cell.execution.status for cell in cells] == ["ok", "dead", "ok", "timeout", "ok"]
        assert session.send("import os; os._exit(1)", 10).status == "dead"
        assert text(session.send("print(x, y, z)", 10)) == "1 2 3\n"


def test_endless_cells_share_the_notebooks_time():
    cells = [Cell("while True: pass") for _ in range(4)]
    start = time.monotonic()
    with Session(cells, limits=Limits(cell=3, notebook=3)) as session:
        assert session.hung is cells[0]
        assert [cell.execution.status for cell in cells] == ["timeout"] + 3 * ["skipped"]
    assert time.monotonic() - start < 3 + 2 + 5


def test_a_needed_cell_is_run_even_when_no_time_is_left():
    cells = [Cell("while True: pass"), Cell("print('ajout')"), Cell("x = 5", needed=True)]
    with Session(cells, limits=Limits(cell=9, notebook=1)) as session:
        assert session.hung is None, "it may only be slow"
        assert [cell.execution.status for cell in cells] == ["timeout", "skipped", "ok"]
        assert text(session.send("print(x)", 10)) == "5\n"


class Slow:
    """A process that takes all the time that it is given, and dies of it."""

    alive, closed, started = True, False, 0

    def run(self, code, seconds):
        time.sleep(min(seconds, 0.1))
        self.alive = False
        return Execution(status="dead")

    def start(self):
        time.sleep(0.1)
        self.alive, self.started = True, self.started + 1

    def close(self):
        pass


def test_all_the_calls_of_a_copy_and_their_new_starts_have_one_bound():
    session = Session([], limits=Limits(hidden=1.0))
    session.process = Slow()
    begun = time.monotonic()
    statuses = [session.send("phi", 10).status for _ in range(40)]
    assert time.monotonic() - begun < 3
    assert statuses[0] == "dead" and statuses[-1] == "timeout"
    assert session.exhausted and session.process.started > 1


class Pieces:
    """A cell in two pieces, whose last one is worth another run."""

    def first(self):
        execution = yield "x = [1]"
        yield f"y = {execution.status!r}\nimport os; os._exit(1)"
        yield "never = True"

    def again(self):
        yield "x.append(2)"


def test_the_pieces_that_ended_come_back_after_a_crash():
    cell = Cell("", steps=Pieces())
    with Session([cell]) as session:
        assert cell.execution.status == "dead"
        assert cell.ended == ["x = [1]", "x.append(2)"]
        session.send("import os; os._exit(1)", 10)
        assert text(session.send("print(x, 'y' in dir(), 'never' in dir())", 10)) == (
            "[1, 2] False False\n"
        )


def test_a_patient_cell_may_take_the_time_of_a_start_until_one_hangs():
    limits = Limits(cell=0.5, notebook=0.5, start=30, answer=0.1)
    slow = "import time; time.sleep(1.5); x = 1"
    cells = [Cell(slow, patient=True, needed=True), Cell("y = x"), Cell("while True: pass")]
    cells.append(Cell("import time; time.sleep(60)", patient=True, needed=True))
    start = time.monotonic()
    with Session(cells, limits=limits):
        statuses = [cell.execution.status for cell in cells]
    assert statuses[:3] == ["ok", "ok", "timeout"] and statuses[3] != "ok"
    assert time.monotonic() - start < 30


LATER = {
    "a timer": "import os, threading\nthreading.Timer(1, os._exit, (1,)).start()",
    "a thread": "import os, threading, time\n"
    "def fin():\n    time.sleep(1)\n    os.kill(os.getpid(), 9)\n"
    "threading.Thread(target=fin, daemon=True).start()",
    "an alarm": "import signal\nsignal.alarm(1)",
    "a dump": "import faulthandler\n"
    "faulthandler.dump_traceback_later(1, exit=True, file=open('x', 'w'))",
    "a callback": "import asyncio, os\nasyncio.get_event_loop().call_later(1, os._exit, 1)",
}


@pytest.mark.slow
@pytest.mark.parametrize("armed", LATER.values(), ids=LATER)
def test_what_a_cell_stops_later_stops_nothing_else(armed):
    cells = [Cell("x = 1"), Cell(armed), Cell("import time\ntime.sleep(1.5)\ny = x + 1")]
    with Session(cells) as session:
        assert [cell.execution.status for cell in cells] == ["ok", "ok", "ok"]
        session.send("time.sleep(1.5)", 10)
        assert text(session.send("print(x, y)", 10)) == "1 2\n"
        assert session.outlived
        assert session.send("import os; os._exit(1)", 10).status == "dead"  # at once, all the same
