"""Des textes et du code que les outils mettent des minutes à mettre en forme."""

def change(notebook):
    for text in ("[" * 19_999, "[](" * 6_666, "![" * 9_999, "[" * 10**5):
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text})
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": "a." * 9_999, "outputs": [],
                              "execution_count": None})
