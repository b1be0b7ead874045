"""Faux : seule la dernière transition du lot compte."""
# diagnostic : last_transition


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    for s, a, y, q in zip(states, actions_taken, targets, q_vals):
        step = lr * 2 * (y - q[a]) * phi(s, a)
    theta += step
