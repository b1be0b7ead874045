"""Hands an agent to evaluer_agent, then looks at its weights and at the global generators."""

import random
from typing import Any

import numpy as np
import torch

from ...training.inside.agents import Network, agent_with, weights


def loss(y_pred: torch.Tensor, y_target: torch.Tensor) -> torch.Tensor:
    return (y_pred**2).mean()


def apparatus(namespace: dict[str, Any]) -> object:
    class Bench:
        def evaluate(self, parameters, env_id, seeds):
            """The returns, the agent's weights, and what the generators draw next."""
            network = Network(parameters)
            agent = agent_with(namespace["DQN"], network, loss=loss, seed=3)
            self.seed()
            returns = namespace["evaluer_agent"](agent, env_id, seeds)
            return {
                "returns": returns,
                "draws": self.draws(),
                "weights": weights(network),
            }

        def seed(self):
            np.random.seed(7)
            random.seed(7)
            torch.manual_seed(7)

        def draws(self):
            return [float(np.random.rand()), random.random(), float(torch.rand(()))]

        def untouched(self):
            """What the generators draw when nothing is evaluated."""
            self.seed()
            return self.draws()

    return Bench()
