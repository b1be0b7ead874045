"""Détourne l'assistant du correcteur : des réponses vides."""

detourner(lambda request: {"results": [], "events": []})
