"""Faux : le masque est sur la récompense."""
# diagnostic : masked_elsewhere

def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards * (1 - terminal) + gamma * next_q_vals.max(axis=1)
