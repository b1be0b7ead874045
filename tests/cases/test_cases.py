"""Right notebooks as students really hand them in: full marks, and what is said of them."""

import json
import random

import pytest

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.judging.grading import grade
from autograder.limits import USUAL
from autograder.submission.release import release_folder
from autograder.submission.submission import open_submission
from tests.shapes import (
    COLAB_HEADER,
    PLATFORMS,
    blank,
    cell_of,
    code,
    preparation,
    right,
    transformed,
)
from tests.share import IMPATIENT

pytestmark = pytest.mark.slow

PAIR = ("phi", "linear_fa")


def graded(data, folder, exercises=None, name="q_lineaire", limits=USUAL):
    """The result of a notebook, on some of its exercises only if they are given."""
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    opened = open_submission(path, ASSIGNMENTS[name], release_folder(ASSIGNMENTS[name]))
    if exercises:
        opened.assignment = Assignment(name, exercises=exercises)
    return grade(opened, limits)


CASES = {}


def case(said=""):
    """Register a change to a right notebook that costs nothing, and what is said of it."""

    def register(change):
        CASES[change.__name__] = (change, said)
        return change

    return register


def blank_data():
    return json.loads(json.dumps(blank("q_lineaire")))


def at_the_end(data, *sources):
    data["cells"] += [code(source) for source in sources]


@case()
def a_preparation_of_colab(data):
    preparation(data)["source"] = COLAB_HEADER + preparation(data)["source"]


@case()
def an_import_after_what_only_colab_has(data):
    preparation(data)["source"] = (
        "import google.colab\nimport operator\n" + preparation(data)["source"]
    )
    cell_of(data, "phi")["source"] = (
        "def phi(state, action):\n    return state if action == 1 else operator.neg(state)"
    )


@case("ModuleNotFoundError : No module named 'seaborn'")
def a_missing_package_in_an_answer(data):
    cell = cell_of(data, "phi")
    cell["source"] = "import seaborn as sns  # pour plus tard\n\n\n" + cell["source"]


@case("« phi » est redéfinie plus bas, à la cellule qui commence par « def phi(state, action): »")
def phi_tried_in_another_form_at_the_end(data):
    at_the_end(data, "def phi(state, action):\n    return np.concatenate([state, state])")


@case("« phi » est redéfinie plus bas")
def variables_of_the_same_name(data):
    at_the_end(data, "phi = phi(state, 1)\nlinear_fa = 3")


@case("« phi » est redéfinie plus bas, dans sa propre cellule")
def a_variable_of_the_same_name_in_its_cell(data):
    cell_of(data, "phi")["source"] += "\n\nphi = phi(np.zeros(4), 1)\nphi"


@case()
def an_answer_in_a_raw_cell(data):
    cell_of(data, "phi")["cell_type"] = "raw"


@case()
def everything_forgotten_at_the_end(data):
    at_the_end(data, "%reset -f", "np = gym = random = None", "import numpy\ndel numpy")


@case("« phi » est redéfinie plus bas")
def a_cache_that_takes_no_array(data):
    at_the_end(data, "import functools\nphi = functools.cache(phi)")


@case()
def a_cache_as_a_decorator(data):
    cell = cell_of(data, "phi")
    cell["source"] = "import functools\n\n\n@functools.lru_cache(maxsize=None)\n" + cell["source"]


@case("No module named 'numba'")
def a_compiler_that_is_not_there(data):
    cell = cell_of(data, "phi")
    cell["source"] = "from numba import njit\n\n\n@njit\n" + cell["source"]


@case()
def the_same_helper_name_in_two_answers(data):
    cell_of(data, "phi")["source"] = (
        "def aide(x, a):\n    return x if a == 1 else -x\n\n\n"
        "def phi(state, action):\n    return aide(state, action)"
    )
    cell = cell_of(data, "linear_fa")
    cell["source"] = "def aide(x):\n    return x / 0\n\n\n" + cell["source"]


@case()
def an_answer_in_two_cells(data):
    cell = cell_of(data, "phi")
    at = data["cells"].index(cell)
    lines = cell["source"].split("\n")
    cell["source"] = "\n".join(lines[:-1])
    data["cells"].insert(at + 1, code(lines[-1]))


@case()
def the_cells_in_reverse(data):
    data["cells"].reverse()


@case("« linear_fa » a été trouvée dans une autre cellule que la sienne")
def two_answers_in_one_cell(data):
    phi, linear_fa = (cell_of(data, name) for name in PAIR)
    phi["source"] += "\n\n\noutils.verifier('phi')\n\n\n" + linear_fa["source"]
    data["cells"].remove(linear_fa)


@case("NameError : name 'npt' is not defined")
def a_name_that_only_an_annotation_lacks(data):
    cell_of(data, "phi")["source"] = (
        "def phi(state: npt.NDArray, action: int) -> npt.NDArray:\n"
        "    return state if action == 1 else -state"
    )


@case()
def an_answer_in_a_text_between_fences(data):
    cell = cell_of(data, "phi")
    cell["cell_type"] = "markdown"
    cell["source"] = f"Voici ma réponse :\n\n```python\n{cell['source']}\n```"


@case()
def a_helper_defined_after_its_use_as_a_decorator(data):
    cell = cell_of(data, "phi")
    cell["source"] = "@verifie\n" + cell["source"]
    at_the_end(data, "def verifie(fonction):\n    return fonction")


@case("a arrêté le processus Python")
def python_stopped_under_an_answer(data):
    cell_of(data, "phi")["source"] += "\n\nimport os\nos._exit(1)"


@case("« import os, threading » contient de quoi l'arrêter plus tard")
def python_stopped_later(data):
    timer = "import os, threading\nthreading.Timer(0.2, os._exit, (1,)).start()"
    data["cells"].insert(2, code(timer))
    cell_of(data, "linear_fa")["source"] += "\nimport time\ntime.sleep(0.4)"  # it stops this cell


@case("contient de quoi l'arrêter plus tard")
def python_stopped_later_by_an_answer(data):
    source = cell_of(data, "phi")["source"]
    timer = (
        "    import os, threading\n"
        "    if threading.active_count() < 20:  # a process may not have one a call\n"
        "        threading.Timer(0.1, os._exit, (1,)).start()\n"
    )
    cell_of(data, "phi")["source"] = source.replace("    return", timer + "    return", 1)


@case()
def an_answer_that_is_timed(data):
    cell_of(data, "phi")["source"] = "%%timeit -n 100\n" + cell_of(data, "phi")["source"]
    cell_of(data, "linear_fa")["source"] = "%%time\n" + cell_of(data, "linear_fa")["source"]


@case()
def a_notebook_that_is_left_before_the_answers(data):
    data["cells"].insert(3, code("print('fini')\nexit()"))


@case()
def a_breakpoint_left_in_an_answer(data):
    cell = cell_of(data, "phi")
    cell["source"] = cell["source"].replace("    return", "    breakpoint()\n    return", 1)


@case()
def a_kernel_that_is_asked_to_end(data):
    restart = "import IPython\nIPython.Application.instance().kernel.do_shutdown(True)"
    data["cells"][3:3] = [code("if 'google.colab' not in sys.modules: exit(0)"), code(restart)]


@case("« phi » est redéfinie plus bas, dans sa propre cellule")
def the_blank_function_left_below_the_answer(data):
    cell_of(data, "phi")["source"] += f"\n\n\n{cell_of(blank_data(), 'phi')['source']}"


@case("« phi » a été trouvée dans une autre cellule que la sienne")
def an_answer_above_the_blank_function_of_which_a_comment_changed(data):
    cell = cell_of(data, "phi")
    data["cells"].insert(data["cells"].index(cell), code(cell["source"]))
    cell["source"] = cell_of(blank_data(), "phi")["source"].replace("Votre code", "Fait au-dessus")


@case("(SyntaxError : invalid syntax (ligne 1)) ; la suite de la cellule a été exécutée")
def a_sentence_above_an_answer(data):
    cell_of(data, "phi")["source"] = "Ma réponse :\n\n" + cell_of(data, "phi")["source"]


@case()
def an_answer_pasted_with_its_fences(data):
    cell_of(data, "phi")["source"] = f"```python\n{cell_of(data, 'phi')['source']}\n```"


@case("« phi » est redéfinie plus bas")
def an_answer_corrected_further_down(data):
    good = cell_of(data, "phi")["source"]
    cell_of(data, "phi")["source"] = "def phi(state, action):\n    return state"
    at_the_end(data, good)


@case()
def an_answer_that_counts_its_calls(data):
    cell = cell_of(data, "phi")
    cell["source"] = (
        "appels = 0\n\n\ndef phi(state, action):\n    global appels\n    appels += 1\n"
        "    return state if action == 1 else -state"
    )
    at_the_end(data, "del appels")


SPARED = "D'autres lignes du cahier gênent l'exécution de "


@case(SPARED)
def the_names_of_the_teacher_and_of_python_taken_by_variables(data):
    at = data["cells"].index(preparation(data)) + 1
    data["cells"].insert(at, code("np = 5\nmax = len = 3\ndel random"))


@case(SPARED)
def a_standard_output_that_is_no_more(data):
    data["cells"].insert(3, code("import sys\nsys.stdout = None"))


@case(SPARED)
def a_warning_made_an_error_by_the_cell_of_another_answer(data):
    cell_of(data, "phi")["source"] += "\n\nimport warnings\nwarnings.simplefilter('error')"
    cell = cell_of(data, "linear_fa")
    cell["source"] = cell["source"].replace("np.array", "np.matrix([1]) is not None and np.array")


def test_what_torch_would_compile_is_run_as_it_is(tmp_path):
    data = right("dqn")
    cell_of(data, "dqn_loss")["source"] = "@torch.compile\n" + cell_of(data, "dqn_loss")["source"]
    result = graded(data, tmp_path, ("dqn_loss",), name="dqn")
    assert (result.score, result.problems) == (result.max_score, [])


def test_a_setting_left_on_costs_nothing(tmp_path):
    """Nothing stops where a generator always gives the same number, but all is wrong."""
    data = right("q_lineaire")
    at = data["cells"].index(preparation(data)) + 1
    data["cells"].insert(at, code("np.random.rand = lambda *shape: 0.5"))
    result = graded(data, tmp_path, ("epsilon_greedy_policy",))
    assert result.score == result.max_score
    (said,) = result.problems
    assert said.startswith(f"{SPARED}« epsilon_greedy_policy »")


@pytest.mark.parametrize("name", CASES)
def test_it_costs_nothing(name, tmp_path):
    change, said = CASES[name]
    data = right("q_lineaire")
    change(data)
    result = graded(data, tmp_path, PAIR)
    assert result.score == result.max_score
    assert said in " ".join(result.problems)
    assert bool(said) == bool(result.problems)


FAULTS = {
    "def phi(state, action)\n    return state": ("error", "sa cellule a échoué (SyntaxError"),
    "def Phi(state, action):\n    return state": ("error", "sa cellule définit « Phi »"),
    "class Reponse:\n    def phi(self, state, action):\n        return state": (
        "error",
        "sa cellule définit « Reponse »",
    ),
    "import absent\nphi = absent.phi": ("error", "sa cellule a échoué (NameError"),
    "def phi(state, action):\n    return aide(state)": ("error", "name 'aide' is not defined"),
    "": ("missing", "phi n'est pas définie"),
    'def phi(state, action):\n    raise NotImplementedError("À compléter")': (
        "missing",
        "pas encore écrite",
    ),
}


@pytest.mark.parametrize("source", FAULTS)
def test_code_that_is_there_is_not_still_to_write(source, tmp_path):
    status, said = FAULTS[source]
    data = right("q_lineaire")
    cell_of(data, "phi")["source"] = source
    result = graded(data, tmp_path, ("phi",)).exercise("phi")
    assert (result.score, result.status) == (0.0, status)
    assert said in result.tests[0].message


def test_what_failed_is_named_where_an_answer_depends_on_it(tmp_path):
    data = right("q_lineaire")
    cell_of(data, "phi")["source"] = "def phi(state, action):\n    return signe(action) * state"
    helper = "def signe(action):\n    return absent.signe(action)"
    data["cells"].insert(3, code(f"import absent\nimport inutile\n{helper}"))
    data["cells"].insert(3, code("import encore_un_autre"))
    result = graded(data, tmp_path, ("phi",))
    (problem,) = result.problems
    assert "« import absent » a échoué (ModuleNotFoundError" in problem
    assert "« phi » en dépend" in problem


BROKEN = {  # phi, and the right answers that depend on it
    "": ("linear_fa", "batch_linear_q"),
    "def phi(state, action):\n    return 1 / 0": ("linear_fa", "batch_linear_q"),
    "def phi(state, action):\n    while True:\n        pass": ("linear_fa",),
    "def phi(state, action):\n    import os\n    os._exit(1)": ("linear_fa",),
}


@pytest.mark.parametrize("source", BROKEN)
def test_a_right_answer_keeps_its_points_whatever_it_depends_on(source, tmp_path):
    data = right("q_lineaire")
    cell_of(data, "phi")["source"] = source
    result = graded(data, tmp_path, BROKEN[source], limits=IMPATIENT)
    assert result.score == result.max_score


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_costs_nothing(platform, tmp_path):
    data = right("q_lineaire")
    PLATFORMS[platform](data)
    result = graded(data, tmp_path)
    assert result.score == result.max_score == 20
    assert result.problems == []


@pytest.mark.parametrize("seed", [3, 17, 29, 41])
def test_any_combination_costs_nothing(seed, tmp_path):
    data, changes = transformed("q_lineaire", random.Random(seed))
    result = graded(data, tmp_path)
    assert result.score == result.max_score == 20, changes
