"""Juste : des majuscules, et une espace de trop."""


def chasse_au_bogue():
    return {"1": "G", "2": "E ", "3": "A", "4": "C"}
