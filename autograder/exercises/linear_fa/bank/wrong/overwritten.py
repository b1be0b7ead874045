"""Faux : la variable est remplacée à chaque tour."""
# diagnostic : last_action_only


def linear_fa(theta, state, actions):
    for a in actions:
        q = theta.dot(phi(state, a))
    return q
