"""What surrounds the answers and that they do not read is left out; what they read stays."""

import pytest
from nbformat.v4 import new_code_cell

from autograder.submission.pared import changes_settings, pared

GIVEN = new_code_cell(
    "import random\n\nimport numpy as np", metadata={"nbgrader": {"locked": True}}
)
PHI = "def phi(state, action):\n    return aide(np.array(state), action)"
ANSWER = {"nbgrader": {"grade_id": "phi", "solution": True}}
ADDED = {"autograder": {"added": True}}


def left(source, answer=PHI):
    """What stays of a cell that was added before an answer, without its empty lines."""
    cells = [GIVEN, new_code_cell(source, metadata=ADDED), new_code_cell(answer, metadata=ANSWER)]
    found = pared(cells)
    if found is None:
        return source
    assert found[0] == GIVEN
    return "\n".join(line for line in found[1].source.split("\n") if line)


@pytest.mark.parametrize(
    "source",
    [
        "del np",
        "np = 5",
        "np: int = 5",
        "list, x = [1], 2",
        "for max in range(3):\n    pass",
        "import builtins\nbuiltins.max = None",
        "import sys\nsys.stdout = None",
        "import warnings\nwarnings.simplefilter('error')",
        "from numpy.random import *",
        "from random import random",
        "import cupy as np",
        "np.seterr(all='raise')",
        "vieux = np.seterr(all='raise')",
        "np.random.rand = None",
        "random.__dict__['sample'] = None",
        "globals().clear()",
        "%pylab inline",
        "%%bash\nexit 1",
        "ceci n'est pas du Python",
        "if True:\n    np = 5",
        "def list():\n    return 3",
        "x = 3",
    ],
)
def test_what_an_answer_does_not_read_is_left_out(source):
    assert left(source) == ""


@pytest.mark.parametrize(
    "source",
    [
        "def aide(x, a):\n    return x * SIGNES[a]\nSIGNES = {0: -1}\nSIGNES[1] = 1",
        "import math as m\ndef aide(x, a):\n    return m.copysign(x, a)",
        "from random import gauss\ndef aide(x, a):\n    return gauss(x, a)",
        "import numpy as np\nimport random, math\ndef aide(x, a):\n    return math.exp(np.exp(a))",
        "class Aide:\n    pass\nAide.signe = 1\naide = Aide()",
        "try:\n    from outil import aide\nexcept ImportError:\n    aide = None",
        "if True:\n    def aide(x, a):\n        return x",
    ],
)
def test_what_an_answer_reads_stays(source):
    assert left(source + "\nprint(3)").replace("import numpy as np\n", "") == source.replace(
        "import numpy as np\n", ""
    )


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.inference_mode(True).__enter__()",
        "import torch\ntorch.set_grad_enabled(False)",
        "import torch\nif torch:\n    torch.set_default_dtype(torch.float64)",
        "np.random.seed = lambda n: None",
        "random.sample = None",
        "old = np.seterr(all='raise')",
    ],
)
def test_a_setting_that_may_spoil_an_answer_is_seen(source):
    assert changes_settings([GIVEN, new_code_cell(source, metadata=ADDED)])


@pytest.mark.parametrize(
    "source",
    [
        "np.set_printoptions(precision=2)",
        "np.random.seed(3)",
        "class Aide:\n    pass\nAide.signe = 1",
        "import warnings\nwarnings.filterwarnings('ignore')",
        "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.rcParams['font.size'] = 9",
        "figure.set_size_inches(4, 3)",
        "def aide():\n    np.random.seed = None",
        "ceci n'est pas du Python",
    ],
)
def test_what_spoils_nothing_is_no_setting(source):
    assert not changes_settings([GIVEN, new_code_cell(source, metadata=ADDED)])


def test_lines_of_an_answers_own_cell_are_left_out_too():
    spoilt = f"import sys\nlist = []\n{PHI}\ndel np\nphi([1], 1)\nphi = aide(phi)"
    *_, cell = pared([GIVEN, new_code_cell(spoilt, metadata=ANSWER)])
    lines = cell.source.split("\n")
    assert lines == ["", "", *PHI.split("\n"), "", "", "phi = aide(phi)"]


def test_there_is_nothing_to_leave_out_of_answers_alone():
    commented = f"# Ma réponse\n\n{PHI}"
    assert pared([GIVEN, new_code_cell(commented, metadata=ANSWER)]) is None


def test_an_answer_that_is_not_python_is_left_as_it_is():
    cells = [new_code_cell("def phi(:", metadata=ANSWER), new_code_cell("x = 1", metadata=ADDED)]
    assert [cell.source for cell in pared(cells)] == ["def phi(:", ""]


@pytest.mark.parametrize(
    "body",
    [
        "global np\n    np = 3",
        "global list\n    list = []",
        "for a in x:\n        np.seterr(all='raise')",
        "np.dot = None",
    ],
)
def test_a_function_that_may_spoil_the_others_when_called_is_seen(body):
    cells = [GIVEN, new_code_cell(f"def phi(x):\n    {body}", metadata=ANSWER)]
    assert changes_settings(cells, when_called=True)
    assert not changes_settings(cells)


@pytest.mark.parametrize("body", ["global calls\n    calls += 1", "np.random.seed(0)", "x.a = 3"])
def test_a_function_that_counts_its_calls_spoils_nothing(body):
    cells = [GIVEN, new_code_cell(f"calls = 0\ndef phi(x):\n    {body}", metadata=ANSWER)]
    assert not changes_settings(cells, when_called=True)


def test_an_answer_may_be_kept_without_the_others():
    other = new_code_cell(
        "def linear_fa(x):\n    return phi(x, 0) * AIDE\nAIDE = 2",
        metadata={"nbgrader": {"grade_id": "linear_fa", "solution": True}},
    )
    spoiling = "def phi(x, a):\n    global AIDE\n    AIDE = x"
    cells = [GIVEN, new_code_cell(spoiling, metadata=ANSWER), other]
    assert pared(cells) is None
    given, phi, own = pared(cells, "linear_fa")
    assert (given, own) == (GIVEN, other)
    assert not phi.source.strip()
