"""Des cellules qui échouent, faites de milliers de sauts de ligne, d'espaces ou de liens."""

def change(notebook):
    sources = ["def f(:" + "\n" * 19_000, "def f(:\n" + " " * 19_000 + "?", "](a" * 6_000]
    for source in sources * 4:
        for kind in ("code", "markdown"):
            cell = {"cell_type": kind, "metadata": {}, "source": source}
            code = {"outputs": [], "execution_count": None} if kind == "code" else {}
            notebook["cells"].append(cell | code)
