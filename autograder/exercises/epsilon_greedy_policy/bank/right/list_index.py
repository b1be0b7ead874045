"""Juste : des listes Python, des affichages et des arguments en plus."""

import random


def meilleure_action(valeurs):
    return valeurs.index(max(valeurs))


def epsilon_greedy_policy(q_vals, action_space, epsilon=0.1, verbose=True, rng=None):
    valeurs = [float(q) for q in q_vals]
    tirage = (rng or random).random()
    if tirage < epsilon:
        action = action_space.sample()
        if verbose:
            print("exploration :", action)
    else:
        action = meilleure_action(valeurs)
        if verbose:
            print(f"exploitation : {action} parmi {valeurs}")
    return action
