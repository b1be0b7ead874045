"""What installs or downloads is left out, and nothing else."""

import pytest

from autograder.submission.installs import without_installs
from autograder.submission.python import definitions

LEFT_OUT = [
    "!pip install poutyne",
    "!pip install -q \\\n    poutyne \\\n    gymnasium",
    "%pip install -q 'gymnasium[classic-control]'",
    "%conda install -y numpy",
    "!sudo apt-get -y install swig > /dev/null 2>&1",
    "!cd /content && pip install -r requirements.txt",
    "!/usr/bin/python3 -m pip install x",
    "!{sys.executable} -m pip install x",
    "!git clone https://github.com/x/y",
    "!wget -q https://example.org/x.zip",
    "sortie = !pip list",
    "%%bash\npip install x\napt-get install -y y",
    "%%capture\n!pip install x",
    "get_ipython().system('pip install x')",
    "get_ipython().run_line_magic('pip', 'install x')",
    "os.system('pip install x')",
    "os.system(f'pip install {name}')",
    "subprocess.run(['pip', 'install', 'x'], check=True)",
    "subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'x'])",
    "subprocess.run(\n    'python -m pip install x',\n    shell=True,\n)",
    "try:\n    import x\nexcept ImportError:\n    !pip install x\n    import x",
    "if 'google.colab' in sys.modules:\n    os.system('apt install x')",
    "def install(name):\n    subprocess.run([sys.executable, '-m', 'pip', 'install', name])",
    "x = print(subprocess.run(['conda', 'install', 'x']), os.system('pip install y'))",
]
KEPT = [
    "import pip",
    "print('pip install x')",
    "# !pip install x",
    "!echo pip",
    "%matplotlib inline",
    "%cd /content",
    "!ls",
    "%%bash\nls pip",
    "x = 7 % 3\ny = x != 2",
    "env.run(pip)",
    "pipeline = run('tests')",
    "os.system('ls')",
    "subprocess.run(['ls', '-l'])",
    "ceci n'est pas du Python",
    "sys.exit()",
    "%%time\nx = 1",
    "%timeit f(3)",
    "exit = 3\nprint(exit, quitter())",
]


@pytest.mark.parametrize(
    "line", ["exit()", "quit()", "exit", "quit ( )", "    exit()  # fin", "exit();"]
)
def test_what_ends_the_kernel_is_left_out(line):
    source = f"if fini:\n    {line}\ny = exit_code"
    assert without_installs(source).split("\n")[1].strip() == "pass"
    assert without_installs(source).endswith("y = exit_code")


@pytest.mark.parametrize(
    "magic", ["%%timeit -n 1", "%%prun", "%%memit", "%%debug", "%%mypy", "%%notify -m fini"]
)
def test_what_measures_a_cell_or_is_not_here_does_not_lose_what_it_defines(magic):
    assert without_installs(f"\n{magic}\ndef f():\n    return 1") == (
        "\npass\ndef f():\n    return 1"
    )
    assert definitions(f"{magic}\ndef f():\n    return 1") == {"f"}
    assert without_installs(f"x = 1\n{magic}") == f"x = 1\n{magic}"


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 1", "%%capture sortie"])
def test_a_cell_magic_under_a_comment_does_not_lose_what_the_cell_defines(magic):
    assert without_installs(f"# Ma réponse\n\n{magic}\ndef f():\n    return 1") == (
        "# Ma réponse\n\npass\ndef f():\n    return 1"
    )


@pytest.mark.parametrize("source", LEFT_OUT)
def test_what_installs_is_left_out(source):
    quiet = without_installs(source)
    for word in ("install", "clone", "wget", "pip list"):
        assert word not in quiet.replace("def install", "")
    assert len(quiet.split("\n")) == len(source.split("\n"))


@pytest.mark.parametrize("source", KEPT)
def test_all_else_is_kept(source):
    assert without_installs(source) == source


@pytest.mark.parametrize("source", ["%reset -f", "  %reset", "%reset_selective x", "%xdel x"])
def test_what_forgets_is_left_out(source):
    assert without_installs(source).strip() == "pass"
    assert without_installs(source.replace("%", "%re")) == source.replace("%", "%re")


def test_what_stands_around_is_kept():
    source = "import numpy as np\n!pip install x\né = [os.system('pip install x'), 'à']\ny = 1"
    assert without_installs(source) == "import numpy as np\npass\né = [None, 'à']\ny = 1"
