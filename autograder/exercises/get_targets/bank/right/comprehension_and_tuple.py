"""Juste : une compréhension, un n-uplet renvoyé, sans numpy."""


def get_targets(next_q_vals, rewards, terminal, gamma):
    return tuple(
        r if done else r + gamma * sorted(qs)[-1]
        for qs, r, done in zip(next_q_vals.tolist(), rewards.tolist(), terminal.tolist())
    )
