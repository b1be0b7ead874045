"""Détourne l'assistant du correcteur : du JSON incomplet, puis ce qui n'en est pas."""

turn = iter(range(10**6))
detourner(lambda request: ["{", "", "NaN", "[1, 2", '{"results": [', "\ud800", "1" * 5000,
                           '{"results": [NaN], "events": []}'][next(turn) % 8])
