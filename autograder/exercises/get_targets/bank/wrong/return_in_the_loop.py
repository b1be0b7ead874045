"""Faux : le return est dans la boucle."""
# diagnostic : one_transition_only


def get_targets(next_q_vals, rewards, terminal, gamma):
    for i in range(len(rewards)):
        if terminal[i]:
            return rewards[i]
        else:
            return rewards[i] + gamma * max(next_q_vals[i])
