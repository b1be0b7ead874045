"""Des centaines de cellules longues à lire : aucune ne l'est trop, toutes le sont."""

def change(notebook):
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"] += [cell | {"source": "x = (" + "1," * 9_900 + f"{i})"} for i in range(200)]
