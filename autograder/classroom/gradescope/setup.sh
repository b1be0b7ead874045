#!/usr/bin/env bash
# Prépare le conteneur de Gradescope : le bac à sable, Python et les paquets figés du cours.
set -euo pipefail

racine="${AUTOGRADER_ROOT:-/autograder}"
cd "$racine/source"
apt-get update
xargs apt-get install -y --no-install-recommends python3-pip < apt.txt
python3 -m pip install uv || python3 -m pip install --break-system-packages uv

# Hors de /root : le code des étudiants tourne sous un autre utilisateur, qui doit lire Python.
export UV_PYTHON_INSTALL_DIR=/opt/python
uv venv --python ">=3.11,<3.15" "$racine/venv"  # celui du système, sinon uv en apporte un
uv pip install --python "$racine/venv" --index-strategy unsafe-best-match \
    --extra-index-url https://download.pytorch.org/whl/cpu -r requirements.lock
# Jupyter trouve le bac à sable par le nom que l'installation du correcteur déclare.
uv pip install --python "$racine/venv" --no-deps --no-build-isolation -e .

"$racine/venv/bin/python" -m autograder doctor || true
