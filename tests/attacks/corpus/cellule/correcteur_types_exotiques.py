"""Détourne l'assistant du correcteur : des tableaux d'objets, de texte, de dates, de nombres longs."""

turn = iter(range(10**6))
KINDS = ["|O", "O", "<U4", "|V8", "<M8[s]", "<c16", "<f16", "f8,f8", ["<f8"], {"a": "b"}, None, 3]
detourner(lambda request: partout({"$": "array", "dtype": KINDS[next(turn) % len(KINDS)],
                                   "shape": [1], "data": "AAAAAAAA8D8="})(request))
