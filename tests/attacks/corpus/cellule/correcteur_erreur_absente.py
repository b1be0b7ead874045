"""Détourne l'assistant du correcteur : des erreurs qui ne sont pas des textes."""

turn = iter(range(10**6))
ERRORS = [None, [], "x", {}, {"type": {}, "message": [], "line": 3}]
detourner(lambda request: {"results": [{"error": ERRORS[next(turn) % 5]} for _ in request["steps"]],
                           "events": []})
