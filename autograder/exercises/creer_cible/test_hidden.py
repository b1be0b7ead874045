"""Hidden tests of creer_cible."""

from autograder.judging.assertions import CheckError, close, points, require
from autograder.judging.student import call

CALL = "creer_cible(agent)"
SIZES = ((4, 2, 1301), (6, 3, 1302))


def copies(student, spies):
    """What came of the copies of two agents, of the student's class or of a neutral one."""
    steps = [call("apparatus.copy", *size, shown=CALL) for size in SIZES]
    outcomes, _ = student.with_apparatus("creer_cible", steps, spies=spies)
    return [outcome.unwrap() for outcome in outcomes]


def judge(student, check):
    """Raise unless the copies pass, with the student's own DQN or with a neutral one."""
    problem = None
    for spies in ((), ("DQN",)) if student.stopped is None else (("DQN",),):
        try:
            for found in copies(student, spies):
                require(
                    isinstance(found, dict) and found["readable"],
                    call=CALL,
                    obtained=None if found is None else f"un objet de type {found['kind']}",
                    expected="un autre agent, de la classe DQN",
                    hint="copiez l'agent entier, et non son réseau ou ses poids",
                )
                check(found)
            return
        except CheckError as error:
            problem = problem or error
    raise problem


@points(0.75)
def test_same_weights(student):
    """L'agent cible est un DQN, dont le réseau a l'architecture et les poids de l'agent."""

    def check(found):
        require(
            found["is_dqn"],
            call=CALL,
            obtained=f"un objet de type {found['kind']}",
            expected="un agent de la classe DQN, qui a donc soft_update",
            hint="copiez l'agent, ou construisez un DQN",
        )
        pairs = zip(found["made"], found["before"], strict=False)
        require(
            len(found["made"]) == len(found["before"])
            and all(close(*pair, rtol=0, atol=0) for pair in pairs),
            call=CALL,
            obtained="un agent dont les poids ne sont pas ceux de l'agent reçu",
            expected="les mêmes poids, jusqu'au dernier biais",
            hint="un réseau neuf a d'autres poids, tirés au hasard : recopiez ceux de l'agent",
        )

    judge(student, check)


@points(0.75)
def test_nothing_shared(student):
    """Changer ou entraîner l'un des deux agents ne change rien à l'autre."""

    def check(found):
        require(
            not (found["is_agent"] or found["follows"] or found["leads"]),
            call=CALL,
            obtained="l'agent lui-même" if found["is_agent"] else "un agent qui partage ses poids",
            expected="une copie indépendante : ses poids restent où ils sont quand l'agent apprend",
            hint="copy.copy et l'affectation partagent le réseau ; il faut une copie profonde",
        )
        require(
            found["learns"] and not found["moved_by_training"],
            call=f"cible = {CALL}, puis agent.train_on_batch(…)",
            obtained="un agent qui n'apprend plus"
            if not found["learns"]
            else "une cible qui apprend",
            expected="un agent qui apprend encore, et une cible qui reste où elle est",
            hint="donnez à la cible un réseau à elle, et laissez celui de l'agent tel quel",
        )

    judge(student, check)


@points(0.5)
def test_agent_untouched(student):
    """L'agent reçu garde ses poids : c'est un autre agent que la fonction renvoie."""

    def check(found):
        pairs = zip(found["after"], found["before"], strict=True)
        require(
            not found["is_agent"] and all(close(*pair, rtol=0, atol=0) for pair in pairs),
            call=CALL,
            obtained="l'agent lui-même"
            if found["is_agent"]
            else "un agent dont les poids ont changé",
            expected="un autre agent, et l'agent reçu tel qu'il était",
            hint="c'est la cible qui reçoit les poids de l'agent, et non l'inverse",
        )

    judge(student, check)
