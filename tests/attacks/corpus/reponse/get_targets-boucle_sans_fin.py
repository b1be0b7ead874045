"""Ne finit jamais."""

def get_targets(next_q_vals, rewards, terminal, gamma):
    while True:
        pass
