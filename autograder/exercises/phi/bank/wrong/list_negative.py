"""Faux : une liste Python, que le signe moins ne sait pas changer."""
# diagnostic : minus_on_list

def phi(state, action):
    state = list(state)
    if action == 1:
        return state
    return -state
