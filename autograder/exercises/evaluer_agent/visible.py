"""What students can check of evaluer_agent while they work: episodes written in advance."""

import numpy as np

from autograder.exercises.evaluer_agent.mistakes import MISTAKES
from autograder.judging.visible import prose, rounded

SEEDS = [5, 81, 40, 17]
ID = "EpisodesEcrits-v0"
LONG = 1010  # steps of the last episode: more than the course's environments allow
# What the second episode brings in besides: a success anywhere, then a failure.
FAR = (800.0, 900.0, 500.0, -2600.0, -700.0, 300.0)
ENDS = ((4, "terminated"), (6, "truncated"), (2, "terminated"))


def checks() -> dict:
    rng = np.random.default_rng(91)
    episodes = [
        {
            "etats": rounded(rng.normal(size=(length + 1, 4)).round(2)),
            "recompenses": rng.normal(size=length).round(1).tolist(),
            "fin": end,
        }
        for length, end in ENDS
    ]
    far = episodes[1]
    far["recompenses"] = np.add(far["recompenses"], FAR).round(1).tolist()
    shapes = [(3, 4), (3,), (2, 3), (2,)]
    rewards = [*(np.array(one["recompenses"]) for one in episodes), np.full(LONG, 0.5)]
    returns = np.array([one.sum() for one in rewards])
    wrong = [
        (MISTAKES.mean_returned, returns.mean()),
        (MISTAKES.length_not_return, [len(one) for one in rewards]),
        (MISTAKES.returns_accumulate, np.cumsum(returns)),
        (MISTAKES.last_reward, [one[-1] for one in rewards]),
    ]
    return {
        "sorte": "agent",
        "fonction": "evaluer_agent",
        "environnement": ID,
        "graines": SEEDS,
        "poids": [rounded(rng.normal(size=shape).round(2)) for shape in shapes],
        "episodes": episodes,
        "longueur": LONG,
        "rendements": rounded(returns),
        "fausses": [[mistake.id, rounded(values)] for mistake, values in wrong],
        "meprises": prose(MISTAKES, [mistake.id for mistake in MISTAKES]),
    }
