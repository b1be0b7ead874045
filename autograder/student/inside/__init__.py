"""What is sent as text into the student's process: it imports nothing from the project.

It holds no answer and no expected value. Its modules name each other relatively; there they are one
text, run in one namespace that no name leads to: neither `sys.modules` nor the notebook knows it.
"""

import ast
import functools
import importlib.util
import marshal
from collections.abc import Sequence
from pathlib import Path
from typing import TypeGuard

# What the answering module needs comes with it; the others are run before it.
MODULES = ("putting_off", "lighter", "serve")
# The message that the kernel is sent for each request. It is Jupyter's own, which only consoles
# send: no hook of IPython's sees it, and no cell is run.
ROUTE = "is_complete_request"


@functools.cache
def program() -> str:
    """These modules as one text."""
    return as_one(*(Path(__file__).parent / f"{module}.py" for module in MODULES))


@functools.cache
def compiled() -> bytes:
    """The same as code: it would take longer to compile than most requests take to answer."""
    package = importlib.util.find_spec("IPython")
    assert package is not None and package.origin is not None
    shell = Path(package.origin).parent / "core" / "interactiveshell.py"
    return marshal.dumps(compile(program(), str(shell), "exec"))


def as_one(*paths: Path) -> str:
    """Modules, and those that they import relatively, as one text.

    Each stands once, after what it imports. No two of them may define the same name.
    """
    trees: dict[Path, list[ast.stmt]] = {}
    for path in paths:
        _add(path.resolve(), trees)
    statements = [node for body in trees.values() for node in body if not _is_relative(node)]
    return ast.unparse(ast.Module(statements, type_ignores=[]))


def _add(path: Path, trees: dict[Path, list[ast.stmt]]) -> None:
    """Add a module's statements to those of the modules that it imports."""
    if path not in trees:
        body = ast.parse(path.read_text(encoding="utf-8")).body
        for node in filter(_is_relative, body):
            _add(_imported(path, node), trees)
        trees[path] = body


def _imported(path: Path, node: ast.ImportFrom) -> Path:
    """The module that `from .name import …` names in the module at `path`."""
    assert node.module is not None
    return path.parents[node.level - 1].joinpath(*node.module.split(".")).with_suffix(".py")


def installation(files: Sequence[str]) -> str:
    """The code of a cell that has this process answer the grader, and leaves no trace of itself.

    Its message brings, in binary, what is `compiled` and the contents of these files, which it
    writes: all that a cell's text holds is read many times over before it is run.
    """
    return _CODE.format(files=list(files), route=ROUTE)


def _is_relative(node: ast.stmt) -> TypeGuard[ast.ImportFrom]:
    return isinstance(node, ast.ImportFrom) and node.level > 0


# Nobody reads what the kernel says of each message. The functions say that they are IPython's, as
# all those between a cell and its kernel are. What is frozen is no longer listed by gc.get_objects.
_CODE = """
def _install():
    import gc, linecache, marshal, sys
    from IPython import get_ipython
    from IPython.core import interactiveshell
    kernel = get_ipython().kernel
    program, *contents = kernel.get_parent()['buffers']
    for name, content in zip({files!r}, contents):
        with open(name, 'wb') as file:
            file.write(content)
    names = {{'__name__': interactiveshell.__name__, '__file__': interactiveshell.__file__}}
    exec(marshal.loads(program), names)
    kernel.log.setLevel('WARNING')
    names['put_off']()
    names['lighten'](kernel)
    names['stay'](kernel)
    kernel.shell_handlers[{route!r}] = names['handler'](kernel, kernel.shell_handlers[{route!r}])
    linecache.cache.pop(sys._getframe().f_code.co_filename, None)
    del globals()['_install']
    gc.freeze()
_install()
"""
