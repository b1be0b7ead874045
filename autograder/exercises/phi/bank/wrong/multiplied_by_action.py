"""Faux : l'état est multiplié par l'action ; pour l'action 0, il n'en reste rien."""
# diagnostic : zero_for_others


def phi(state, action):
    return state * action
