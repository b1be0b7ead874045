"""Faux : les vitesses gardent leur signe."""
# diagnostic : some_components


def phi(state, action):
    x, x_dot, theta, theta_dot = state
    if action == 1:
        return [x, x_dot, theta, theta_dot]
    return [-x, x_dot, -theta, theta_dot]
