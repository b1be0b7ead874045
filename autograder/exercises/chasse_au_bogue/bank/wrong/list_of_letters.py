"""Faux : une liste de lettres, où l'on attend un dictionnaire."""
# diagnostic : not_a_choice


def chasse_au_bogue():
    return ["g", "e", "a", "c"]
