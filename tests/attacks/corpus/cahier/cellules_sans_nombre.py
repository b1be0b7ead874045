"""Ajoute des cellules sans fin par centaines."""

def change(notebook):
    for _ in range(300):
        notebook["cells"].append({"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
                                  "source": "while True: pass"})
