"""Détourne l'assistant du correcteur : des booléens qui valent 255."""

detourner(partout({"$": "array", "dtype": "|b1", "shape": [5], "data": "//////8="}))
