"""What the kernel is spared changes nothing of what a cell does and shows."""

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.paths import ROOT
from autograder.student.inside.lighter import is_left_alone
from autograder.student.process import StudentProcess

PLAIN = (
    "x = 1\nx",
    "x = 1\n\ny = 2\n\n",
    "def f(a):\n    '''What? 50 %'''\n    return a % 2  # why?\nf(1)",
    "x = (3\n%2)\ny = (4\n/2)\n",
    "f'''{1!r}\n%time\n!ls\n'''\nx = 'a?'\n",
    "a = [1\n,2]\nb = 1 \\\n  % 2",
    "# x?\n#!ls\nx = 1; y = 2",
    "async def f():\n    await g()\n",
)
CHANGED = (
    "\n\nx = 1\ny = 2",
    "    # shifted\nx = 1",
    "'''\n>>> f(1)\n'''\nx = 2",
    "%time x = 1\ny = 2",
    "x = !ls\ny = 1",
    "%%time\nx = 1",
    "x?\ny = 1",
    "ls\n",
    "x = 1",
    "In [1]: x = 1\nx",
    "def f(:\n  pass",
    "x = 1\0\ny = 2",
    "",
)


def cells():
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                yield cell.source


def test_a_cell_that_is_left_alone_is_one_that_ipython_leaves_alone():
    left = [*PLAIN, *filter(is_left_alone, cells())]
    assert len(left) > len(PLAIN) + 50
    manager = TransformerManager()
    for cell in left:
        assert is_left_alone(cell)
        assert manager.transform_cell(cell) == (cell if cell.endswith("\n") else cell + "\n")


@pytest.mark.parametrize("cell", CHANGED)
def test_any_other_is_ipythons_affair(cell):
    assert not is_left_alone(cell)


SHOWN = """
import sys, threading
print("un")
print("deux", file=sys.stderr)
other = threading.Thread(target=print, args=("trois",))
other.start()
other.join()
display("quatre")
sys.stdout.write("cinq")
"""
AWAITED = """
import asyncio
await asyncio.sleep(0)
print("attendu")
"""
TRANSFORMED = """
shell = get_ipython()
shell.input_transformers_post.append(lambda lines: [one.replace("jour", "soir") for one in lines])
"""


@pytest.mark.slow
def test_what_cells_show_comes_whole_and_before_their_end():
    with StudentProcess() as process:
        shown = process.run(SHOWN, 10).outputs
        texts = "".join(one.get("text", "") for one in shown)
        assert all(word in texts for word in ("un", "deux", "trois", "cinq"))
        kinds = {one["output_type"] for one in shown}
        assert kinds == {"stream", "display_data", "execute_result"}
        assert process.run(AWAITED, 10).outputs[0]["text"] == "attendu\n"
        assert process.run("x = 1\n%time y = 2\nz = !echo ici\nz", 10).status == "ok"
        assert process.run("1\n1 / 0", 10).status == "error"
        process.run(TRANSFORMED, 10)
        assert process.run("x = 1\nprint('bonjour')", 10).outputs[0]["text"] == "bonsoir\n"
