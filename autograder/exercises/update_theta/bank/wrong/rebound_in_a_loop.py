"""Faux : deux erreurs, le facteur 2 oublié et theta remplacé dans la boucle."""
# diagnostic : factor_two_missing, not_in_place


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    for s, a, y, q in zip(states, actions_taken, targets, q_vals):
        theta = theta + lr / len(states) * (y - q[a]) * phi(s, a)
    return theta
