"""Juste : un dictionnaire de mélanges, rendu au réseau par load_state_dict."""

import numpy as np
import poutyne


class DQN(poutyne.Model):
    def __init__(self, action_space, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.action_space = action_space

    def get_action(self, state, epsilon):
        x = np.expand_dims(state, 0).astype(np.float32)
        q_vals = self.predict_on_batch(x).squeeze(0)
        return epsilon_greedy_policy(q_vals, self.action_space, epsilon)

    def soft_update(self, other, tau):
        mine, theirs = self.network.state_dict(), other.network.state_dict()
        self.network.load_state_dict({k: (1 - tau) * mine[k] + tau * theirs[k] for k in mine})
