"""Donne des compteurs d'exécution impossibles."""

def change(notebook):
    for cell, count in zip(notebook["cells"], [-1, 1e400, "nan", [], {}, None, 10**30] * 20):
        cell["execution_count"] = count
