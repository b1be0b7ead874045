"""Faux : l'erreur recalculée après chaque transition."""
# diagnostic : one_by_one

def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n = len(states)
    for s, a, y in zip(states, actions_taken, targets):
        features = phi(s, a)
        theta += lr * 2 / n * (y - theta @ features) * features
