"""Change de couleur cent cinquante mille fois, ce que la page doit suivre."""

print("\x1b[31mx" * 150_000)
print("\x1b[" * 50_000)
