"""Affiche du HTML, du JavaScript, du SVG et une image dont le texte s'échappe."""

from IPython.display import HTML, SVG, Javascript, display

evil = "<script>alert('attaque')</script><img src=x onerror=alert('attaque')>"
display(HTML(evil), Javascript("alert('attaque')"))
display({"image/svg+xml": f"<svg onload=alert('attaque')>{evil}</svg>", "text/latex": evil}, raw=True)
display({"text/markdown": f"[x](javascript:alert('attaque')) {evil}", "text/html": [evil]}, raw=True)
display({"image/png": f'">{evil}'}, metadata={"image/png": {"width": f'1 onload="alert(1)" x={evil}'}},
        raw=True)
display({"text/plain": evil}, metadata={"filenames": {"image/png": evil}}, raw=True)
print(evil)
raise ValueError(evil)
