"""Écrit dans les métadonnées du cahier ce que le correcteur y laisse pour lui-même."""

def change(notebook):
    notebook["metadata"] |= {
        "autograder": {"problems": [], "readable": True, "assignment": "dqn", "files": ["/etc/shadow"]},
        "nbgrader": {"score": 20, "points": 20}, "celltoolbar": "Create Assignment",
        "kernelspec": {"name": "../../../bin/sh", "display_name": "<script>alert('attaque')</script>"},
        "language_info": {"name": "<script>alert('attaque')</script>"},
        "title": "<script>alert('attaque')</script>",
    }
    for cell in notebook["cells"]:
        cell["metadata"]["autograder"] = {"set_aside": False, "added": False, "score": 3}
