"""Juste : un match sur l'action, un n-uplet renvoyé."""


def phi(state, action):
    match action:
        case 1:
            return tuple(state)
        case _:
            return tuple(-x for x in state)
