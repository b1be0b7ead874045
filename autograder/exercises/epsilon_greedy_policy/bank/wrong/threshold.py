"""Faux : epsilon est comparé à un demi, rien n'est tiré."""
# diagnostic : no_draw

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if epsilon > 0.5:
        return action_space.sample()
    else:
        return int(np.argmax(q_vals))
