"""Détourne l'assistant du correcteur : quinze mégaoctets à chaque réponse."""

detourner(lambda request: json.dumps({"results": ["x" * 15_000_000], "events": []}))
