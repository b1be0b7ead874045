"""Une cellule dont l'arbre syntaxique est si profond que le lire épuise la pile."""

def change(notebook):
    for source in ("x = " + "+".join("1" * 3_000), "if 0: pass\n" + "elif 0: pass\n" * 1_400):
        cell = {"cell_type": "code", "metadata": {}, "source": source}
        notebook["cells"].append(cell | {"outputs": [], "execution_count": None})
