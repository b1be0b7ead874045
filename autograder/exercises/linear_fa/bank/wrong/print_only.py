"""Faux : print au lieu de return."""
# diagnostic : missing_return

def linear_fa(theta, state, actions):
    for a in actions:
        print(theta @ phi(state, a))
