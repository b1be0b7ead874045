"""Faux : la boucle n'ajoute pas la suite de la dernière transition."""
# diagnostic : future_left_out


def get_targets(next_q_vals, rewards, terminal, gamma):
    y = rewards.copy()
    for i in range(len(rewards) - 1):
        if not terminal[i]:
            y[i] += gamma * next_q_vals[i].max()
    return y
