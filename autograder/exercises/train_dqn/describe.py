"""What the grader reads of an agent, a `poutyne.Model`: its weights and how it learns."""

from typing import Any


def describe(value: Any) -> dict[str, Any] | None:
    if not (hasattr(value, "network") and hasattr(value, "optimizer")):
        return None
    kind = type(value)
    is_noted = hasattr(kind, "number") and hasattr(kind, "mark")
    settings = value.optimizer.param_groups[0]
    return {
        "network": [p.detach().cpu().numpy().copy() for p in value.network.parameters()],
        "type": kind.__name__,
        "agent": kind.number(value) if is_noted else None,
        "network_class": type(value.network).__name__,
        "optimizer": type(value.optimizer).__name__,
        "lr": float(settings["lr"]),
        "weight_decay": float(settings.get("weight_decay", 0.0)),
        "loss_function": getattr(value.loss_function, "__name__", str(value.loss_function)),
    }
