"""Une boucle qui appelle la mémoire autant de fois que le journal le permet, et pour de grands lots."""

def batch_linear_q(gamma, epsilon_decay, epsilon_min, n_trajectories, batch_size, lr, buffer_size, seed):
    environment = make_environment()
    environment.reset(seed=seed)
    memory = ReplayBuffer(10**6)
    environment.step(0)
    for i in range(10_000):
        memory.store((np.zeros(4), 0, 1.0, np.zeros(4), False))
    for _ in range(9_000):
        memory.get_batch(8_000)
    return np.ones(4)
