"""Stands in for DQN: any action, whatever the Q-values; it never moves towards another agent."""

from typing import Any

import numpy as np
import poutyne


def stand_in(recorder: Any, seed: int) -> type:
    rng = np.random.default_rng(seed)

    class Neutral(poutyne.Model):
        def __init__(self, action_space, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.action_space = action_space

        def get_action(self, state, epsilon):
            np.random.rand()  # as a policy that may explore does, whatever epsilon
            return int(rng.integers(self.action_space.n))

        def soft_update(self, other, tau):
            pass

    return noted(recorder, Neutral)


def noted(recorder: Any, own: type) -> type:
    """What does as `own` does, and is noted."""
    known: list[object] = []

    def number(agent):
        """The place of an agent among those seen: copies are others."""
        places = [place for place, one in enumerate(known) if one is agent]
        if not places:
            known.append(agent)
        return places[0] if places else len(known) - 1

    def mark(agent):
        """What tells the weights of an agent at a moment, their signs aside: a few sums."""
        state = getattr(agent, "network", agent).state_dict().values()
        return [float(np.abs(one.detach().numpy()).sum()) for one in state]

    class DQN(own):
        def __init__(self, action_space, *args, **kwargs):
            super().__init__(action_space, *args, **kwargs)

        def get_action(self, state, epsilon):
            action = super().get_action(state, epsilon)
            recorder.add(
                "policy",
                state=np.array(state),
                epsilon=epsilon,
                action=action,
                agent=number(self),
                mark=mark(self),
            )
            return action

        def soft_update(self, other, tau):
            recorder.add(
                "soft_update",
                agent=number(self),
                other=number(other),
                tau=tau,
                mark=mark(self),
                other_mark=mark(other),
            )
            return super().soft_update(other, tau)

    DQN.number, DQN.mark = staticmethod(number), staticmethod(mark)
    return DQN
