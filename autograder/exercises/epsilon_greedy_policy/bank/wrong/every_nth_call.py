"""Faux : les explorations reviennent à intervalles réguliers, au lieu d'être tirées au hasard."""
# diagnostic : regular_exploration

import numpy as np

appels = 0


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    global appels
    appels += 1
    if int(appels * epsilon) > int((appels - 1) * epsilon):
        return action_space.sample()
    return int(np.argmax(q_vals))
