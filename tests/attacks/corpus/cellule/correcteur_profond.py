"""Détourne l'assistant du correcteur : des listes imbriquées mille et cent mille fois."""

turn = iter(range(10**6))


def answer(request):
    depth = (900, 100_000, 30)[next(turn) % 3]
    deep = "[" * depth + "]" * depth
    wrong = '{"type": %s, "message": %s, "line": ""}' % (deep, deep)
    return '{"results": [{"error": %s}, {"value": %s}], "events": [%s]}' % (wrong, deep, deep)


detourner(answer)
