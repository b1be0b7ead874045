"""Détourne l'assistant du correcteur : une erreur dont le texte ne s'écrit dans aucun fichier."""

error = {"type": "Err\ud800", "message": "\ud800\x1b]0;titre\x07\x00", "line": "\udfff"}
detourner(lambda request: {"results": [{"error": error} for _ in request["steps"]], "events": []})
