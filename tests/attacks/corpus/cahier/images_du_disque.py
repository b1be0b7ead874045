"""Demande comme images des fichiers de la machine du correcteur."""

import os

PATHS = ["/etc/passwd", "../../../../../../../../etc/passwd", "/proc/self/environ", "../voisine/q_lineaire/q_lineaire.png",
         "file:///etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "x" * 5000 + ".png", "\u0000.png", "~/.ssh/id_rsa",
         f"/proc/{os.getppid()}/cwd/x.png", "/dev/zero", "/dev/stdin", ".", "q_lineaire.ipynb"]


def change(notebook):
    for path in PATHS:
        notebook["cells"].append({"cell_type": "markdown", "metadata": {},
                                  "source": f"![x]({path}) <img src='{path}'> <img src=\"{path}\">\n\n[y]: {path}\n\n![y]"})
