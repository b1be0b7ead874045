"""Faux : le résultat est affiché et non renvoyé."""
# diagnostic : missing_return


def phi(state, action):
    print(state if action == 1 else -state)
