"""Juste : une fonction qui s'appelle elle-même, et un affichage de trop."""


def discounted_returns(rewards, gamma):
    if len(rewards) == 1:
        return [rewards[0]]
    suite = discounted_returns(rewards[1:], gamma)
    print(len(suite))
    return [rewards[0] + gamma * suite[0], *suite]
