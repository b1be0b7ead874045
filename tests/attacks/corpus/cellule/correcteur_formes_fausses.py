"""Détourne l'assistant du correcteur : des formes négatives, immenses, fausses, d'un autre type."""

turn = iter(range(10**6))
SHAPES = [[-1], [2**62], [0, 2**26, 2**26, 2**26], [2], [True], ["1"], [1.0], None, 1, [1] * 70, [[1]]]
detourner(lambda request: partout({"$": "array", "dtype": "<f8", "data": "AAAAAAAA8D8=",
                                   "shape": SHAPES[next(turn) % len(SHAPES)]})(request))
