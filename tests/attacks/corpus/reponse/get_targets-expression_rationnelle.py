"""Se perd dans une expression rationnelle, sans rendre la main."""

import re


def get_targets(next_q_vals, rewards, terminal, gamma):
    return re.match(r"(a+)+$", "a" * 60 + "b")
