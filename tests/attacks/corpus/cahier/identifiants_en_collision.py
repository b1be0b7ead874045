"""Ajoute des cellules qui portent les identifiants de celles du correcteur."""

def change(notebook):
    for name in ("remarques", "ajout-0", "ajout-1", "check-get_targets", "exercise-get_targets"):
        notebook["cells"].insert(0, {"cell_type": "code", "id": name, "metadata": {}, "outputs": [],
                                     "source": "get_targets = lambda *args: 3.0", "execution_count": None})
