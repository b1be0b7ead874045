"""Détourne l'assistant du correcteur : plus de résultats que d'appels, ou d'une autre sorte."""

turn = iter(range(10**6))
detourner(lambda request: [
    {"results": [{"value": True}] * 1000, "events": []},
    {"results": "error" * len(request["steps"]), "events": []},
    {"results": {str(i): True for i in range(len(request["steps"]))}, "events": []},
    {"results": [["error"]] * len(request["steps"]), "events": {}},
    {"results": None, "events": None},
    ["results", "events"],
][next(turn) % 6])
