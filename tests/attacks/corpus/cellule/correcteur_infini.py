"""Détourne l'assistant du correcteur : l'infini et « pas un nombre » partout."""

turn = iter(range(10**6))
NUMBERS = ["nan", "inf", "-inf", "0x1p99999", "1e999", "zéro"]
detourner(lambda request: partout({"$": "float", "v": NUMBERS[next(turn) % len(NUMBERS)]})(request))
