"""The vocabulary of the hidden tests: points, comparisons, and what is said of a failure."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.judging import work
from autograder.judging.findings import Failed, Finding
from autograder.judging.quoting import TYPES
from autograder.student.inside.wire import MAX_ITEMS, TOO_MANY
from autograder.student.wire import Opaque, Tensor

if TYPE_CHECKING:
    import pytest

MAX_SHOWN = 6
FEW = 32  # numbers of an array
MAX_TEXT = 20  # of a text where numbers are expected
MOST_INTEGER = 10**6  # what is larger is shown as a float would be


class CheckError(AssertionError):
    """A property that the student's code does not have; `finding` tells which, as data."""

    def __init__(self, finding: Finding):
        super().__init__(finding)
        self.finding = finding


def points(value: float) -> "pytest.MarkDecorator":
    """What a hidden test is worth."""
    import pytest  # which commands that judge nothing have no use for

    return pytest.mark.points(value)


def require(condition: Any, *, call: str, obtained: Any, expected: str, hint: str) -> None:
    """Raise CheckError unless `condition`. `obtained` is described, or shown as it is if text.

    Not if that text is a student's: it could hold the hidden inputs.
    """
    if not condition:
        shown = obtained if type(obtained) is str else describe(obtained)
        raise CheckError(Failed(call, shown, expected, hint))


def same(
    obtained: Any,
    wanted: Any,
    *,
    call: str,
    expected: str,
    hint: str,
    rtol: float = 1e-6,
    atol: float = 1e-9,
) -> None:
    """Raise CheckError unless `obtained` has the shape and the values of `wanted`.

    `expected` states the property; the wanted values are never shown.
    """
    require(
        close(obtained, wanted, rtol=rtol, atol=atol),
        call=call,
        obtained=obtained,
        expected=expected,
        hint=hint,
    )


def close(obtained: Any, wanted: Any, *, rtol: float = 1e-6, atol: float = 1e-9) -> bool:
    """Whether both are numeric arrays of one shape with close values (float32 allowed for)."""
    return _agree(as_array(obtained), as_array(wanted), rtol, atol)


def _agree(left, right, rtol, atol):
    """Where every comparison of numbers ends, so that a test can watch them all."""
    work.go_on()
    if left is None or right is None or left.shape != right.shape:
        return False
    if np.float32 in (left.dtype, right.dtype):
        rtol, atol = max(rtol, 1e-5), max(atol, 1e-6)
    if left.ndim == 0:
        return _near(left.item(), right.item(), rtol, atol)
    if left.size <= FEW:  # numpy takes longer over so few numbers than Python does
        one, other = left.ravel().tolist(), right.ravel().tolist()
        return one == other or all(
            _near(*pair, rtol, atol) for pair in zip(one, other, strict=True)
        )
    # a right answer is nearly always the very same numbers, which are compared ten times as fast
    return bool((left == right).all()) or _all_near(left, right, rtol, atol)


def _near(one, other, rtol, atol):
    """What numpy.isclose says of two numbers."""
    return one == other or (math.isfinite(other) and abs(one - other) <= atol + rtol * abs(other))


def _all_near(left, right, rtol, atol):
    """What numpy.allclose says, sooner where all are finite floats."""
    if left.dtype.kind == right.dtype.kind == "f":
        with np.errstate(all="ignore"):
            gaps, bounds = np.abs(left - right), atol + rtol * np.abs(right)
        near = bool((gaps <= bounds).all())
        if np.isfinite(bounds if near else gaps).all():
            return near
    return np.allclose(left, right, rtol=rtol, atol=atol)


def as_array(value: Any) -> np.ndarray | None:
    """The numeric array that a list, a tuple, a number, an array or a tensor stands for."""
    if isinstance(value, Tensor):
        value = value.array
    if type(value) is np.ndarray:  # most of what comes
        return value if value.dtype.kind in "biuf" else None
    if value is None or isinstance(value, (str, dict, Opaque)):
        return None
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    return array if array.dtype.kind in "biuf" else None


def describe(value: Any) -> str:
    """A short French description of what a student's function returned."""
    if value is None:
        return "None (rien n'est renvoyé ?)"
    if isinstance(value, Opaque) and value.type == TOO_MANY:
        return f"plus de {MAX_ITEMS} éléments"
    if isinstance(value, Opaque):
        return f"un objet de type {value.type}" if value.type in TYPES else "un autre objet"
    if isinstance(value, Tensor):
        return f"un tenseur de forme {value.array.shape} : {_numbers(value.array)}"
    if isinstance(value, np.ndarray):
        return f"un tableau de forme {value.shape} : {_numbers(value)}"
    if isinstance(value, (list, tuple)):
        kind = "une liste" if isinstance(value, list) else "un n-uplet"
        shown = ", ".join(_item(item) for item in value[:MAX_SHOWN])
        more = ", …" if len(value) > MAX_SHOWN else ""
        return f"{kind} de longueur {len(value)} : {shown}{more}"
    return _item(value)


def _item(value):
    if isinstance(value, Opaque):
        return value.type if value.type in TYPES else "objet"
    if isinstance(value, (list, tuple, np.ndarray, Tensor, dict)):
        return type(value).__name__
    if isinstance(value, (float, np.floating)) or _is_long(value):
        return f"{value:.6g}"
    text = repr(value.item()) if isinstance(value, np.generic) else repr(value)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _is_long(value):
    return isinstance(value, (int, np.integer)) and abs(int(value)) >= MOST_INTEGER


def _numbers(array):
    shown = [f"{number:.4g}" for number in array.ravel()[:MAX_SHOWN].tolist()]
    return "[" + ", ".join(shown) + (", …]" if array.size > MAX_SHOWN else "]")
