"""Fait planter l'interpréteur."""

import ctypes


def get_targets(next_q_vals, rewards, terminal, gamma):
    return ctypes.string_at(0)
