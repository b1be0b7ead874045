"""Met des liens qui exécutent du code."""

LINKS = [
    "[x](javascript:alert('attaque'))", "[x](JaVaScRiPt:alert('attaque'))", "[x][y]\n\n[y]: javascript:alert(1)",
    "[x](&#106;avascript:alert('attaque'))", "[x](javascript&colon;alert('attaque'))", "![x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:x)", "[x]( \n javascript:alert('attaque'))",
    "<javascript:alert('attaque')>", "[x](<javascript:alert('attaque')>)", "[x](java\\script:alert(1))",
    "$\\href{javascript:alert('attaque')}{x}$", "[x](file:///etc/passwd)", "![x](file:///etc/passwd)",
]


def change(notebook):
    for text in LINKS:
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text})
