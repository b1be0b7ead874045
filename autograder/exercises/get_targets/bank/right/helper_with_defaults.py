"""Juste : une fonction auxiliaire par transition, des arguments facultatifs."""


def _target(q_row, r, end, discount=0.99):
    future = 0.0 if end else max(float(q) for q in q_row)
    return float(r) + discount * future


def get_targets(next_q_vals, rewards, terminal, gamma=0.99, *, verbose=False):
    """Cibles du Q-learning."""
    out = []
    for i, r in enumerate(rewards):
        out.append(_target(next_q_vals[i], r, terminal[i], discount=gamma))
    if verbose:
        print(out)
    return out
