"""Un millier de commandes magiques dans une cellule, qu'IPython transforme une à une."""

def change(notebook):
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
                              "source": "!true\n" * 1000 + "def get_targets(*args): return 0"})
