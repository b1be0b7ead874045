"""Faux : seule la première composante change de signe."""
# diagnostic : some_components

def phi(state, action):
    features = state.copy()
    if action != 1:
        features[0] = -features[0]
    return features
