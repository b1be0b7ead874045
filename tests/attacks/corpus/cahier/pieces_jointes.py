"""Joint à ses textes du HTML et du SVG, ou des pièces qui manquent."""

EVIL = "<script>alert('attaque')</script>"


def change(notebook):
    for pieces in ({"a": {"image/svg+xml": EVIL}}, {"a": {"image/png": f'">{EVIL}'}}, {}, [], None, {"a": 3},
                   {"a": {"text/html": EVIL}}, {EVIL: {"image/png": "AAAA"}}):
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "attachments": pieces,
                                  "source": f"![x](attachment:a) ![x](attachment:b) ![x](attachment:{EVIL})"
                                            "\n\n![y]\n\n[y]: attachment:c"})
