"""Donne à chaque cellule un nombre de points qui n'en est pas un."""

def change(notebook):
    for cell, points in zip(notebook["cells"], [-1, "nan", float("nan"), float("inf"), None, [], {}] * 20):
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["points"] = points
            cell["metadata"]["nbgrader"]["schema_version"] = points
