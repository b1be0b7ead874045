# ruff: noqa: F821
def linear_fa(theta, state, actions):
    """Une Q-valeur par action, dans l'ordre reçu."""
    # une ligne par action
    representations = np.array([phi(state, b) for b in actions])
    return representations.dot(theta)
