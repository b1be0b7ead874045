"""Donne à toutes les cellules le même nom."""

def change(notebook):
    for cell in notebook["cells"]:
        cell["metadata"].setdefault("nbgrader", {})["grade_id"] = "test_get_targets"
        cell["id"] = "check-get_targets"
