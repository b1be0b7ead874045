"""Makes agents of the student's class, lets them act and move their weights, reads them."""

from typing import Any

import numpy as np
import torch

from ...training.inside.agents import Network, agent_with, same, weights


def apparatus(namespace: dict[str, Any]) -> object:
    class Bench:
        """Each method is one experiment, on agents that it makes from their parameters."""

        def _agent(self, parameters):
            return agent_with(namespace["DQN"], Network(parameters), lr=0.5, seed=5)

        def act(self, parameters, states, epsilon, times):
            """The actions in each state, `times` times over, and the agent's weights after them."""
            agent = self._agent(parameters)
            kept = states.copy()
            actions = [agent.get_action(state, epsilon) for state in states for _ in range(times)]
            return {
                "actions": actions,
                "weights": weights(agent.network),
                "states_untouched": bool(np.array_equal(kept, states)),
            }

        def soft_update(self, mine, theirs, taus):
            """One update with each tau in turn; both agents' weights after the last one."""
            agent, other = self._agent(mine), self._agent(theirs)
            network, before = agent.network, list(agent.network.parameters())
            for tau in taus:
                agent.soft_update(other, tau)
            after, others = weights(agent.network), weights(other.network)
            in_place = network is agent.network and all(
                one is two for one, two in zip(before, agent.network.parameters(), strict=True)
            )
            with torch.no_grad():  # what is shared would move with it
                for one in other.network.parameters():
                    one.add_(1.0)
            shared = not same(after, weights(agent.network))
            return {
                "mine": after,
                "theirs": others,
                "in_place": in_place,
                "shared": shared,
                "trainable": all(one.requires_grad for one in agent.network.parameters()),
            }

        def learn_after(self, mine, theirs, tau):
            """Whether one optimizer step after a soft update still moves the agent's weights."""
            agent, other = self._agent(mine), self._agent(theirs)
            agent.soft_update(other, tau)
            before = weights(agent.network)
            states = np.ones((2, mine[0].shape[1]), dtype=np.float32)
            agent.train_on_batch(states, np.full((2, len(mine[-1])), 9.0, dtype=np.float32))
            return {"before": before, "after": weights(agent.network)}

    return Bench()
