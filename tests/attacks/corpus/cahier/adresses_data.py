"""Met du HTML, du SVG et des images fausses dans des adresses « data: » et autour."""

import base64

EVIL = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert('attaque')</script></svg>"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + EVIL).decode()
SVG = base64.b64encode(EVIL).decode()
TEXTS = [
    f"![x](data:image/svg+xml;base64,{SVG})", f"![x](data:image/png;base64,{SVG})",
    f"<img src='data:image/svg+xml;base64,{SVG}'>", f"<object data='data:image/png;base64,{SVG}'>",
    f"![x](data:image/svg+xml;utf8,{EVIL.decode()})", f"![x](data:text/html;base64,{SVG})",
    f"![x](data:image/png;base64,{PNG})", f"![\" onerror=\"alert(1)](data:image/png;base64,{PNG})",
    f"<img src=\"data:image/png;base64,{PNG}\" onerror=\"alert('attaque')\">",
    f"<img alt='<script>alert(1)</script>' src='data:image/png;base64,{PNG}'>",
    f"![x](data:image/png;base64,{PNG}\"><script>alert('attaque')</script>)",
    f"[x](data:image/png;base64,{PNG}) [y][x]\n\n[x]: data:image/png;base64,{PNG} \"onload=alert(1)\"",
    f"![[](data:image/png;base64,{PNG})](javascript:alert('attaque'))",
    f"](attachment:image-1\" onerror=\"alert(1)) data:image/png;base64,{PNG}",
    "data:image/png;base64," * 400, "<img " * 4000 + "src=", "![x](attachment:" * 1000,
    "![a](\x00" + "0\x00) \x00" + "999\x00",
]


def change(notebook):
    for text in TEXTS:
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text})
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "question_1":
            cell["source"] = "\n\n".join(TEXTS[:14])
            cell["attachments"] = {f"a{i}": {"image/png": PNG} for i in range(2000)}
