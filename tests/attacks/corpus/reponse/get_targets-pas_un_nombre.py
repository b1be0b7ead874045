"""Renvoie des tableaux de nan et d'infinis de la bonne forme."""

turn = iter(range(10**6))


def get_targets(next_q_vals, rewards, terminal, gamma):
    return np.full(len(rewards), [np.nan, np.inf, -np.inf][next(turn) % 3])
