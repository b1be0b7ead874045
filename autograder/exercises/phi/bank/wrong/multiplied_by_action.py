"""Faux : l'état est multiplié par l'action ; pour l'action 0, il n'en reste rien."""
# diagnostic : multiplied_by_action


def phi(state, action):
    return state * action
