"""What a message may quote of an exception that came out of a hidden call.

The code that raises it was given hidden inputs, and may write them in its text. What is quoted says
no more than a few numbers: a sentence of Python's own, of NumPy's or of torch's, the names in it
being those of the student's line, and the sizes of a few arrays.
"""

import builtins
import re

from autograder.judging.findings import Raised
from autograder.student.inside.wire import NO_VECTOR, TOO_LARGE

KINDS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
) | {"AxisError", "LinAlgError", "UFuncTypeError"}
TYPES = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type)) | {
    *("NoneType", "function", "method", "module", "ellipsis", "generator", "builtin_function"),
    *("ndarray", "float32", "float64", "int32", "int64", "bool_", "Tensor", "Discrete", "numpy"),
    *("generator", "deque", "dict_values", "dict_keys", "DataFrame", "Series", "Model", "NNModel"),
    *("Parameter", "Sequential", "Linear", "profondeur excessive"),
}
NAME = re.compile(r"[^\W\d]\w*")
PARTS = {
    "N": r"([^\W\d]\w{0,39}(?:\.[^\W\d]\w{0,39})?)",
    "S": r"(?:\((?:\d{1,4}(?:, ?\d{1,4}){0,2})?,?\))",
    "I": r"(?:-?\d{1,4})",
}
SENTENCES = (
    TOO_LARGE,
    NO_VECTOR,
    "name 'N' is not defined",
    "cannot access local variable 'N' where it is not associated with a value",
    "local variable 'N' referenced before assignment",
    "'N' object has no attribute 'N'",
    "module 'N' has no attribute 'N'",
    "'N' object is not (?:callable|iterable|subscriptable)",
    "'N' object does not support item assignment",
    "'N' object cannot be interpreted as an integer",
    "object of type 'N' has no len\\(\\)",
    "cannot unpack non-iterable N object",
    "unsupported operand type\\(s\\) for [^\\w\\s]{1,3}: 'N' and 'N'",
    "'[^\\w\\s]{1,2}' not supported between instances of 'N' and 'N'",
    "N\\(\\) missing I required positional arguments?: 'N'(?:,? (?:and )?'N'){0,5}",
    "N\\(\\) takes I positional arguments? but I (?:was|were) given",
    "N\\(\\) got an unexpected keyword argument 'N'",
    "(?:not enough|too many) values to unpack \\(expected I(?:, got I)?\\)",
    "(?:list|tuple|string|pop) index out of range",
    "(?:list|tuple) indices must be integers or slices, not N",
    "division by zero",
    "maximum recursion depth exceeded(?: while calling a Python object| in comparison)?",
    "Sample larger than population or is negative",
    "operands could not be broadcast together with shapes S S ?S? ?",
    "could not broadcast input array from shape S into shape S",
    "cannot reshape array of size I into shape S",
    "shapes S and S not aligned: I \\(dim I\\) != I \\(dim I\\)",
    "matmul: Input operand I has a mismatch in its core dimension I, with gufunc signature"
    " \\(n\\?,k\\),\\(k,m\\?\\)->\\(n\\?,m\\?\\) \\(size I is different from I\\)",
    "index I is out of bounds for axis I with size I",
    "too many indices for array: array is I-dimensional, but I were indexed",
    "axis I is out of bounds for array of dimension I",
    "arrays used as indices must be of integer \\(or boolean\\) type",
    "only integers, slices \\(`:`\\), ellipsis \\(`...`\\), numpy.newaxis \\(`None`\\) and integer"
    " or boolean arrays are valid indices",
    "only (?:integer scalar arrays|length-1 arrays|0-dimensional arrays) can be converted to"
    " (?:a scalar index|Python scalars)",
    "The truth value of an array with more than one element is ambiguous. Use a.any\\(\\) or"
    " a.all\\(\\)",
    "setting an array element with a sequence.(?: The requested array has an inhomogeneous shape"
    " after I dimensions. The detected shape was S \\+ inhomogeneous part.)?",
    "mat1 and mat2 shapes cannot be multiplied \\(\\d{1,4}x\\d{1,4} and \\d{1,4}x\\d{1,4}\\)",
    "The size of tensor a \\(I\\) must match the size of tensor b \\(I\\) at non-singleton"
    " dimension I",
    "element 0 of tensors does not require grad and does not have a grad_fn",
    "Torch not compiled with CUDA enabled",
)


def _pattern(sentence: str) -> re.Pattern:
    """A sentence with what stands for its names, shapes and numbers."""
    return re.compile(re.sub(r"\b[NSI]\b", lambda found: PARTS[found[0]], sentence))


PATTERNS = tuple(map(_pattern, SENTENCES))


def kind(error: Raised) -> str:
    """The type of an exception if it is Python's or NumPy's, else nothing."""
    return error.kind if error.kind in KINDS else ""


def text(error: Raised) -> str:
    """The text of an exception if it may be quoted, else nothing."""
    said = error.text.split(". Did you mean: ")[0]
    for pattern in PATTERNS:
        found = pattern.fullmatch(said)
        if found:
            names = (name for group in found.groups() for name in NAME.findall(group or ""))
            known = TYPES | set(NAME.findall(error.line))
            return said if all(name in known for name in names) else ""
    return ""
