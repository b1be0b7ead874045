"""Faux : le signe renversé : 1 - 2a."""
# diagnostic : inverted_sign

def phi(state, action):
    return (1 - 2 * action) * state
