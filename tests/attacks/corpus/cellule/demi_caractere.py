"""Publie la moitié d'un caractère Unicode, qu'aucun fichier ne peut contenir."""

forger_brut(content={"name": "stdout", "text": "\ud800"})
forger_brut(content=b'{"name": "stdout", "text": "\\ud800"}')
print("\udc80")
