"""Faux : seule la première transition."""
# diagnostic : last_transition

def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    features = phi(states[0], actions_taken[0])
    theta += lr * 2 * (targets[0] - q_vals[0, actions_taken[0]]) * features
