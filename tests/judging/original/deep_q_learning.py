# ruff: noqa: F821
from poutyne import Model


def deep_q_learning(
    gamma=0.99,
    n_trajectories=300,
    batch_size=128,
    lr=1e-3,
    buffer_size=50000,
    seed=42,
    epsilon_decay=0.98,
    epsilon_min=0.01,
):
    env = gym.make("CartPole-v1")
    set_random_seed(env, seed)

    # le réseau, son optimiseur et sa perte
    q_network = NNModel(env.observation_space.shape[0], env.action_space.n)
    adam = torch.optim.Adam(q_network.parameters(), lr=lr)
    agent = Model(q_network, adam, loss_function=dqn_loss)

    memory = ReplayBuffer(buffer_size)
    epsilon = 1.0
    for trajectory in range(n_trajectories):
        s = env.reset()[0].astype(np.float32)
        done = False
        total = 0

        while not done:
            a = epsilon_greedy_policy(agent.predict(s[None, :])[0], env.action_space, epsilon)
            s_next, r, terminated, truncated, _ = env.step(a)
            s_next = s_next.astype(np.float32)
            done = terminated or truncated
            total += r

            memory.store((s, a, r, s_next, done))
            s = s_next

            if len(memory.data) > batch_size:
                sampled = memory.get_batch(batch_size)
                batch_s = np.array([t[0] for t in sampled])
                batch_a = np.array([t[1] for t in sampled])
                batch_r = np.array([t[2] for t in sampled])
                batch_next = np.array([t[3] for t in sampled])
                batch_done = np.array([t[4] for t in sampled])

                y = get_targets(agent.predict(batch_next), batch_r, batch_done, gamma)
                agent.train_on_batch(batch_s, (batch_a, y.astype(np.float32)))

        epsilon = max(epsilon_min, epsilon * epsilon_decay)
        if trajectory % 10 == 9:
            print(f"{trajectory + 1} trajectoires : rendement {total:.0f}, epsilon {epsilon:.3f}")

    return agent
