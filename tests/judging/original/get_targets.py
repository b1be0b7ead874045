# ruff: noqa: F821
def get_targets(next_q_vals, rewards, terminal, gamma):
    """Cibles à un pas, sans suite après un état terminal."""
    # la meilleure Q-valeur de chaque état suivant
    best_next = next_q_vals.max(axis=-1)
    not_over = np.logical_not(terminal)
    return rewards + not_over * gamma * best_next
