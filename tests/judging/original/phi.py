# ruff: noqa: SIM108
def phi(state, action):
    """L'état tel quel pour l'action 1, son opposé pour l'action 0."""
    if action == 1:
        features = state
    else:
        features = -state
    return features
