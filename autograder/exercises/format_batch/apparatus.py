"""Hands a batch and a target agent to format_batch, and keeps what the agent was asked."""

import copy
from typing import Any

from ...training.inside.agents import Network, agent_with, asked, same, weights


def tracked(value: object) -> bool:
    """Whether a gradient would go through some part of a value."""
    if isinstance(value, (list, tuple)):
        return any(map(tracked, value))
    return bool(getattr(value, "requires_grad", False))


def apparatus(namespace: dict[str, Any]) -> object:
    class Bench:
        def format(self, parameters, batch, gamma):
            """The result, the states asked, the target's weights and the batch afterwards."""
            network = Network(parameters)
            target = agent_with(namespace["DQN"], network)
            before = copy.deepcopy(batch)
            result = namespace["format_batch"](batch, target, gamma)
            return {
                "result": result,
                "asked": asked(network),
                "tracked": tracked(result),
                "weights": weights(network),
                "batch_untouched": same(before, batch),
            }

    return Bench()
