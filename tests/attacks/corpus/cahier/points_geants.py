"""Donne à chaque cellule notée un milliard de points."""

def change(notebook):
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"points": 1e9, "grade": True, "schema_version": 3}
