"""Détourne l'assistant du correcteur : une liste dont numpy ferait un tableau de 24 Go."""

detourner(partout(["x" * 6_000_000] + [""] * 1000))
