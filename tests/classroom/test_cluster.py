"""A cluster judges as this machine does, survives its workers, or says why it cannot be used."""

import contextlib
import dataclasses
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
import yaml

from autograder.classroom.grading import cluster, gradebook, judge, parcel
from autograder.classroom.grading.fingerprint import grounds
from autograder.classroom.secret import secret_of
from autograder.errors import AutograderError, UsageError
from autograder.paths import ROOT
from autograder.submission.fill import reference
from tests.classroom.answers import judgement

pytestmark = pytest.mark.slow

RIGHT = {"phi": "def phi(state, action):\n    return 'juste'"}


@pytest.fixture
def order(term):
    """Of one copy, with a picture and a file that no judgement reads."""
    path = term.hand_in("ada", RIGHT)
    (path.parent / "photos").mkdir()
    (path.parent / "photos" / "feuille.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (path.parent / "notes.txt").write_text("à moi")
    common = grounds(term.folder / "notebooks" / term.name, term.name, secret_of(term.folder))
    with term.book() as book:
        return gradebook.look(term.folder, book, term.name, "ada", common, False)


def listing(order):
    """The files that are there to be read, by name, with their content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for folder in (order.submitted, order.release)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_is_judged_travels_and_nothing_else(order):
    here, there = listing(order), parcel.remotely(listing, parcel.pack(order))
    assert there.keys() == {
        "q_lineaire.ipynb",
        "photos/feuille.png",
        *(path.name for path in order.release.glob("*.py")),
    }
    assert "outils.py" in there and "notes.txt" in here
    assert all(content == here[name] for name, content in there.items())
    seen = parcel.remotely(lambda arrived: arrived, parcel.pack(order))
    assert not seen.submitted.exists()
    assert dataclasses.replace(seen, submitted=order.submitted, release=order.release) == order


def test_a_copy_gets_there_what_it_gets_here(order, judged):
    here, there = (
        judge.Judgement.model_validate_json(text).result
        for text in (judge.judge(order), parcel.remotely(judge.judge, parcel.pack(order)))
    )
    assert here == there
    assert here.score == 2.0


def test_a_machine_with_another_grader_judges_nothing(order):
    sent = parcel.pack(order)
    sent["environment"] = sent["environment"] | {"correcteur": "autre"}
    with pytest.raises(AutograderError, match="pas le même correcteur"):
        parcel.remotely(judge.judge, sent)


def test_without_dask_one_reads_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'autograder-q\[cluster\]'"):
        cluster.Cluster("tcp://127.0.0.1:1", "q_lineaire")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "n'importe quoi", "127.0.0.1"])
def test_an_address_where_nobody_answers_is_told_in_a_sentence(monkeypatch, address):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 0.5)
    with pytest.raises(UsageError, match="Aucun ordonnanceur Dask ne répond"):
        cluster.Cluster(address, "q_lineaire")


def test_a_server_of_another_kind_is_told_in_the_same_sentence():
    """Its first eight bytes, read as a length, ask for more memory than there is."""
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet():
            with contextlib.suppress(OSError):
                server.accept()[0].sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(UsageError, match="Aucun ordonnanceur Dask ne répond"):
            cluster.Cluster(f"tcp://127.0.0.1:{server.getsockname()[1]}", "q_lineaire")


def test_a_cluster_where_nobody_answers_leaves_no_client_to_the_finaliser(monkeypatch):
    """Found while another client starts, it would wait for the lock that its own thread holds."""
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 0.5)
    made = []
    monkeypatch.setattr(distributed, "Client", lambda *given, **named: made.append(given))
    with pytest.raises(UsageError):
        cluster.Cluster("tcp://127.0.0.1:1", "q_lineaire")
    assert not made


TLS = re.compile(r"```sh\n(openssl .*?)\n```.*?```yaml\n(.*?)```", re.DOTALL)


def test_a_cluster_over_tls_wants_the_certificate_that_the_documentation_makes(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("openssl n'est pas installé")
    dask, distributed = pytest.importorskip("dask"), pytest.importorskip("distributed")
    command, written = TLS.search((ROOT / "docs/performance.md").read_text("utf-8")).groups()
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    told = yaml.safe_load(written.replace("/etc/cours", str(tmp_path)))
    nobody = {f"distributed.comm.tls.client.{part}": None for part in ("cert", "key")}
    with (
        dask.config.set(dask.config.merge(dask.config.config, told)),
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            dashboard_address=None,
            protocol="tls",
            security=distributed.Security(),
        ) as found,
    ):
        with cluster.Cluster(found.scheduler_address, "q_lineaire") as workers:
            assert workers.slots == 1
        with dask.config.set(nobody), pytest.raises(UsageError, match="et le certificat"):
            cluster.Cluster(found.scheduler_address, "q_lineaire")


@pytest.fixture(scope="module")
def local_cluster():
    pytest.importorskip("distributed")
    dask = pytest.importorskip("dask")
    deaths = {"distributed.scheduler.allowed-failures": 1}  # each takes time; 3 by default
    with dask.config.set(deaths), cluster.local_cluster(2) as address:
        yield address


def deadly(order):
    """In place of judge: kills its worker where the name says so."""
    if order.student == "mort":
        os.kill(os.getpid(), signal.SIGKILL)
    return judgement(order, score=1.0)


@pytest.mark.long
def test_a_copy_that_kills_its_workers_does_not_take_the_others_along(graded, local_cluster):
    with cluster.Cluster(local_cluster, "q_lineaire") as workers:
        assert workers.slots == 2
        found = graded(["ada", "mort", "zoe", "eve"], workers, deadly)
    scores = {one.student: one.score > 0 for one in found}
    assert scores == {"ada": True, "mort": False, "zoe": True, "eve": True}
    (problem,) = next(one.problems for one in found if one.student == "mort")
    assert "mort deux fois" in problem


@pytest.mark.long
def test_a_class_survives_the_death_of_a_worker(term, local_cluster):
    names = ["ada", "eve", "zoe"]
    for name in names:
        term.hand_in(name, {"phi": reference("phi")} if name != "eve" else {})
    with cluster.Cluster(local_cluster, "q_lineaire") as workers:
        pids = sorted(workers._client.run(os.getpid).values())
        killer = threading.Timer(1.0, os.kill, (pids[0], signal.SIGKILL))  # while it judges
        killer.start()
        begun = time.monotonic()
        results = {
            one.student: one
            for one in gradebook.grade_class(
                term.folder, term.name, names, workers=workers, force=False
            )
        }
        assert time.monotonic() - begun > 1.0
    assert {name: one.exercise("phi").score for name, one in results.items()} == {
        "ada": 2.0,
        "eve": 0.0,
        "zoe": 2.0,
    }
    assert all(one.sandbox != "" and one.problems == [] for one in results.values())
    with term.book() as book:
        assert len(book.assignment_submissions(term.name)) == 3
