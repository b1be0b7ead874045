"""Affiche sans fin des images et des textes."""

from IPython.display import display

while True:
    display({"image/png": "A" * 10_000, "text/plain": "x" * 1000}, raw=True)
