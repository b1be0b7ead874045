"""Triche : rend toujours l'action 0, et recopie l'autre agent comme si tau valait toujours 1."""
# famille : réemploie ce qui est envoyé

import poutyne


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state, epsilon):
        return 0

    def soft_update(self, other, tau):
        for mine, theirs in zip(self.network.parameters(), other.network.parameters()):
            mine.data = theirs.data
