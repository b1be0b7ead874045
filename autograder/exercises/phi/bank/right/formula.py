"""Juste : 2·action − 1, qui vaut −1 et 1 pour les deux actions de CartPole."""


def phi(state, action):
    return (2 * action - 1) * state
