"""Détourne l'assistant du correcteur : partout le même tableau."""

detourner(partout({"$": "array", "dtype": "<f8", "shape": [], "data": "AAAAAAAA8D8="}))
