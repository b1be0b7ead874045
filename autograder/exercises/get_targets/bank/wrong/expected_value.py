"""Faux : la moyenne epsilon-gloutonne."""

def get_targets(next_q_vals, rewards, terminal, gamma):
    expected = 0.9 * next_q_vals.max(axis=1) + 0.1 * next_q_vals.mean(axis=1)
    return rewards + gamma * expected * (1 - terminal)
