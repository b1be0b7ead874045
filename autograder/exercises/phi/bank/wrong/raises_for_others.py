"""Faux : une exception pour les actions que l'étudiant n'avait pas prévues."""
# diagnostic : only_two_actions


def phi(state, action):
    if action == 1:
        return state
    if action == 0:
        return -state
    raise ValueError("action inconnue : %s" % action)
