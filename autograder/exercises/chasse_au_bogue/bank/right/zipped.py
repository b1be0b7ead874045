"""Juste : deux suites mises ensemble, dans un autre ordre."""


def chasse_au_bogue():
    lettres = "caeg"
    print("mes choix :", lettres)
    return dict(zip("4321", lettres))
