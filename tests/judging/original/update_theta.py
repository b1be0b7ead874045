# ruff: noqa: F821
def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    """Un pas de descente de gradient, sur place."""
    n = len(states)
    # Q-valeurs des actions prises
    chosen_q = np.take(q_vals, actions_taken)
    delta = targets - chosen_q
    grad = np.zeros_like(theta)
    for i in range(n):
        grad += -2 * delta[i] * phi(states[i], actions_taken[i])
    grad /= n
    theta -= lr * grad
    print(f"theta mis à jour : {theta}")
