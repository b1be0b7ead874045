"""Faux : jamais glouton."""
# diagnostic : always_random


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return action_space.sample()
