"""Une image du Web, qui dirait à son auteur quand et où sa copie est lue."""

def change(notebook):
    loin = "https://espion.example/image.png"
    text = f"![a]({loin}) ![b][c] [![d]({loin})]({loin}) ![e [f] g](<{loin}>)\n\n[c]: {loin}"
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text})
