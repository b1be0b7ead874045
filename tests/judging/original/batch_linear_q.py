# ruff: noqa: F821
from tqdm import tqdm


def batch_linear_q(
    gamma=0.99,
    n_trajectories=300,
    batch_size=32,
    lr=1e-3,
    buffer_size=50000,
    seed=42,
    epsilon_decay=0.98,
    epsilon_min=0.01,
):
    env = gym.make("CartPole-v1")
    set_random_seed(env, seed)

    # poids de départ selon une loi normale
    theta = np.random.normal(size=env.observation_space.shape)
    possible_actions = [i for i in range(env.action_space.n)]

    memory = ReplayBuffer(buffer_size)
    epsilon = 1.0
    for trajectory in tqdm(range(n_trajectories), desc="q_lineaire"):
        s, _ = env.reset()
        done = False
        total = 0

        while not done:
            a = epsilon_greedy_policy(
                linear_fa(theta, s, possible_actions), env.action_space, epsilon
            )
            s_next, r, terminated, truncated, _ = env.step(a)
            done = terminated or truncated
            total += r

            # état, action, récompense, état suivant, fin de la trajectoire
            memory.store((s, a, r, s_next, done))
            s = s_next

            if len(memory.data) > batch_size:
                sampled = memory.get_batch(batch_size)
                batch_s = np.array([t[0] for t in sampled])
                batch_a = np.array([t[1] for t in sampled])
                batch_r = np.array([t[2] for t in sampled])
                batch_next = np.array([t[3] for t in sampled])
                batch_done = np.array([t[4] for t in sampled])

                q_next = np.array([linear_fa(theta, x, possible_actions) for x in batch_next])
                y = get_targets(q_next, batch_r, batch_done, gamma)

                q_pred = np.array([linear_fa(theta, x, possible_actions) for x in batch_s])
                update_theta(theta, batch_s, batch_a, y, q_pred, lr)

        epsilon = max(epsilon_min, epsilon * epsilon_decay)

        if trajectory % 10 == 9:
            print(f"{trajectory + 1} trajectoires : rendement {total:.0f}, epsilon {epsilon:.3f}")

    return theta
