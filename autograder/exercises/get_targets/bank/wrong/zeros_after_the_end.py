"""Faux : la boucle s'arrête au premier état terminal, le reste vaut 0."""
# diagnostic : stopped_at_terminal

import numpy as np



def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = np.zeros_like(rewards)
    i, over = 0, False
    while i < len(rewards) and not over:
        over = terminal[i]
        targets[i] = rewards[i] if over else rewards[i] + gamma * next_q_vals[i].max()
        i += 1
    return targets
