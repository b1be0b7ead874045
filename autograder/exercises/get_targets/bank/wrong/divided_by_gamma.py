"""Faux : la suite est divisée par gamma."""
# diagnostic : gamma_divides

def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + next_q_vals.max(axis=1) / gamma * (1 - terminal)
