"""Lève une exception dont le texte, le nom et la trace attaquent."""

class Piege(Exception):
    def __str__(self):
        while True:
            pass


Piege.__name__ = "<script>alert('attaque')</script>"


def get_targets(next_q_vals, rewards, terminal, gamma):
    raise Piege
