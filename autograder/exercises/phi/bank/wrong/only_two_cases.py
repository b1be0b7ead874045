"""Faux : une action autre que 0 et 1 ne reçoit rien."""
# diagnostic : missing_return


def phi(state, action):
    if action == 1:
        return state
    elif action == 0:
        return -state
