"""Faux : max n'est pas appelée."""
# diagnostic : method_not_called

def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = rewards.copy()
    for i, row in enumerate(next_q_vals):
        if not terminal[i]:
            targets[i] += gamma * row.max
    return targets
