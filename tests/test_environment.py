"""One lock file for every way in: make, environment.yml and the students' requirements agree."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import product
from pathlib import Path

import pytest
import yaml
from jupyterlab_server.config import get_page_config
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEBIAN = ("apt.txt", "apt-tests.txt")
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCK = ROOT / "requirements.lock"
STUDENT = ROOT / "notebooks" / "requirements.txt"
LINEAR = ROOT / "notebooks" / "requirements-q_lineaire.txt"
TORCH = {"torch", "poutyne"}

SYSTEMS = {
    "Linux": {"sys_platform": "linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "os_name": "nt"},
}
PYTHONS = ["3.11.2", "3.11.9", "3.12.8", "3.13.1", "3.14.0"]
TARGETS = list(product(SYSTEMS, PYTHONS))
GPU_PACKAGE = re.compile(r"nvidia|cuda|triton|cudnn|rocm")


def target_environment(system: str, python: str) -> dict[str, str]:
    """The marker values of CPython `python` on `system`."""
    version = {"python_full_version": python, "python_version": python.rpartition(".")[0]}
    platform = {
        "platform_system": {"macOS": "Darwin"}.get(system, system),
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    return SYSTEMS[system] | version | platform


def pins(path: Path, environment: dict[str, str]) -> dict[str, str]:
    """The exact versions by canonical name which a requirements file sets in an environment."""
    versions: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        text = re.sub(r"(^|\s)#.*", "", line).strip()
        if not text or text.startswith("--"):
            continue
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate(environment):
            continue
        (specifier,) = requirement.specifier
        name = canonicalize_name(requirement.name)
        assert specifier.operator == "==" and "*" not in specifier.version, line
        assert name not in versions, f"{name} is pinned twice"
        versions[name] = specifier.version
    return versions


def requirements(*extras: str) -> list[Requirement]:
    """The project's direct requirements, with those of the named extras."""
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in EXTRAS[extra])]
    return [Requirement(line) for line in lines]


def closure(direct: list[Requirement]) -> set[str]:
    """What the direct requirements pull in, read from the installed packages' own metadata."""
    names: set[str] = set()
    pending = [(requirement, "") for requirement in direct]
    seen = set()
    while pending:
        requirement, extra = pending.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        names.add(name)
        for wanted in ["", *requirement.extras]:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                lines = importlib.metadata.requires(name) or []
                pending += [(Requirement(line), wanted) for line in lines]
    return names


def pip_lines() -> list[str]:
    """The pip section of environment.yml."""
    content = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    (section,) = (entry for entry in content["dependencies"] if isinstance(entry, dict))
    return section["pip"]


@pytest.mark.parametrize(("system", "python"), TARGETS)
def test_lock_has_an_exact_version_within_each_bound(system, python):
    environment = target_environment(system, python)
    versions = pins(LOCK, environment)
    for requirement in requirements(*EXTRAS):
        if requirement.marker and not requirement.marker.evaluate(environment):
            continue
        version = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), requirement


@pytest.mark.parametrize(("system", "python"), TARGETS)
def test_lock_has_torch_without_cuda(system, python):
    versions = pins(LOCK, target_environment(system, python))
    assert not [name for name in versions if GPU_PACKAGE.search(name)]
    assert Version(versions["torch"]).local == ("cpu" if system == "Linux" else None)
    linux = pins(LOCK, target_environment("Linux", python))
    assert Version(versions["torch"]).public == Version(linux["torch"]).public


@pytest.mark.parametrize(("system", "python"), TARGETS)
def test_student_requirements_are_a_subset_of_the_lock(system, python):
    environment = target_environment(system, python)
    student, lock = pins(STUDENT, environment), pins(LOCK, environment)
    assert student.items() < lock.items()
    assert {"nbgrader", "pytest", "typer", "ruff"}.isdisjoint(student)


def test_student_requirements_are_complete_and_minimal():
    assert set(pins(STUDENT, default_environment())) == closure(requirements())


def test_the_first_notebook_needs_the_same_without_pytorch():
    group = PYPROJECT["dependency-groups"]["lineaire"]
    others = [line for line in PROJECT["dependencies"] if Requirement(line).name not in TORCH]
    assert group == others
    found = pins(LINEAR, default_environment())
    assert found.items() < pins(STUDENT, default_environment()).items()
    assert set(found) == closure([Requirement(line) for line in group])
    assert TORCH.isdisjoint(found)


def test_lock_is_complete_and_minimal():
    assert set(pins(LOCK, default_environment())) == closure(requirements(*EXTRAS))


def test_every_way_in_names_the_same_index():
    (index,) = PYPROJECT["tool"]["uv"]["index"]
    for path in (
        "Makefile",
        "Dockerfile",
        "environment.yml",
        "notebooks/requirements.txt",
        "README.md",
    ):
        found = re.findall(
            r"https://download\.pytorch\.org[/.\w]*", (ROOT / path).read_text("utf-8")
        )
        assert set(found) == {index["url"]}, path


def test_environment_yml_agrees_with_the_project_and_its_lock():
    content = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = [entry for entry in content["dependencies"] if isinstance(entry, str)]
    python = next(entry.removeprefix("python=") for entry in conda if "python" in entry)
    assert sorted(conda) == ["pip", f"python={python}"], "packages' versions belong in the lock"
    assert SpecifierSet(PROJECT["requires-python"]).contains(f"{python}.9")
    (index,) = PYPROJECT["tool"]["uv"]["index"]
    assert sorted(pip_lines()) == [
        f"--extra-index-url {index['url']}",
        "-c requirements.lock",
        f"-e .[{','.join(EXTRAS)}]",
    ]


def test_makefile_accepts_the_pythons_of_the_project():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    check = re.search(r"^supported = (.*)$", makefile, re.MULTILINE)
    first, last = (int(minor) for minor in re.findall(r"\(3, (\d+)\)", check[1]))
    declared = SpecifierSet(PROJECT["requires-python"])
    accepted = [minor for minor in range(30) if declared.contains(f"3.{minor}.9")]
    assert accepted == list(range(first, last + 1))


STUB = """#!/bin/sh
echo "$0 $*" >> {log}
case "$*" in
    *version_info*) [ "$(basename "$0")" = python ]; exit ;;
    "-m venv"*) place=$4 ;;
    "venv -q"*) for place; do :; done ;;
    *) exit 0 ;;
esac
mkdir -p "$place/bin" && cp "$0" "$place/bin/python" && cp "$0" "$place/bin/uv"
"""


def test_uv_brings_a_python_where_the_systems_does_not_fit(tmp_path):
    for name in ("Makefile", "pyproject.toml", "requirements.lock", *DEBIAN):
        shutil.copy(ROOT / name, tmp_path)
    old, log = tmp_path / "bin" / "python3", tmp_path / "journal"
    old.parent.mkdir()
    old.write_text(STUB.format(log=log))
    old.chmod(0o755)
    for name in DEBIAN:
        (tmp_path / name).write_text("")
    path = f"{old.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["make", ".venv/.installed"],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "uv en apporte un" in done.stdout
    calls = log.read_text()
    assert re.search(r"\.venv-uv/bin/uv venv .*--managed-python --python 3\.\d+ \.venv", calls)
    assert ".venv/bin/python -m pip" in calls
    assert not (tmp_path / ".venv-uv").exists()


def test_a_python_asked_for_by_name_is_not_replaced(tmp_path):
    for name in ("Makefile", "pyproject.toml", "requirements.lock", *DEBIAN):
        shutil.copy(ROOT / name, tmp_path)
    for name in DEBIAN:
        (tmp_path / name).write_text("")
    command = ["make", ".venv/.installed", "PYTHON=false"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "« false » ne convient pas" in done.stderr


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_dockerfile_installs_the_lock_for_a_python_of_the_project_and_is_not_root():
    version = re.search(r"^FROM python:(3\.\d+)-", dockerfile(), re.MULTILINE)[1]
    assert SpecifierSet(PROJECT["requires-python"]).contains(f"{version}.0")
    assert dockerfile().count("-c requirements.lock") == dockerfile().count("pip install")
    assert re.findall(r"^USER (\d+)", dockerfile(), re.MULTILINE)[-1] != "0"
    for package in (ROOT / "apt.txt").read_text(encoding="utf-8").split():
        assert package in dockerfile()


def test_the_image_holds_nobodys_work():
    ignored = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    git = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    produced = {line.strip("/") for line in git if line.startswith("/")} - {"build", "dist"}
    assert produced | {".git", ".venv", "gradebook.db*"} <= ignored


def test_the_documents_give_the_options_that_doctor_gives():
    from autograder.student.obstacles import CONTAINER

    options = set(re.findall(r"--security-opt \S+=unconfined", CONTAINER))
    text = (ROOT / "docs" / "securite.md").read_text(encoding="utf-8")
    assert len(options) == 3
    assert options <= set(re.findall(r"--security-opt \S+=unconfined", text))


def test_ci_runs_the_commands_of_the_readme():
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands[-3:] == ["make test", "make proof", "make test-browser"]
    said = "lance `make test`, `make proof`, puis `make test-browser`"
    assert said in (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_make_test_leaves_out_another_command_runs():
    selected = {
        target: subprocess.run(
            ["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for target in ("test", "proof", "test-browser")
    }
    assert '-m "not long and not (browser and slow)"' in selected["test"]
    assert "-m long" in selected["proof"]
    assert "-m browser" in selected["test-browser"]
    assert "verify --jobs" in selected["proof"]


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    output = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(re.findall(r"^  ([\w-]+) ", output.stdout, re.MULTILINE)) == sorted(phony)


@pytest.fixture
def fresh(tmp_path):
    """A folder with a new virtual environment."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    return tmp_path


def would_install(folder: Path, requirements: str) -> dict[str, str]:
    """The packages and versions that pip resolves to in the new environment.

    That they install is what `make setup` does before any test. An index that does not answer is
    not retried.
    """
    python = folder / "venv" / "bin" / "python"
    options = ["install", "--dry-run", "--report", "report.json", "-r", requirements]
    settings = os.environ | {"PIP_RETRIES": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [python, "-m", "pip", *options], cwd=folder, env=settings, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    packages = (package["metadata"] for package in report["install"])
    return {canonicalize_name(package["name"]): package["version"] for package in packages}


@pytest.mark.slow
def test_what_was_installed_agrees():
    """No package of this environment, which `make setup` made from the lock, lacks another."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.long
def test_pip_part_of_environment_yml_installs_the_lock(fresh):
    for name in ("pyproject.toml", "requirements.lock", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, fresh)
    for package in ("autograder", "solutions"):
        shutil.copytree(ROOT / package, fresh / package)
    (fresh / "pip.txt").write_text("\n".join(pip_lines()), encoding="utf-8")

    found = would_install(fresh, "pip.txt")
    del found[PROJECT["name"]]
    assert not [name for name in found if GPU_PACKAGE.search(name)]
    assert found == pins(LOCK, default_environment())


@pytest.mark.long
def test_student_requirements_resolve_without_the_repository(fresh):
    shutil.copy(STUDENT, fresh)
    assert would_install(fresh, STUDENT.name) == pins(STUDENT, default_environment())


def test_jupyterlab_is_in_french_as_the_readme_opens_it():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    opened = re.findall(r"^\S*jupyter lab(.*)$", text, re.MULTILINE)
    assert opened == [" --LabApp.app_settings_dir=jupyterlab accueil.md"] * 2
    folder = ROOT / "notebooks" / "jupyterlab"
    settings = json.loads((folder / "overrides.json").read_text())
    assert settings["@jupyterlab/translation-extension:plugin"]["locale"] == "fr_FR"
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_jupyterlab_shows_students_no_tool_to_write_assignments():
    page = get_page_config([], app_settings_dir=str(ROOT / "notebooks" / "jupyterlab"))
    assert "@jupyter/nbgrader:create-assignment" in page["disabledExtensions"]
