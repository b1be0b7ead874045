"""Ce que disent les données des vérifications, et ce que l'on a tiré au hasard.

Rien ici n'est à compléter.
"""

from collections import Counter

import numpy as np


def decoder(donnee):
    """La valeur Python que représente une donnée du fichier."""
    match donnee:
        case {"tableau": nombres, "type": sorte}:
            return np.array(nombres, dtype=sorte)
        case {"tenseur": nombres, "type": sorte}:
            import torch  # seulement là où le cahier s'en sert

            return torch.from_numpy(np.array(nombres, dtype=sorte))
        case {"entier": nombre}:
            return np.int64(nombre)
        case {"nuplet": elements}:
            return tuple(map(decoder, elements))
        case list():
            return [decoder(element) for element in donnee]
    return donnee


def entier(valeur):
    try:
        nombres = np.asarray(valeur)
    except ValueError:
        return False
    return nombres.ndim == 0 and nombres.dtype.kind in "iu"


def nom_de(valeur):
    """Une valeur tirée, en texte : le nombre, sinon de quoi elle est faite."""
    try:
        nombre = np.asarray(valeur).item() if np.size(valeur) == 1 else None
    except ValueError:
        nombre = None
    if isinstance(nombre, int | float):
        return f"{nombre:g}"
    return "None" if valeur is None else type(valeur).__name__


def plausible(comptes, bornes):
    return set(comptes) <= set(bornes) and all(
        bas <= comptes[valeur] <= haut for valeur, (bas, haut) in bornes.items()
    )


def en_comptes(tires):
    comptes = sorted(Counter(tires).items())[:6]
    return " ; ".join(f"{valeur}, {fois} fois" for valeur, fois in comptes)


def en_bornes(bornes):
    return " ; ".join(
        f"{valeur}, {bas} fois" if bas == haut else f"{valeur}, de {bas} à {haut} fois"
        for valeur, (bas, haut) in sorted(bornes.items())
    )
