"""Plain data between the grader and the student's process.

The student's process may write anything: a reply is checked and rebuilt piece by piece, from a
short list of types. Nothing is unpickled or evaluated.
"""

import binascii
import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.student.inside import wire as inside

MAX_BYTES = 8 * 2**20  # an honest reply stays below 2 MiB
MAX_MARKS = 1_000_000  # of JSON's own characters: bounds what the text unfolds into
NAMES = ("bool", "f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")
DTYPES = {np.dtype(name).str: np.dtype(name) for name in NAMES}


class MessageError(Exception):
    """A reply that is not what the protocol allows."""


@dataclass(frozen=True)
class Tensor:
    """A torch tensor: sent as one to the student's process, received as its values."""

    array: np.ndarray

    def __init__(self, array):
        object.__setattr__(self, "array", np.asarray(array))


@dataclass(frozen=True)
class Discrete:
    """A `gymnasium.spaces.Discrete` to be built in the student's process."""

    n: int
    start: int = 0
    seed: int = 0


@dataclass(frozen=True)
class Opaque:
    """A value that has no plain form; only its type's name is known."""

    type: str


def encode(value: Any) -> Any:
    """Turn an argument into JSON data (trusted side)."""
    if isinstance(value, Tensor):
        return {**inside.encode(value.array), "$": "tensor"}
    if isinstance(value, Discrete):
        return {"$": "discrete", "n": value.n, "start": value.start, "seed": value.seed}
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, tuple):
        return {"$": "tuple", "v": [encode(item) for item in value]}
    if isinstance(value, dict):
        return {"$": "dict", "v": [[encode(k), encode(v)] for k, v in value.items()]}
    return inside.encode(value)


def parse(text: Any) -> dict:
    """Read a reply's JSON text.

    Raises MessageError when it is not a JSON object of a reasonable size.
    """
    if not isinstance(text, str) or len(text) > MAX_BYTES:
        raise MessageError("réponse absente ou trop grande")
    if sum(map(text.count, "[{,")) > MAX_MARKS:
        raise MessageError("réponse trop longue")
    try:
        reply = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MessageError("réponse illisible") from error
    if not isinstance(reply, dict):
        raise MessageError("réponse inattendue")
    return reply


def decode(data: Any) -> Any:
    """Rebuild a value that the student's process sent (hostile side).

    Raises MessageError on anything outside of the protocol.
    """
    if data is None or type(data) in (bool, int):  # most of what comes
        return data
    return _Decoder().decode(data, 0)


class Said(str):
    """A text that the student's process sent: never to be shown as if it were the grader's."""


class _Decoder:
    """Counts what it rebuilds, so that a small message cannot unfold into a large value."""

    def __init__(self):
        self.items = 0

    def decode(self, data, depth):
        self.items += 1
        if depth > 2 * inside.MAX_DEPTH or self.items > inside.MAX_ITEMS:
            raise MessageError("valeur trop profonde ou trop longue")
        kind = type(data)
        if kind is dict:
            return self.decode_tagged(data, depth)
        if data is None or kind is bool or kind is int:
            return data
        if kind is str:
            return Said(_text(data))
        if kind is float:  # ours travel as hexadecimal text
            raise MessageError("nombre inattendu")
        return [self.decode(item, depth + 1) for item in data]

    def decode_tagged(self, data, depth):
        kind = data.get("$")
        if kind == "array":
            return _array(data)
        if kind == "float":
            return _float(data.get("v"))
        if kind == "list":
            return self.decode_list(data)
        if kind == "scalar":
            return _array(data)[()]
        if kind == "tensor":
            return Tensor(_array(data))
        if kind == "tuple":
            return tuple(self.decode(_list(data), depth + 1))
        if kind == "dict":
            return self.decode_dict(_list(data), depth)
        if kind == "object":
            return Opaque(str(data.get("type"))[: inside.MAX_TEXT])
        raise MessageError("valeur d'une sorte inconnue")

    def decode_list(self, data):
        """A list of scalars of numpy, or of Python where `python` says so, all of one type."""
        array = _array(data)
        self.items += array.size
        if array.ndim != 1 or self.items > inside.MAX_ITEMS:
            raise MessageError("liste d'une forme inattendue ou trop longue")
        return array.tolist() if data.get("python") is True else list(array)

    def decode_dict(self, pairs, depth):
        result = {}
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2:
                raise MessageError("dictionnaire malformé")
            result[_text(pair[0])] = self.decode(pair[1], depth + 1)
        return result


def _text(data):
    # A longer text would make numpy's table of texts as wide for each of its items.
    if not isinstance(data, str) or len(data) > inside.MAX_TEXT:
        raise MessageError("texte malformé ou trop long")
    return data


def _list(data):
    if not isinstance(data.get("v"), list):
        raise MessageError("suite malformée")
    return data["v"]


def _float(text):
    if not isinstance(text, str) or len(text) > 40:
        raise MessageError("nombre malformé")
    try:
        return float.fromhex(text)
    except (ValueError, OverflowError) as error:
        raise MessageError("nombre malformé") from error


def _array(data):
    name, shape = data.get("dtype"), data.get("shape")
    dtype = DTYPES.get(name) if type(name) is str else None
    if dtype is None or not isinstance(shape, list) or len(shape) > 8:
        raise MessageError("tableau d'un type inattendu")
    length = dtype.itemsize
    for size in shape:
        if type(size) is not int or not 0 <= size <= MAX_BYTES:
            raise MessageError("tableau d'une forme inattendue")
        length *= size
    try:
        content = bytearray(binascii.a2b_base64(data.get("data"), strict_mode=True))
    except (TypeError, ValueError, binascii.Error) as error:
        raise MessageError("tableau malformé") from error
    if len(content) != length:
        raise MessageError("tableau d'une taille fausse")
    array = np.ndarray(shape, dtype, content)  # of its own, and it may be written
    return array.view("u1") != 0 if dtype.kind == "b" else array  # a bool is 0 or 1
