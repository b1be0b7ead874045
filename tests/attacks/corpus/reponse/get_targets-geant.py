"""Renvoie un tableau d'un demi-gigaoctet."""

def get_targets(next_q_vals, rewards, terminal, gamma):
    return np.zeros(2**26)
