"""Met des moitiés de caractères et des octets nuls dans le code."""

def change(notebook):
    for kind in ("code", "markdown"):
        notebook["cells"].append({"cell_type": kind, "metadata": {"\ud800": "\udfff"}, "id": "\ud800",
                                  "source": "# \ud800\x00\x1b[2J\nget_targets = '\udc80'"})
