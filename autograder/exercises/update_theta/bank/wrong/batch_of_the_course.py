"""Faux : la boucle compte les 32 transitions d'un lot du cours."""
# diagnostic : fixed_batch

BATCH_SIZE = 32


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    step = 0.0
    for i in range(BATCH_SIZE):
        error = targets[i] - q_vals[i][actions_taken[i]]
        step = step + 2 * error * phi(states[i], actions_taken[i]) / BATCH_SIZE
    theta += lr * step
