"""Juste : deux boucles imbriquées, sur les actions et sur les composantes."""


def linear_fa(theta, state, actions):
    q_values = ()
    for action in actions:
        features = phi(state, action)
        total = 0
        for i in range(len(features)):
            total = total + features[i] * theta[i]
        q_values = q_values + (total,)
    return q_values
