# `make` or `make help` lists the targets. Works with GNU make 3.81 (macOS) and later.

PYTHON ?= python3
ASSIGNMENT ?= q_lineaire
PYTEST_JOBS ?= 2
# `make lock LOCK_ARGS=--upgrade` takes the newest versions; without it the pins stay.
LOCK_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTEST := $(BIN)/pytest -n $(PYTEST_JOBS) --no-loadscope-reorder
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check install -q -c requirements.lock
HUB := jupyterhub==6.1.1
HUB_PROXY := configurable-http-proxy@5.3.0
PROXY := $(VENV)/hub/node_modules/.bin
TORCH_INDEX := https://download.pytorch.org/whl/cpu
COMPILE := $(BIN)/uv pip compile --quiet --universal \
	--custom-compile-command "make lock" $(LOCK_ARGS)
LOCK := $(COMPILE) pyproject.toml

# PyTorch without CUDA for Linux is published on its own index only. That index is asked for torch
# alone: if it does not answer, pip does not try it again for each of the other packages.
ifeq ($(shell uname -s),Linux)
TORCH_SOURCE := --extra-index-url $(TORCH_INDEX) --retries 1
endif

.DEFAULT_GOAL := help
.PHONY: bench build check clean cluster-demo demo grade help lab lint lock proof setup test test-browser tools

help: ## affiche cette liste
	@echo "Usage : make CIBLE"
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-12s  %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## prépare tout ce qu'il faut dans .venv (PYTHON=python3.12 choisit l'interpréteur)

demo: setup ## corrige une classe d'exemple de bout en bout, dans le dossier demo/
	$(BIN)/autograder demo

cluster-demo: setup ## la même classe, par un cluster Dask : un ordonnanceur et deux ouvriers sur cette machine
	$(BIN)/autograder demo --cluster --jobs 2

grade: setup ## corrige les copies reçues d'un devoir (ASSIGNMENT=q_lineaire)
	$(BIN)/autograder grade $(ASSIGNMENT)

check: tools lint ## vérifie en une minute et demie : style, types, fichiers construits, tests rapides
	$(BIN)/autograder build --check
	$(PYTEST) -m "not slow and not long and not browser"

test: tools lint ## vérifie en une dizaine de minutes : style, types, fichiers construits, tous les tests courts ou moyens
	$(BIN)/autograder build --check
	$(PYTEST) --durations 15 -m "not long and not (browser and slow)"

proof: tools ## prouve en une quarantaine de minutes : les tests cachés sur la banque et ses mutants, les classes, les taux
	$(BIN)/autograder verify --jobs $(PYTEST_JOBS)
	$(PYTEST) --durations 15 -m long

test-browser: tools setup ## regarde les pages et suit étudiant et enseignant dans Chromium ; images dans captures/
	@$(install_hub)
	PATH="$(CURDIR)/$(PROXY):$$PATH" $(PYTEST) -m browser -rs

build: setup ## reconstruit les cahiers à partir de source/ et de solutions/
	$(BIN)/autograder build

lab: setup ## ouvre JupyterLab sur les cahiers des étudiants
	$(BIN)/jupyter lab --LabApp.app_settings_dir="$(CURDIR)/notebooks/jupyterlab" notebooks/accueil.md

tools: ## installe les paquets Debian dont seuls les tests ont besoin
	@$(call install_debian_packages,apt-tests.txt)

lint: setup ## vérifie le style et les types du code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup ## mesure la vitesse des solutions et celle de la correction (plusieurs minutes)
	@set -e; for script in benchmarks/[!_]*.py; do echo "$$script"; $(BIN)/python "$$script"; done

clean: ## efface la démonstration et les caches ; garde .venv et les copies reçues
	rm -rf demo build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

lock: | $(BIN)/uv ## réécrit requirements.lock et notebooks/requirements*.txt d'après pyproject.toml
	$(LOCK) --all-extras --annotation-style line --output-file requirements.lock > /dev/null
	{ echo "# Paquets des étudiants, sans CUDA : pip install -r requirements.txt"; \
	  echo "--extra-index-url $(TORCH_INDEX)"; \
	  $(LOCK) --no-annotate --constraint requirements.lock; } > notebooks/requirements.tmp
	mv notebooks/requirements.tmp notebooks/requirements.txt
	{ echo "# Paquets du premier cahier, sans PyTorch : pip install -r requirements-q_lineaire.txt"; \
	  $(COMPILE) --group lineaire --no-annotate --constraint requirements.lock; } \
	  > notebooks/requirements.tmp
	mv notebooks/requirements.tmp notebooks/requirements-q_lineaire.txt

$(BIN)/uv:
	@$(MAKE) setup

$(STAMP): pyproject.toml requirements.lock apt.txt
	@$(call install_debian_packages,apt.txt)
	@$(create_venv)
	@echo "Installation des paquets Python (quelques minutes la première fois)…"
	@$(PIP_INSTALL) setuptools
	@$(PIP_INSTALL) --no-deps $(TORCH_SOURCE) torch
	@$(PIP_INSTALL) --no-build-isolation -e ".[enseignant,cluster,lunar,postgresql,dev]"
	@touch $@

# The packages that a file lists (apt.txt, which Binder reads too; apt-tests.txt, what only tests
# need) are installed where apt-get may run without a question; elsewhere the command is printed.
define install_debian_packages
missing=""; \
if command -v dpkg-query > /dev/null; then \
    for package in $$(cat $(1)); do \
        dpkg-query -W -f='$${Status}' $$package 2> /dev/null | grep -q "ok installed" \
            || missing="$$missing $$package"; \
    done; \
    [ "$(PYTHON)" != python3 ] || $(python_ready) || python3 -c "import ensurepip" 2> /dev/null \
        || missing="$$missing python3-venv"; \
fi; \
if [ -n "$$missing" ]; then \
    run=""; [ "$$(id -u)" = 0 ] || run="sudo -n"; \
    apt="$$run env DEBIAN_FRONTEND=noninteractive apt-get -qq"; \
    if $$run true 2> /dev/null \
        && { $$apt install -y $$missing > /dev/null 2>&1 \
             || { $$apt update && $$apt install -y $$missing > /dev/null; }; }; then \
        echo "Paquets Debian installés :$$missing"; \
    else \
        echo "Paquets Debian manquants. Pour les installer : sudo apt-get install -y$$missing"; \
    fi; \
fi
endef

# JupyterHub and its proxy, for the one test that plays a round on it. That test needs root.
define install_hub
if [ "$$(id -u)" != 0 ] || ! command -v npm > /dev/null; then \
    echo "L'essai sur JupyterHub est sauté : il faut être root, et npm (sudo apt-get install -y npm)."; \
elif [ ! -e $(PROXY)/configurable-http-proxy ]; then \
    $(PIP_INSTALL) $(HUB) && npm install --silent --no-audit --no-fund --prefix $(VENV)/hub $(HUB_PROXY); \
fi
endef

# True when .venv holds pip and an interpreter of a supported version.
python_ready = $(BIN)/python -c 'import pip; $(supported)' 2> /dev/null
supported = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))

# Where the system's Python is too old or too new, uv brings one that is not.
bring_python = { echo "Python 3.11 à 3.14 manque ici : uv en apporte un."; \
    python3 -m venv --clear $(VENV)-uv \
    && $(VENV)-uv/bin/python -m pip --disable-pip-version-check install -q -c requirements.lock uv \
    && $(VENV)-uv/bin/uv venv -q --seed --clear --managed-python --python 3.13 $(VENV); \
    brought=$$?; rm -rf $(VENV)-uv; [ $$brought = 0 ]; }

define create_venv
if ! $(python_ready); then \
    if ! $(PYTHON) -c '$(supported)' 2> /dev/null; then \
        if [ "$(PYTHON)" = python3 ] && $(bring_python); then exit 0; fi; \
        echo "Il faut Python 3.11, 3.12, 3.13 ou 3.14 ; « $(PYTHON) » ne convient pas." >&2; \
        echo "Indiquez-en un autre, par exemple : make setup PYTHON=python3.12" >&2; \
        exit 1; \
    fi; \
    if ! $(PYTHON) -c "import ensurepip, venv" 2> /dev/null; then \
        echo "Il manque à « $(PYTHON) » le module venv." >&2; \
        echo "Sur Debian et Ubuntu : sudo apt-get install -y python3-venv" >&2; \
        exit 1; \
    fi; \
    $(PYTHON) -m venv --clear $(VENV); \
fi
endef
