"""Given: the fully connected network of the deep part."""

import torch


class NNModel(torch.nn.Module):
    """Réseau de neurones entièrement connecté : un état en entrée, une Q-valeur par action."""

    def __init__(
        self, in_dim: int, out_dim: int, n_hidden_layers: int = 1, hidden_dim: int = 16
    ) -> None:
        """
        Construit `n_hidden_layers` couches cachées de `hidden_dim` neurones, suivies de ReLU.

        in_dim : dimension d'un état.
        out_dim : nombre d'actions ; la couche de sortie n'a pas de fonction d'activation.
        """
        super().__init__()
        layers = [torch.nn.Linear(in_dim, hidden_dim), torch.nn.ReLU()]
        for _ in range(n_hidden_layers - 1):
            layers += [torch.nn.Linear(hidden_dim, hidden_dim), torch.nn.ReLU()]
        layers.append(torch.nn.Linear(hidden_dim, out_dim))
        self.fa = torch.nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """
        Calcule la sortie du réseau.

        x : tenseur (B, in_dim). Renvoie un tenseur (B, out_dim).
        """
        return self.fa(x)
