"""Détourne l'assistant du correcteur : une réponse d'un gigaoctet."""

detourner(lambda request: "x" * 10**9)
