"""Faux : l'opposé est calculé, mais n'est rangé nulle part."""
# diagnostic : action_ignored


def phi(state, action):
    if action != 1:
        -state
    return state
