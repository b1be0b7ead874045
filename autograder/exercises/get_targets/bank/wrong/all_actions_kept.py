"""Faux : pas de maximum."""
# diagnostic : maximum_missing

def get_targets(next_q_vals, rewards, terminal, gamma):
    suite = next_q_vals * (1 - terminal)[:, None]
    return rewards[:, None] + gamma * suite
