"""Faux : un couple (état, action)."""
# diagnostic : tuple_returned

def phi(state, action):
    return (state, action) if action == 1 else (-state, action)
