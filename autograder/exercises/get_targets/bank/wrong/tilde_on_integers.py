"""Faux : ~ après la conversion en entiers."""
# diagnostic : tilde_on_integers


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * next_q_vals.max(axis=1) * ~terminal.astype(int)
