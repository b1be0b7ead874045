"""Imprime sans fin pendant un appel, par tous les chemins."""

def get_targets(next_q_vals, rewards, terminal, gamma):
    while True:
        print("x" * 1000)
        sys.__stdout__.write("x" * 1000)
        forger("stream", {"name": "stdout", "text": "x" * 1000})
