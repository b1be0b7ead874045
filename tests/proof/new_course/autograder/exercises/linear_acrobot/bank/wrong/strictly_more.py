"""Faux : le premier lot attend un élément de trop."""
# diagnostic : more_than

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

            if len(memory.data) > batch_size:
                batch = zip(*memory.get_batch(batch_size))
                states, taken, rewards, next_states, terminal = map(np.array, batch)
                targets = get_targets(next_states @ theta.T, rewards, terminal, gamma)
                errors = targets - np.sum(theta[taken] * states, axis=1)
                steps = 2 * lr / batch_size * errors[:, np.newaxis] * states
                np.add.at(theta, taken, steps)
        epsilon = max(epsilon * epsilon_decay, epsilon_min)
    return theta
