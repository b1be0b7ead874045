"""Juste : une action qui n'est ni 0 ni 1, et qui n'existe pas, ne reçoit rien."""


def phi(state, action):
    if action == 1:
        return state
    elif action == 0:
        return -state
