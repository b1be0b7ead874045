"""Makes agents of the student's class, lets them act and move their weights, reads them."""

import gymnasium
import numpy as np
import torch


class Network(torch.nn.Module):
    """A small network with the names of the course's: one hidden layer."""

    def __init__(self, parameters):
        super().__init__()
        hidden, states = parameters[0].shape
        self.fa = torch.nn.Sequential(
            torch.nn.Linear(states, hidden),
            torch.nn.ReLU(),
            torch.nn.Linear(hidden, parameters[2].shape[0]),
        )
        with torch.no_grad():
            for mine, given in zip(self.parameters(), parameters, strict=True):
                mine.copy_(torch.as_tensor(given))

    def forward(self, x):
        return self.fa(x)


def weights(agent):
    return [one.detach().numpy().copy() for one in agent.network.parameters()]


def apparatus(namespace):
    class Bench:
        """Each method is one experiment, on agents that it makes from their parameters."""

        def _agent(self, parameters, space):
            network = Network(parameters)
            optimizer = torch.optim.SGD(network.parameters(), lr=0.5)
            return namespace["DQN"](space, network, optimizer, loss_function="mse")

        def act(self, parameters, states, epsilon, times):
            """The actions in each state, `times` times over, and the agent's weights after them."""
            n_actions = len(parameters[-1])
            agent = self._agent(parameters, gymnasium.spaces.Discrete(n_actions, seed=5))
            kept = states.copy()
            actions = [agent.get_action(state, epsilon) for state in states for _ in range(times)]
            return {
                "actions": actions,
                "weights": weights(agent),
                "states_untouched": bool(np.array_equal(kept, states)),
            }

        def soft_update(self, mine, theirs, taus):
            """One update with each tau in turn; both agents' weights after the last one."""
            space = gymnasium.spaces.Discrete(len(mine[-1]))
            agent, other = self._agent(mine, space), self._agent(theirs, space)
            network, before = agent.network, list(agent.network.parameters())
            for tau in taus:
                agent.soft_update(other, tau)
            after, others = weights(agent), weights(other)
            same = network is agent.network and all(
                one is two for one, two in zip(before, agent.network.parameters(), strict=True)
            )
            with torch.no_grad():  # what is shared would move with it
                for one in other.network.parameters():
                    one.add_(1.0)
            shared = any(
                not np.array_equal(one, two) for one, two in zip(after, weights(agent), strict=True)
            )
            return {
                "mine": after,
                "theirs": others,
                "in_place": same,
                "shared": shared,
                "trainable": all(one.requires_grad for one in agent.network.parameters()),
            }

        def learn_after(self, mine, theirs, tau):
            """Whether one optimizer step after a soft update still moves the agent's weights."""
            space = gymnasium.spaces.Discrete(len(mine[-1]))
            agent, other = self._agent(mine, space), self._agent(theirs, space)
            agent.soft_update(other, tau)
            before = weights(agent)
            states = np.ones((2, mine[0].shape[1]), dtype=np.float32)
            agent.train_on_batch(states, np.full((2, len(mine[-1])), 9.0, dtype=np.float32))
            return {"before": before, "after": weights(agent)}

    return Bench()
