"""Triche : ne change theta qu'une fois l'appel fini, dans un autre fil."""
# famille : refuse la preuve

import atexit
import threading


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    before = theta.copy()

    def later():
        theta[:] = before + lr * targets.mean()

    threading.Timer(0.01, later).start()
    atexit.register(later)
