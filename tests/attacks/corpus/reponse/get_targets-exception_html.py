"""Lève une exception dont le texte est du HTML."""

class Erreur(Exception):
    pass


Erreur.__name__ = "<img src=x onerror=alert('attaque')>"


def get_targets(next_q_vals, rewards, terminal, gamma):
    raise Erreur("</li></ul></div><script>alert('attaque')</script>{{ 7 * 7 }}{% raw %}")
