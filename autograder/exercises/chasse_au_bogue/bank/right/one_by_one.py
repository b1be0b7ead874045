"""Juste : un dictionnaire rempli lettre par lettre."""


def chasse_au_bogue():
    choix = {}
    choix["1"], choix["2"] = "g", "e"
    choix["3"], choix["4"] = "a", "c"
    return choix
