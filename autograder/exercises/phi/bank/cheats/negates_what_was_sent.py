"""Triche : change le signe du tableau reçu, une fois sur deux, sans regarder l'action."""
# famille : réemploie ce qui est envoyé

turns = [0]


def phi(state, action):
    turns[0] += 1
    if turns[0] % 2:
        state *= -1
    return state
