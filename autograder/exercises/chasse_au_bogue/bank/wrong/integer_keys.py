"""Faux : les clés sont des entiers, où l'on attend des textes."""
# diagnostic : not_a_choice


def chasse_au_bogue():
    return {1: "g", 2: "e", 3: "a", 4: "c"}
