"""Stands in for DQN: any action, whatever the Q-values; it never moves towards another agent."""

import functools
import inspect
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


def noted(recorder: Any, own: Any) -> Any:
    """`own`, whose methods are noted; what is no such class is left alone."""
    methods = hasattr(own, "get_action") and hasattr(own, "soft_update")
    is_agent = inspect.isclass(own) and methods
    if not is_agent:
        return own
    own_get_action, own_soft_update = own.get_action, own.soft_update
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

    @functools.wraps(own_get_action)
    def get_action(self, *given, **named):
        state, epsilon = _bound(own_get_action, self, given, named)
        action = own_get_action(self, *given, **named)
        recorder.add(
            "policy",
            state=np.array(state),
            epsilon=epsilon,
            action=action,
            agent=number(self),
            mark=mark(self),
        )
        return action

    @functools.wraps(own_soft_update)
    def soft_update(self, *given, **named):
        other, tau = _bound(own_soft_update, self, given, named)
        recorder.add(
            "soft_update",
            agent=number(self),
            other=number(other),
            tau=tau,
            mark=mark(self),
            other_mark=mark(other),
        )
        return own_soft_update(self, *given, **named)

    own.get_action, own.soft_update = get_action, soft_update
    own.number, own.mark = staticmethod(number), staticmethod(mark)
    return own


def _bound(method, agent, given, named):
    """The arguments of a call of a method, in the order of its parameters."""
    return inspect.signature(method).bind(agent, *given, **named).args[1:]
