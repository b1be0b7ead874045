"""Imprime des séquences qui commandent un terminal, et fait échouer le cahier sur elles."""

print("\x1b]0;attaque\x07\x1b[2J\x1b]8;;javascript:alert(1)\x1b\\lien\x1b]8;;\x1b\\ \u202e\x00\x9b31m")
raise ValueError("\x1b]0;attaque\x07\x1b[2J")
