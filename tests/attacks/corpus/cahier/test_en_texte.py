"""Fait des cellules de test du texte, ou les efface."""

def change(notebook):
    for cell in list(notebook["cells"]):
        name = str(cell["metadata"].get("nbgrader", {}).get("grade_id"))
        if name == "test_get_targets":
            notebook["cells"].remove(cell)
        elif name.startswith("test_"):
            cell |= {"cell_type": "markdown", "source": "3.0"}
