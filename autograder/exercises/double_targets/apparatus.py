"""Hands a batch and two agents to double_targets, and keeps what each of them was asked."""

import copy
from typing import Any

from ...training.inside.agents import Network, agent_with, asked, same, weights


def apparatus(namespace: dict[str, Any]) -> object:
    class Bench:
        def targets(self, agents, batch, gamma):
            """The result, what each network was asked, and what the call has changed.

            agents: the parameters of the agent's network, then those of the target's.
            """
            networks = [Network(parameters) for parameters in agents]
            agent, target = (agent_with(namespace["DQN"], network) for network in networks)
            before = copy.deepcopy(batch)
            result = namespace["double_targets"](batch, agent, target, gamma)
            return {
                "result": result,
                "asked": [asked(network) for network in networks],
                "tracked": bool(getattr(result, "requires_grad", False)),
                "weights": [weights(network) for network in networks],
                "batch_untouched": same(before, batch),
            }

    return Bench()
