"""A whole round on a real JupyterHub: two local users fetch, submit and get their feedback.

The hub runs in mounts of its own, where three accounts exist and this interpreter is readable by
them: nothing of the machine changes. It needs root, and JupyterHub with its proxy, that this
installs where npm is:

    make test-browser
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.course import CONFIG
from autograder.demo import answer
from autograder.paths import ROOT
from autograder.submission.fill import fill, references
from tests.browser.conftest import NAME
from tests.browser.servers import free_port, running, wait_for

PROXY = shutil.which("configurable-http-proxy")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(os.getuid() != 0, reason="il faut être root : le hub change d'utilisateur"),
    pytest.mark.skipif(
        not (PROXY and importlib.util.find_spec("jupyterhub")),
        reason="JupyterHub ou configurable-http-proxy manque",
    ),
]

COURSE = "approximation_q"
USERS = {"zoe": 20001, "ada": 20002, "prof": 20003}
PASSWORD = "un mot de passe d'essai"
SLOW = 180_000  # milliseconds
LAYOUT = """
set -e
for name in passwd group shadow; do mount --bind {etc}/$name /etc/$name; done
mkdir -p {python}
mount --bind {prefix} {python}
mount -t tmpfs -o mode=755 tmpfs {home}
mkdir -p {prefix}
mount --bind {python} {prefix}
exec "$@"
"""
HUB = """
c.JupyterHub.bind_url = "{address}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allowed_users = {users!r}
c.Spawner.args = ["--LabApp.app_settings_dir={lab}"]
c.Spawner.environment = {environment!r}
c.Spawner.http_timeout = c.Spawner.start_timeout = 180
"""


@dataclass
class Hub:
    """The hub, its folders, and the process in whose mounts its users live."""

    address: str
    folder: Path
    pid: int
    environment: dict[str, str]

    def home(self, user):
        return self.folder / "home" / user

    def give(self, user, path, text):
        """Write a file that is this user's."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        shutil.chown(path, USERS[user], USERS[user])

    def teacher(self, *command):
        """Run a command in the teacher's course, as the teacher."""
        uid = USERS["prof"]
        done = subprocess.run(
            ["nsenter", f"--target={self.pid}", "--mount", "setpriv", f"--reuid={uid}",
             f"--regid={uid}", "--clear-groups", "env", f"--chdir={self.home('prof') / COURSE}",
             sys.executable, "-m", *command],
            env=os.environ | self.environment | {"HOME": str(self.home("prof")), "USER": "prof"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def hub():
    folder = Path(tempfile.mkdtemp(prefix="jupyterhub-"))
    try:
        folder.chmod(0o755)
        environment = _lay_out(folder)
        address = f"http://127.0.0.1:{free_port()}"
        settings = HUB.format(
            address=address, hub_port=free_port(), api_port=free_port(), proxy=PROXY,
            password=PASSWORD, users=set(USERS), environment=environment,
            lab=ROOT / "notebooks" / "jupyterlab",
        )  # fmt: skip
        (folder / "hub").mkdir()
        (folder / "hub" / "jupyterhub_config.py").write_text(settings, encoding="utf-8")
        (folder / "mounts.sh").write_text(
            LAYOUT.format(
                etc=folder / "etc", python=folder / "python", prefix=sys.base_prefix,
                home=Path.home(),
            ),
            encoding="utf-8",
        )  # fmt: skip
        command = ["unshare", "--mount", "--propagation", "private", "bash", folder / "mounts.sh"]
        with running(
            [*command, sys.executable, "-m", "jupyterhub"], folder / "hub", **environment
        ) as started:
            wait_for(f"{address}/hub/login")
            yield Hub(address, folder, started.pid, environment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(folder: Path) -> dict[str, str]:
    """Make the accounts, the exchange, nbgrader's settings and the teacher's course."""
    (folder / "etc").mkdir()
    for name in ("passwd", "group", "shadow"):
        shutil.copy(f"/etc/{name}", folder / "etc" / name)
    for user, uid in USERS.items():
        home = folder / "home" / user
        home.mkdir(parents=True)
        os.chown(home, uid, uid)
        lines = {
            "passwd": f"{user}:x:{uid}:{uid}::{home}:/bin/bash",
            "group": f"{user}:x:{uid}:",
            "shadow": f"{user}:*:19000:0:99999:7:::",
        }
        for name, line in lines.items():
            with (folder / "etc" / name).open("a") as file:
                file.write(f"{line}\n")
    exchange = folder / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    settings = f"""
        c = get_config()
        c.CourseDirectory.course_id = "{COURSE}"
        c.Exchange.root = "{exchange}"
    """
    (folder / "config").mkdir()
    (folder / "config" / CONFIG).write_text(textwrap.dedent(settings), encoding="utf-8")
    course = folder / "home" / "prof" / COURSE
    for part in ("source", "notebooks"):
        shutil.copytree(ROOT / part, course / part)
    shutil.copy(ROOT / CONFIG, course)
    for path in (course, *course.rglob("*")):
        os.chown(path, USERS["prof"], USERS["prof"])
    return {
        "JUPYTER_CONFIG_PATH": str(folder / "config"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }


def assignments_of(visit, hub, user):
    """The page « Assignment List » of a user who has signed in."""
    page = visit(f"{hub.address}/hub/login").page
    page.set_default_timeout(SLOW)
    page.get_by_label("Username").fill(user)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/user/{user}/lab**")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    return page


def fetched(page, folder):
    """The only page of feedback, once it is there."""
    for _ in range(SLOW // 500):
        pages = list(folder.rglob("*.html"))
        if pages:
            break
        page.wait_for_timeout(500)
    (one,) = pages
    return one


def test_two_students_hand_in_and_read_their_own_feedback(visit, hub, blank):
    hub.teacher("nbgrader", "release_assignment", NAME)
    answers = references(ASSIGNMENTS[NAME]) | {"batch_linear_q": ""}
    wrong = answers | {"phi": answer("phi", "wrong/always_state")}
    pages = {}
    for user, written in (("zoe", wrong), ("ada", answers)):
        page = pages[user] = assignments_of(visit, hub, user)
        page.get_by_role("button", name="Fetch", exact=True).click()
        page.get_by_role("button", name="Submit").wait_for()
        path = hub.home(user) / NAME / f"{NAME}.ipynb"
        assert path.stat().st_uid == USERS[user]
        hub.give(user, path, nbformat.writes(fill(blank(NAME), written)))
        page.get_by_role("button", name="Submit").click()
        page.get_by_text("There are no submitted assignments.").wait_for(state="hidden")
        page.screenshot(path=ROOT / "captures" / f"hub-{user}.png")
    hub.teacher("nbgrader", "collect", NAME)
    hub.teacher("autograder", "grade", NAME, "--jobs", "1")
    hub.teacher("autograder", "feedback", NAME)
    hub.teacher("nbgrader", "release_feedback", NAME)
    for user, failed in (("zoe", True), ("ada", False)):
        page = pages[user]
        page.get_by_role("button", name="Fetch Feedback").click()
        found = fetched(page, hub.home(user) / NAME / "feedback")
        text = found.read_text(encoding="utf-8")
        assert ('phi</span> <span class="points">2 / 2' not in text) == failed
        assert found.stat().st_uid == USERS[user]
