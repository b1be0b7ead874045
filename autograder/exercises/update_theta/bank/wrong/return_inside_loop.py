"""Faux : un return dans la boucle."""
# diagnostic : last_transition

def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n = len(states)
    for i in range(n):
        a = actions_taken[i]
        theta += lr * 2 / n * (targets[i] - q_vals[i, a]) * phi(states[i], a)
        return
