"""Juste : quatre noms d'une lettre, et la liste écrite en entier."""


def phi_symetrique(etat, a):
    x, v, t, w = etat if a == 1 else -etat
    x, v, t, w = x / 2.4, v / 2, t / 0.21, w / 2
    return [1, x, v, t, w, x * x, x * v, x * t, x * w, v * v, v * t, v * w, t * t, t * w, w * w]
