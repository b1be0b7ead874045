"""Détourne l'assistant du correcteur : quelques mégaoctets qui en deviennent des centaines."""

detourner(lambda request: '{"results": [' + "[]," * 2_500_000 + '[]], "events": []}')
