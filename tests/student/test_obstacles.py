"""What `autograder doctor` says where bubblewrap is refused."""

import os

import pytest
from typer.testing import CliRunner

from autograder import doctor
from autograder.cli import app
from autograder.student import obstacles, sandbox, users

REFUSED = "bwrap: setting up uid map: Permission denied"


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """A machine outside of any container, whose settings of the kernel are these."""

    def make(**values):
        for name, value in values.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(value + "\n")

    monkeypatch.setattr(obstacles, "SETTINGS", tmp_path)
    monkeypatch.setattr(obstacles, "CONTAINERS", ())
    monkeypatch.setattr(users, "is_bare_root", lambda: False)
    monkeypatch.setattr(obstacles.shutil, "which", lambda name: f"/usr/bin/{name}")
    return make


def test_apparmor_is_named_with_its_two_cures(settings):
    settings(kernel__apparmor_restrict_unprivileged_userns="1")
    found = obstacles.obstacle()
    assert "AppArmor" in found.cause
    profile, lifted = found.cures
    assert "/etc/apparmor.d/bwrap" in profile
    assert "userns," in profile
    assert "apparmor_restrict_unprivileged_userns=0" in lifted


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kernel__unprivileged_userns_clone": "0"}, "unprivileged_userns_clone=1"),
        ({"user__max_user_namespaces": "0"}, "max_user_namespaces=15000"),
    ],
)
def test_other_settings_have_their_command(settings, values, words):
    settings(**values)
    (cure,) = obstacles.obstacle().cures
    assert words in cure


def test_an_unknown_cause_is_not_invented(settings):
    settings(kernel__apparmor_restrict_unprivileged_userns="0", user__max_user_namespaces="9")
    assert obstacles.obstacle().cures == ()


def test_a_missing_program_is_to_be_installed(settings, monkeypatch):
    monkeypatch.setattr(obstacles.shutil, "which", lambda name: None)
    (cure,) = obstacles.obstacle().cures
    assert "install" in cure


def test_a_container_needs_its_options(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(obstacles, "CONTAINERS", (tmp_path,))
    (cure,) = obstacles.obstacle().cures
    assert cure.startswith("docker run")
    assert cure.count("--security-opt") == 3


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """A bubblewrap that is installed and refused, as on Ubuntu 24.04."""
    fake = tmp_path / "bin" / "bwrap"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\necho '{REFUSED}' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    sandbox.tier.cache_clear()
    yield
    sandbox.tier.cache_clear()


def test_doctor_repeats_bubblewraps_words_and_says_what_to_type(settings, refused, monkeypatch):
    settings(kernel__apparmor_restrict_unprivileged_userns="1")
    monkeypatch.setattr(doctor, "_escapes", lambda: [])
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 1
    assert sandbox.tier() in ("landlock", "none")
    text = " ".join(done.output.replace("│", " ").split())
    assert REFUSED in text
    assert "AppArmor" in text
    assert obstacles.PROFILE in done.output  # whole lines, to be copied
    assert obstacles.UNRESTRICTED in done.output
