"""Attend une réponse au clavier."""

input("La réponse ? ")
__import__("getpass").getpass()
