"""Une cellule sans fin dont la première ligne, que le correcteur cite, est du HTML."""

def change(notebook):
    code = "# <img src=x onerror=alert('attaque')> [x](javascript:alert('attaque')) \x1b[2J $x$\nwhile True: pass"
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": code, "outputs": [],
                              "execution_count": None})
