"""Faux : jamais glouton."""


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return action_space.sample()
