"""Juste : theta avance transition par transition, d'un B-ième de pas à chaque fois."""


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n = len(states)
    alpha = 2 * lr / n
    for i in range(n):
        a = int(actions_taken[i])
        theta += alpha * (targets[i] - q_vals[i][a]) * states[i] * (1 if a == 1 else -1)
    return None
