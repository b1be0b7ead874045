"""Two mistakes are named, a right answer is not suspected, and the library is well written.

That the mistakes of the bank are named as they should be, and that its right answers are not
suspected, is what `autograder verify` proves.
"""

import importlib
import sys

import numpy as np
import pytest

from autograder.judging import diagnosis, variant
from autograder.judging.diagnosis import LIBRARY, diagnose
from autograder.judging.rules import explain, prediction
from autograder.judging.student import Student
from autograder.proof.bank import variants
from autograder.proof.workbench import Workbench
from autograder.submission.fill import reference

RULES = ("phi", "linear_fa", "get_targets", "update_theta", "dqn_loss")
TWO_MISTAKES = {
    "ascent, flat_take": (
        "update_theta",
        """
def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta -= lr * 2 / len(states) * (targets - np.take(q_vals, actions_taken)) @ features
""",
    ),
    "factor_two_missing, sum_not_mean": (
        "update_theta",
        """
def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    for s, a, y, q in zip(states, actions_taken, targets, q_vals):
        theta += lr * (y - q[a]) * phi(s, a)
""",
    ),
    "flat_take, not_in_place": (
        "update_theta",
        """
def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    errors = targets - np.take(q_vals, actions_taken)
    return theta + lr * 2 / len(states) * errors @ features
""",
    ),
    "arguments_modified, learning_rate_missing": (
        "update_theta",
        """
def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    targets -= q_vals[np.arange(len(targets)), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += 2 / len(states) * targets @ features
""",
    ),
    "phi_on_batch": (
        "update_theta",
        """
def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    chosen = q_vals[np.arange(len(targets)), actions_taken]
    theta += lr * 2 / len(states) * (targets - chosen) @ phi(states, actions_taken)
""",
    ),
    "mask_missing, min_not_max": (
        "get_targets",
        """
def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * next_q_vals.min(axis=1)
""",
    ),
    "arguments_modified, gamma_missing": (
        "get_targets",
        """
def get_targets(next_q_vals, rewards, terminal, gamma):
    rewards += next_q_vals.max(axis=1) * ~terminal
    return rewards
""",
    ),
    "condition_on_array": (
        "get_targets",
        """
def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards if terminal else rewards + gamma * next_q_vals.max(axis=1)
""",
    ),
    "mean_not_sum, reversed_order": (
        "linear_fa",
        """
def linear_fa(theta, state, actions):
    return [np.mean(theta * phi(state, action)) for action in actions[::-1]]
""",
    ),
    "first_action_only": (
        "linear_fa",
        """
def linear_fa(theta, state, actions):
    for action in actions:
        return theta @ phi(state, action)
""",
    ),
    "broadcast, sum_not_mean": (
        "dqn_loss",
        """
def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    return ((y_pred.gather(1, actions.unsqueeze(1)) - q_target) ** 2).sum()
""",
    ),
    "half, no_gradient": (
        "dqn_loss",
        """
def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    with torch.no_grad():
        chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze(1)
    return ((chosen - q_target) ** 2).mean() / 2
""",
    ),
    "gather_dimensions": (
        "dqn_loss",
        """
def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    return ((y_pred.gather(1, actions) - q_target) ** 2).mean()
""",
    ),
    "argmin, inverted_epsilon": (
        "epsilon_greedy_policy",
        """
def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return int(np.argmin(q_vals)) if np.random.rand() < epsilon else action_space.sample()
""",
    ),
    "float_action, without_action_space": (
        "epsilon_greedy_policy",
        """
def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.random() < epsilon:
        return float(random.randrange(len(q_vals)))
    return int(np.argmax(q_vals))
""",
    ),
    "drops_newest, with_replacement": (
        "ReplayBuffer",
        """
class ReplayBuffer:
    def __init__(self, buffer_size):
        self.buffer_size, self.data = buffer_size, []

    def store(self, element):
        if len(self.data) == self.buffer_size:
            self.data.pop()
        self.data.append(element)

    def get_batch(self, batch_size):
        return random.choices(self.data, k=batch_size)
""",
    ),
    "data_missing": (
        "ReplayBuffer",
        """
class ReplayBuffer:
    def __init__(self, buffer_size):
        self.elements = []

    def store(self, element):
        self.elements.append(element)

    def get_batch(self, batch_size):
        return random.sample(self.elements, batch_size)
""",
    ),
}
# Right each time that it answers: told when it raises, and of no other mistake.
RAISING = {
    "raises_on_all_terminal": (
        "get_targets",
        """
def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = rewards.astype(float)
    targets[~terminal] += gamma * np.stack([max(row) for row in next_q_vals[~terminal]])
    return targets
""",
    ),
    "raises_on_single": (
        "get_targets",
        """
def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = np.squeeze(rewards + gamma * next_q_vals.max(axis=1) * ~terminal)
    return np.array([targets[i] for i in range(len(targets))])
""",
    ),
    "raises_sometimes": (
        "linear_fa",
        """
def linear_fa(theta, state, actions):
    if list(actions) == [1, 0]:
        raise KeyError(actions)
    return [theta @ phi(state, action) for action in actions]
""",
    ),
    "exploration_raises": (
        "epsilon_greedy_policy",
        """
def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.random() < epsilon:
        return action_space.samples()
    return int(np.argmax(q_vals))
""",
    ),
    "squeeze_all": (
        "dqn_loss",
        """
def dqn_loss(y_pred, y_target):
    actions, q_target = y_target
    chosen = y_pred.gather(1, actions.unsqueeze(1)).squeeze()
    return sum((chosen[i] - q_target[i]) ** 2 for i in range(len(chosen))) / len(chosen)
""",
    ),
}
# Some calls raise and another answers wrongly: nothing of the sort may be said.
RAISING_AND_WRONG = """
def get_targets(next_q_vals, rewards, terminal, gamma):
    if terminal.all():
        raise ValueError
    targets = rewards + gamma * next_q_vals.max(axis=1) * ~terminal
    return targets + (len(targets) == 6)
"""
UNEXPLAINED = {
    "phi": "def phi(state, action):\n    return 0.7 * state + 0.1",
    "linear_fa": "def linear_fa(theta, state, actions):\n    raise RuntimeError('?')",
    "get_targets": "def get_targets(*arguments):\n    return ['a', {}, None, object()]",
    "update_theta": "def update_theta(theta, *others):\n    theta[:] = np.nan",
    "epsilon_greedy_policy": "def epsilon_greedy_policy(*arguments):\n    return [[1], 'a']",
    "ReplayBuffer": "class ReplayBuffer:\n    data = 3\n    def __init__(self, n):\n        pass",
    "dqn_loss": (
        "def dqn_loss(y_pred, y_target):\n    actions, targets = y_target\n"
        "    chosen = y_pred[range(len(actions)), actions]\n"
        "    return ((chosen - 2 * targets).abs() ** 1.7).sum() + 3"
    ),
    "format_batch": """
def format_batch(batch, target_network, gamma):
    states, actions, rewards, _, _ = map(np.array, zip(*batch))
    targets = rewards + 0.3 * np.arange(len(rewards))
    return states, (actions, targets.astype(np.float32))
""",
}


# What is only quoted, or said by another exception, is no sign of the mistake that it spells.
QUOTED = {
    "the line, not the text": (
        "get_targets",
        "def get_targets(*arguments):\n    raise KeyError  # truth value of an array",
        set(),
    ),
    "the text, not the line": (
        "get_targets",
        """
said = "truth value of an array: " + "max" + "(next_q_vals)"

def get_targets(*arguments):
    raise ValueError(said)
""",
        {"condition_on_array"},
    ),
    "the line of the policy": (
        "epsilon_greedy_policy",
        "def epsilon_greedy_policy(*arguments):\n    raise KeyError  # axis 1 is out of bounds",
        set(),
    ),
    "the line of the memory": (
        "ReplayBuffer",
        "class ReplayBuffer:\n    def __init__(self, size):\n        raise KeyError  # integer",
        set(),
    ),
}


@pytest.fixture(scope="module")
def sessions():
    with Workbench() as opened:
        yield opened


def identifiers(sessions, exercise, source):
    student = Student(sessions.holding(exercise, source), 10)
    return {mistake.id for mistake in diagnose(exercise, student)}


@pytest.mark.long
@pytest.mark.parametrize("exercise", LIBRARY)
def test_a_reference_is_not_suspected(sessions, exercise):
    assert identifiers(sessions, exercise, reference(exercise)) == set()


@pytest.mark.slow
@pytest.mark.parametrize(("wanted", "answer"), TWO_MISTAKES.items(), ids=TWO_MISTAKES)
def test_two_mistakes_and_known_exceptions_are_named(sessions, wanted, answer):
    exercise, source = answer
    assert identifiers(sessions, exercise, source) == set(wanted.split(", "))


@pytest.mark.slow
@pytest.mark.parametrize(("wanted", "answer"), RAISING.items(), ids=RAISING)
def test_what_is_right_but_raises_is_told_when(sessions, wanted, answer):
    assert identifiers(sessions, *answer) == {wanted}


@pytest.mark.slow
def test_what_raises_and_is_wrong_elsewhere_is_not_said_to_be_right(sessions):
    assert identifiers(sessions, "get_targets", RAISING_AND_WRONG) == set()


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "source", "wanted"), QUOTED.values(), ids=QUOTED)
def test_an_exception_is_known_by_its_own_text(sessions, exercise, source, wanted):
    assert identifiers(sessions, exercise, source) == wanted


@pytest.mark.slow
@pytest.mark.parametrize("exercise", UNEXPLAINED)
def test_what_no_rule_explains_is_not_named(sessions, exercise):
    assert identifiers(sessions, exercise, UNEXPLAINED[exercise]) == set()


@pytest.mark.slow
@pytest.mark.parametrize("judged", ["linear_fa", "update_theta"])
def test_a_wrong_phi_is_not_blamed_on_what_calls_it(sessions, judged):
    for source in variants("phi", "wrong").values():
        channel = sessions.holding("phi", source)
        assert diagnose(judged, Student(channel, 10)) == []


@pytest.mark.slow
def test_what_a_library_draws_as_it_loads_is_that_of_no_class(monkeypatch):
    """In some classes, the network of DQN's probes had one best action: a mistake of its own."""
    name = "autograder.exercises.DQN.mistakes"
    usual = importlib.import_module(name).AGENT
    for secret in (0, 7919):
        monkeypatch.delitem(sys.modules, name)
        with variant.of_class(secret):
            drawn = diagnosis._module.__wrapped__("DQN").AGENT
        assert all(map(np.array_equal, drawn, usual))


@pytest.mark.slow
def test_a_function_that_hangs_is_not_diagnosed(sessions):
    source = "def phi(state, action):\n    while True:\n        pass"
    student = Student(sessions.holding("phi", source), 1)
    assert diagnose("phi", student) == []
    assert student.stopped is not None
    student.script = None  # nothing more is asked
    assert diagnose("linear_fa", student) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("exercise", RULES)
def test_no_wrong_rule_is_right_on_random_probes(exercise, seed):
    module = importlib.import_module(f"autograder.exercises.{exercise}.mistakes")
    right, wrong = module.RULES[0], [rule for rule in module.RULES if rule.mistakes]
    calls = module.probes(seed)
    given = [prediction(module.compute, call, right.options) for call in calls]
    assert explain(given, calls, [right], module.compute) == ()
    assert explain(given, calls, wrong, module.compute) is None


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "most"), [(0, 10), pytest.param(1, 40, marks=pytest.mark.long)])
@pytest.mark.parametrize("exercise", RULES)
def test_a_rule_is_explained_by_itself_or_by_a_simpler_one(exercise, seed, most):
    module = importlib.import_module(f"autograder.exercises.{exercise}.mistakes")
    rng = np.random.default_rng(seed)
    double = [rule for rule in module.RULES if len(rule.mistakes) == 2]
    drawn = rng.choice(len(double), size=min(most, len(double)), replace=False)
    single = [rule for rule in module.RULES if len(rule.mistakes) < 2]
    for rule in [*single, *(double[i] for i in drawn)]:
        given = [prediction(module.compute, call, rule.options) for call in module.CALLS]
        found = explain(given, module.CALLS, module.RULES, module.compute)
        if len(rule.mistakes) < 2:
            assert found == rule.mistakes
        elif found is not None:
            assert 0 < len(found) <= 2
