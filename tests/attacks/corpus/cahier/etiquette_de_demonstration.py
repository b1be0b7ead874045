"""Marque les cellules données par l'enseignant pour que le correcteur ne les exécute pas."""

def change(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] |= {"tags": ["entrainement"], "editable": True, "deletable": True}
        if cell["metadata"].get("nbgrader", {}).get("locked"):
            cell["source"] = "def set_random_seed(environment, seed):\n    raise SystemExit"
