"""Hands an agent to creer_cible, then changes one of the two and looks at the other."""

from typing import Any

import gymnasium
import numpy as np
import torch

from ...training.inside.agents import same, weights


def apparatus(namespace: dict[str, Any]) -> object:
    class Bench:
        """Each method is one experiment, on an agent with the network of the course."""

        def _agent(self, states, actions, seed):
            torch.manual_seed(seed)
            network = namespace["NNModel"](states, actions, n_hidden_layers=3, hidden_dim=64)
            optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
            space = gymnasium.spaces.Discrete(actions)
            return namespace["DQN"](space, network, optimizer, loss_function="mse")

        def copy(self, states, actions, seed):
            """Both agents' weights after the call, and what the copy is."""
            agent = self._agent(states, actions, seed)
            before = weights(agent.network)
            made = namespace["creer_cible"](agent)
            if made is None:
                return None
            found = {
                "kind": type(made).__name__,
                "is_agent": made is agent,
                "is_dqn": isinstance(made, type(agent)),
                "before": before,
                "after": weights(agent.network),
                "readable": hasattr(made, "network"),
            }
            if found["readable"]:
                found |= {
                    "same_network": made.network is agent.network,
                    "made": weights(made.network),
                    **self._linked(agent, made, states, actions),
                }
            return found

        def _linked(self, agent, made, states, actions):
            """Whether a change of each one is seen in the other; then whether each one learns."""
            kept = weights(made.network)
            with torch.no_grad():
                for one in agent.network.parameters():
                    one.add_(1.0)
            follows = not same(kept, weights(made.network))
            kept = weights(agent.network)
            with torch.no_grad():
                for one in made.network.parameters():
                    one.sub_(2.0)
            leads = not same(kept, weights(agent.network))
            kept, others = weights(agent.network), weights(made.network)
            x = np.ones((2, states), dtype=np.float32)
            frozen = not all(one.requires_grad for one in agent.network.parameters())
            if not frozen:
                agent.train_on_batch(x, np.full((2, actions), 5.0, dtype=np.float32))
            return {
                "frozen": frozen,
                "follows": follows,
                "leads": leads,
                "learns": not same(kept, weights(agent.network)),
                "moved_by_training": not same(others, weights(made.network)),
            }

    return Bench()
