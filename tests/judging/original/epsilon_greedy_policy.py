# ruff: noqa: F821
def epsilon_greedy_policy(q_vals, action_space, epsilon):
    """Au hasard avec probabilité epsilon, sinon la meilleure action connue."""
    explore = np.random.uniform() < epsilon
    if explore:
        return action_space.sample()
    return np.argmax(q_vals)
