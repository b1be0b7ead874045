"""Plain data out of the student's process, and back into it."""

import base64
import binascii
import collections
import sys
from collections.abc import Callable, Collection
from typing import Any

import numpy as np

LINE = "9"  # the socket of the requests, beside the kernel's own, which it numbers from 1
MAX_DEPTH = 12
MAX_ITEMS = 20_000  # of one value; an honest one has 3000
TOO_MANY = "trop d'éléments"
MAX_TEXT = 300
MAX_REPLY = 2**24 - 2**10  # characters: the grader's socket is cut by `Limits.message_bytes`
TOO_LARGE = "le résultat est trop grand"
NO_VECTOR = "gym.make_vec n'est pas prévu ici : créez un seul environnement, avec gym.make"
FEW = 3  # numbers, which are as short one by one
NUMBERS = "biuf"  # the kinds of arrays whose numbers are sent
LONGEST = 8  # bytes of one
CONTAINERS = (list, collections.deque, tuple, dict)
SCALARS = (np.float32, np.float64, np.int32, np.int64, np.bool_)


class TooManyError(Exception):
    """A value of more items than are sent."""


def encode(value: Any, describe: Callable[[Any], Any] | None = None) -> Any:
    """Turn a value into JSON data; what has no plain form becomes its type's name.

    describe(value) gives the data of an object of another kind, or None. What has too many items is
    not unfolded: a million take seconds a call.
    """
    try:
        return _encoded(value, describe, 0, [MAX_ITEMS])
    except TooManyError:
        return {"$": "object", "type": TOO_MANY}


def _encoded(value, describe, depth, room):
    """room: how many items the whole value may still have, counted on the way."""
    if depth > MAX_DEPTH:
        return {"$": "object", "type": "profondeur excessive"}
    kind = type(value)
    if kind is float:
        return {"$": "float", "v": value.hex()}
    if kind is bool or value is None:
        return value
    if kind is int:
        return value if abs(value) < 2**63 else {"$": "object", "type": "int"}
    if kind is str:
        return value[:MAX_TEXT]

    def inner(item):
        return _encoded(item, describe, depth + 1, room)

    if isinstance(value, (np.ndarray, np.generic)):
        if value.dtype.char == "O":
            _count(value.size, room)
            return inner(np.asarray(value).tolist())
        if value.dtype.kind not in NUMBERS:
            return {"$": "object", "type": value.dtype.name[:MAX_TEXT]}
        return encode_array(value)
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        sent = inner(value.detach().cpu().numpy())
        return {**sent, "$": "tensor"} if sent["$"] == "array" else sent
    if isinstance(value, CONTAINERS):
        _count(len(value), room)
    if isinstance(value, (list, collections.deque)):
        return encode_alike(value) or [inner(item) for item in value]
    if isinstance(value, tuple):
        return {"$": "tuple", "v": [inner(item) for item in value]}
    if isinstance(value, dict) and all(type(key) is str for key in value):
        return {"$": "dict", "v": [[inner(k), inner(v)] for k, v in value.items()]}
    described = describe(value) if describe else None
    if described is not None:
        return _encoded(described, None, depth + 1, room)
    return {"$": "object", "type": type(value).__name__[:MAX_TEXT]}


def _count(items, room):
    room[0] -= items
    if room[0] < 0:
        raise TooManyError


def encode_alike(items: Collection) -> dict[str, Any] | None:
    """The data of many numbers of one type, in one array; None where they are not."""
    (kind, *others) = set(map(type, items)) if len(items) > FEW else (None,)
    if others or not (kind is float or kind in SCALARS):
        return None
    return {**encode_array(np.array(list(items))), "$": "list", "python": kind is float}


def encode_array(array: np.ndarray | np.generic) -> dict[str, Any]:
    plain = array if type(array) is np.ndarray else np.asarray(array)
    if plain.dtype.itemsize > LONGEST:
        plain = plain.astype(float)
    return {
        "$": "scalar" if isinstance(array, np.generic) else "array",
        "dtype": plain.dtype.str,
        "shape": list(plain.shape),
        "data": binascii.b2a_base64(plain.tobytes(), newline=False).decode("ascii"),
    }


def decode(data: Any) -> Any:
    """Rebuild an argument that the grader sent."""
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    kind = data["$"]
    if kind == "float":
        return float.fromhex(data["v"])
    if kind in ("array", "scalar", "tensor", "list"):
        array = np.frombuffer(base64.b64decode(data["data"]), dtype=data["dtype"])
        array = array.reshape(data["shape"]).copy()
        if kind == "tensor":
            import torch

            return torch.from_numpy(array)
        if kind == "list":
            return array.tolist() if data["python"] else list(array)
        return array[()] if kind == "scalar" else array
    if kind == "tuple":
        return tuple(decode(item) for item in data["v"])
    if kind == "dict":
        return {decode(k): decode(v) for k, v in data["v"]}
    if kind == "discrete":
        import gymnasium  # which the grader's side has no use for, and would wait for

        return gymnasium.spaces.Discrete(data["n"], start=data["start"], seed=data["seed"])
    raise ValueError(kind)
