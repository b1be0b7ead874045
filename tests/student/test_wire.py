"""Data between the grader and the student's process: faithful, and refused when malformed."""

import collections
import json

import numpy as np
import pytest

from autograder.judging.assertions import describe
from autograder.student import wire
from autograder.student.inside import wire as inside
from autograder.student.wire import MessageError, Opaque, Said, Tensor


def through(value):
    """What the grader reads of a value that the student's process holds."""
    return wire.decode(json.loads(json.dumps(inside.encode(value))))


@pytest.mark.parametrize(
    "value",
    [None, True, False, 0, -3, 2**62, 0.1, -0.0, 1e300, "é", [], [1, [2.5, "x"]], (1, 2), {"a": 1}],
)
def test_plain_values_travel_unchanged(value):
    assert through(value) == value
    assert type(through(value)) is (Said if isinstance(value, str) else type(value))


@pytest.mark.parametrize("number", [float("inf"), float("-inf")])
def test_infinities_travel(number):
    assert through(number) == number


def test_nan_travels():
    assert np.isnan(through(float("nan")))


@pytest.mark.parametrize("dtype", ["bool", "int32", "int64", "uint8", "float32", "float64"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_arrays_travel_with_dtype_and_shape(dtype, shape):
    array = np.random.default_rng(0).integers(0, 2, size=shape).astype(dtype)
    back = through(np.asarray(array))
    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)


def test_numpy_scalars_stay_scalars():
    assert isinstance(through(np.int64(3)), np.int64)
    assert isinstance(through(np.float32(3)), np.float32)


@pytest.mark.parametrize(
    "items",
    [
        [0.1, -0.0, float("inf"), 2.5],
        [np.float32(0.1), np.float32(2), np.float32(3), np.float32(4)],
        [np.int64(1), np.int64(2), np.int64(3), np.int64(2**62)],
        [np.bool_(True), np.bool_(False), np.bool_(True), np.bool_(True)],
        [True, False, True, True],
        [1, 2, 3, 4],
        [1.5, 2, 3.5, 4.5],
        [np.float64(1), 2.0, 3.0, 4.0],
        [np.int32(1), np.int64(2), np.int64(3), np.int64(4)],
    ],
    ids=str,
)
def test_a_list_of_numbers_keeps_their_values_and_their_types(items):
    back = through(items)
    assert [repr(one) for one in back] == [repr(one) for one in items]


def test_a_list_of_like_numbers_travels_as_one_array():
    assert len(json.dumps(inside.encode([0.1] * 1000))) < 12_000


def test_tensors_are_told_from_arrays():
    torch = pytest.importorskip("torch")
    back = through(torch.tensor([[1.0, 2.0]], requires_grad=True))
    assert isinstance(back, Tensor)
    np.testing.assert_array_equal(back.array, [[1.0, 2.0]])


def test_other_objects_are_only_named():
    assert through(object()) == Opaque("object")
    assert through({0: 1.5, 1: 2.5}) == Opaque("dict")  # as a JSON object, its keys would be texts
    assert through(lambda: 1) == Opaque("function")


def test_numbers_of_other_kinds_are_only_named():
    import torch

    for made, name in (
        (np.ones(2) * 1j, "complex128"),
        (np.complex64(1), "complex64"),
        (np.zeros(2, "f4,f4"), "void64"),
        (torch.ones(2) * 1j, "complex64"),
    ):
        assert wire.decode(inside.encode(made)) == wire.Opaque(name)
    long = wire.decode(inside.encode(np.ones(2, np.longdouble) / 2))
    np.testing.assert_array_equal(long, [0.5, 0.5])


@pytest.mark.parametrize(
    "value",
    [
        [1] * 10**6,
        [0.5] * 10**6,
        tuple(range(10**6)),
        [[1, 2]] * 10**4,
        [np.array([1, "x"] * 5000, dtype=object)] * 3,
        {str(i): i for i in range(30_000)},
        np.array([1, "x"] * 20_000, dtype=object),
        collections.deque(range(30_000)),
    ],
    ids=["integers", "numbers", "tuple", "rows", "objects in rows", "dict", "objects", "deque"],
)
def test_what_has_too_many_elements_is_not_unfolded(value):
    """A million of them took a second a call, and a copy that returned them a minute."""
    assert describe(through(value)) == "plus de 20000 éléments"


def test_a_cycle_ends():
    loop = []
    loop.append(loop)
    assert "profondeur" in str(through(loop))


def test_arguments_reach_the_student_as_they_are():
    arguments = [np.arange(3.0), (1, [2.5]), {"k": None}, np.float32(2)]
    back = inside.decode(json.loads(json.dumps(wire.encode(arguments))))
    np.testing.assert_array_equal(back[0], arguments[0])
    assert back[1:] == arguments[1:]


ARRAY = {"$": "array", "dtype": "<f8", "shape": [1], "data": "AAAAAAAAAAA="}


@pytest.mark.parametrize(
    "data",
    [
        1.5,
        {},
        {"$": "pickle", "v": "gASVAA=="},
        {"$": ["array"]},
        {"$": "float", "v": "1" * 100},
        {"$": "float", "v": "xyz"},
        {"$": "float"},
        {"$": "tuple", "v": "abc"},
        {"$": "dict", "v": [["a"]]},
        {"$": "dict", "v": [[1, 2]]},
        ARRAY | {"dtype": "|O"},
        ARRAY | {"dtype": ["<f8"]},
        ARRAY | {"shape": [2]},
        ARRAY | {"shape": [-1]},
        ARRAY | {"shape": [2**62, 2**62]},
        ARRAY | {"shape": [True]},
        ARRAY | {"shape": "1"},
        ARRAY | {"shape": [1] * 50},
        ARRAY | {"data": "###"},
        ARRAY | {"data": None},
        ARRAY | {"data": 3},
        ARRAY | {"data": "é"},
        ARRAY | {"$": "list", "shape": [1, 1]},
        ARRAY | {"$": "list", "shape": [], "python": True},
    ],
)
def test_malformed_data_is_refused(data):
    with pytest.raises(MessageError):
        wire.decode(data)


def test_deep_and_long_data_is_refused(monkeypatch):
    deep = []
    for _ in range(200):
        deep = [deep]
    with pytest.raises(MessageError):
        wire.decode(deep)
    many = inside.encode([0.5] * 101)
    monkeypatch.setattr(inside, "MAX_ITEMS", 100)
    with pytest.raises(MessageError):
        wire.decode([0] * 101)
    with pytest.raises(MessageError):
        wire.decode(many)


@pytest.mark.parametrize("text", [None, 3, "", "[1]", "{", "[" * 100_000, '{"a": ' + "9" * 5000])
def test_malformed_replies_are_refused(text):
    with pytest.raises(MessageError):
        wire.parse(text)
