"""Met du HTML et du JavaScript dans ses textes."""

EVIL = [
    "<script>alert('attaque')</script>", "<img src=x onerror=alert('attaque')>",
    "<svg/onload=alert('attaque')>", "<iframe src=javascript:alert('attaque')>", "<!--", "<?x", "</div>",
    "<a href='javascript:alert(1)'>x</a>", "<\nscript>alert('attaque')</script>", "<math><mi//xlink:href=x>",
    "&lt;script&gt;alert('attaque')", "```html\n</code></pre><script>alert('attaque')</script>\n```",
    "# \" onmouseover=\"alert('attaque')", "<style>*{display:none}</style>", "<form action=//x>",
]


def change(notebook):
    for text in EVIL:
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text})
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "question_1":
            cell["source"] = "\n\n".join(EVIL)
