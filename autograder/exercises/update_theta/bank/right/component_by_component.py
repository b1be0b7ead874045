"""Juste : theta est modifié composante par composante."""


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    steps = [0.0] * len(theta)
    for s, a, y, q in zip(states, actions_taken, targets, q_vals):
        for k, feature in enumerate(phi(s, a)):
            steps[k] += 2 * (y - q[a]) * feature / len(states)
    for k in range(len(theta)):
        theta[k] += lr * steps[k]
