"""Exercise chasse_au_bogue: which mistake each of four loops makes."""


def chasse_au_bogue() -> dict[str, str]:
    """
    Dit quelle faute fait chacune des quatre boucles.

    Renvoie un dictionnaire : le numéro de la boucle, de "1" à "4", → la lettre de sa faute, de
    "a" à "h".
    """
    return {"1": "g", "2": "e", "3": "a", "4": "c"}
