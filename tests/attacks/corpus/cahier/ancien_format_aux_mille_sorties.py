"""Un cahier d'avant 2015, dont les sorties sont longues à convertir."""

def change(notebook):
    cells = notebook.pop("cells")
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["input"], cell["language"] = cell.pop("source"), "python"
            cell["outputs"] = [{"output_type": "stream", "text": "x", "stream": "stdout"}] * 9_000
    notebook |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}
