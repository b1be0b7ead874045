"""What is sent as text into the student's process: it imports nothing from the project.

It holds no answer and no expected value. Its modules name each other relatively, so that they are
a package under another name there.
"""

from pathlib import Path

# Each one imports earlier ones only.
MODULES = ("wire", "naming", "recorder", "environments", "standing", "serve")


def package(name: str) -> str:
    """The code that makes these modules a package of this name, elsewhere.

    The package itself has what the grader calls: `serve` and `note`.
    """
    folder = Path(__file__).parent
    texts = {one: (folder / f"{one}.py").read_text(encoding="utf-8") for one in MODULES}
    return _CODE.format(name=name, texts=texts)


_CODE = """
def _make(name, text):
    import sys, types
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = []
    module.__package__ = {name!r}
    exec(compile(text, name + '.py', 'exec'), module.__dict__)
    return module
_make({name!r}, '')
for _module, _text in {texts!r}.items():
    _make({name!r} + '.' + _module, _text)
import sys as _s
_s.modules[{name!r}].serve = _s.modules[{name!r} + '.serve'].serve
_s.modules[{name!r}].note = _s.modules[{name!r} + '.standing'].note
del _make, _module, _text, _s
"""
