"""Juste : une mise à jour cumulée, transition par transition."""

def linear_acrobot(
    gamma: float = 0.99,
    n_trajectories: int = 20,
    batch_size: int = 32,
    lr: float = 1e-3,
    buffer_size: int = 50000,
    seed: int = 42,
    epsilon_decay: float = 0.98,
    epsilon_min: float = 0.01,
) -> np.ndarray:
    environment = gym.make("Acrobot-v1")
    set_random_seed(environment, seed)
    theta = np.random.normal(size=(3, 6))
    memory = ReplayBuffer(buffer_size)
    epsilon = 1.0

    for _ in range(n_trajectories):
        state, _ = environment.reset()
        over = False
        while not over:
            action = epsilon_greedy_policy(theta @ state, environment.action_space, epsilon)
            next_state, reward, terminated, truncated, _ = environment.step(action)
            memory.store((state, action, reward, next_state, terminated))
            state = next_state
            over = terminated or truncated

            if len(memory.data) >= batch_size:
                pas = np.zeros((3, 6))
                for s, a, r, s2, fini in memory.get_batch(batch_size):
                    cible = get_targets(np.array([theta @ s2]), np.array([r]), np.array([fini]), gamma)[0]
                    pas[a] += 2 * lr / batch_size * (cible - theta[a] @ s) * s
                theta += pas
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
