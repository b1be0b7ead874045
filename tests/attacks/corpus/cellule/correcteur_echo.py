"""Détourne l'assistant du correcteur : chaque appel renvoie ses propres arguments."""

detourner(lambda request: {"events": [], "results": [
    {"value": step["args"][0], "args": step["args"]} for step in request["steps"]]})
