"""Faux : imprime au lieu de renvoyer."""
# diagnostic : missing_return

def phi(state, action):
    if action == 1:
        print(state)
    else:
        print(-state)
