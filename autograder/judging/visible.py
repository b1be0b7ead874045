"""What students can check while they work: the data that travel beside their notebook.

The `visible` module of an exercise declares its probes, whose inputs are not those of the hidden
tests. The build computes here what the right answer gives and what each mistake gives: the values
travel, never a rule nor the reference. The grader neither runs these checks nor trusts them.
"""

import functools
import importlib
import importlib.util
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.declarations import declaration
from autograder.judging.mistakes import Mistake, Mistakes
from autograder.judging.rules import Failure, Rule, prediction

DIGITS = 9  # significant ones: as many as every machine agrees on


@dataclass(frozen=True)
class Property:
    """What some probes show, in French, with a hint; `on` is what is looked at: see `computed`."""

    name: str
    hint: str
    calls: tuple[tuple, ...]
    on: str = "valeur"


def checks(exercise: str) -> dict[str, Any] | None:
    """The data of an exercise's visible checks, None where its cell of the source holds them."""
    if not declared(exercise):
        return None
    return _made(exercise)


@functools.cache  # a loop's are trainings, however short
def _made(exercise):
    module = importlib.import_module(_module(exercise))
    return {"appelle": list(declaration(exercise).calls), **module.checks()}


def declared(exercise: str) -> bool:
    """Whether an exercise declares the probes of its visible checks."""
    return importlib.util.find_spec(_module(exercise)) is not None


def _module(exercise):
    return f"autograder.exercises.{exercise}.visible"


def computed(
    function: Callable,
    mistakes: Mistakes,
    rules: Iterable[Rule],
    compute: Callable[..., Any],
    properties: Sequence[Property],
    *,
    changed: int | None = None,
    intact: dict[int, str],
    others: Iterable[tuple[Mistake, Callable[..., Any]]] = (),
    gradient: Callable | None = None,
    arguments: Callable[[tuple], tuple] = lambda call: call,
    shown: Callable[[Any], str] | None = None,
) -> dict[str, Any]:
    """The checks of a function whose result is numbers.

    function: the reference. rules, compute: those of the mistakes; the ones that make a single
    mistake give its values, and `others` are (mistake, wrong function of the call) beside them.
    changed: the position of the argument that is the result. intact: the names of those that must
    not change, by position. gradient: gives the gradient of the reference for a call, for the
    properties `on` it. arguments: what the function receives for a call, shown in its way.
    """
    calls = [call for one in properties for call in one.calls]
    name = function.__name__
    probes = [
        {
            "appel": f"{name}({', '.join(map(shown or as_code, arguments(call)))})",
            "arguments": [encoded(argument) for argument in arguments(call)],
            "valeur": rounded(_right(function, arguments(call), changed)),
            **({"gradient": rounded(gradient(call))} if gradient else {}),
        }
        for call in calls
    ]
    rights = [probe["valeur"] for probe in probes]
    with np.errstate(all="ignore"):  # a wrong rule may overflow
        wrong = list(_wrong(calls, rights, rules, compute, others))
    places = iter(range(len(calls)))
    return {
        "sorte": "calcul",
        "fonction": name,
        "observe": changed,
        "apres": "" if changed is None else f"{_parameters(function)[changed]} = ",
        "intacts": {str(place): name for place, name in intact.items()},
        "sondes": probes,
        "proprietes": [
            {
                "nom": one.name,
                "piste": one.hint,
                "sondes": [next(places) for _ in one.calls],
                "sur": one.on,
            }
            for one in properties
        ],
        "fausses": wrong,
        "meprises": prose(mistakes, [identifier for identifier, _ in wrong]),
    }


def _right(function, arguments, changed):
    """What the reference gives, on copies of its own."""
    copies = [np.array(one) if isinstance(one, np.ndarray) else one for one in arguments]
    value = function(*copies)
    return value if changed is None else copies[changed]


def wrong_values(
    calls: Sequence[tuple], rules: Iterable[Rule], compute: Callable[..., Any]
) -> list[list]:
    """Pairs [mistake, its values for the calls], of the rules that make a single mistake."""
    right = next(rule for rule in rules if not rule.mistakes)
    rights = [rounded(prediction(compute, call, right.options)) for call in calls]
    with np.errstate(all="ignore"):
        return [list(one) for one in _wrong(calls, rights, rules, compute, ())]


def _wrong(calls, rights, rules, compute, others):
    """Pairs (mistake, its values): each list of values once, under its first mistake."""
    found: dict[str, tuple] = {repr(rights): ()}
    single = [rule for rule in rules if len(rule.mistakes) == 1]
    simulated = [
        (rule.mistakes[0], [prediction(compute, call, rule.options) for call in calls])
        for rule in single
    ] + [(mistake, [rule(*call) for call in calls]) for mistake, rule in others]
    for mistake, values in simulated:
        written = [rounded(value) for value in values]
        if all(isinstance(value, str) for value in written) or repr(written) in found:
            continue
        found[repr(written)] = ()
        yield mistake.id, written


def _parameters(function):
    return function.__code__.co_varnames[: function.__code__.co_argcount]


def prose(mistakes: Mistakes, identifiers: Iterable[str]) -> dict[str, dict[str, str]]:
    """The French of some mistakes, and of those that any function may make."""
    common = [one for one in ("missing_return", "arguments_modified") if one in mistakes]
    return {
        identifier: {
            "nom": mistakes[identifier].name,
            "explication": mistakes[identifier].explanation.strip(),
            "piste": mistakes[identifier].hint,
        }
        for identifier in sorted({*identifiers, *common})
    }


# ---- values, as data -------------------------------------------------------------------------


def rounded(value: Any) -> Any:
    """Numbers as JSON keeps them, the same ones on every machine; an exception by its name."""
    if isinstance(value, Failure):
        return value.kind
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    array = np.asarray(value, dtype=float)
    if not np.isfinite(array).all():
        return "ValueError"  # no JSON has such numbers
    return _nested(array.tolist())


def _nested(value):
    if isinstance(value, list):
        return [_nested(one) for one in value]
    return float(f"{value:.{DIGITS}g}") + 0.0  # no minus zero


def encoded(value: Any) -> Any:
    """An argument as `decoder`, beside the notebook, reads it again."""
    if isinstance(value, np.ndarray):
        return {"tableau": value.tolist(), "type": str(value.dtype)}
    if hasattr(value, "detach"):
        array = value.detach().numpy()
        return {"tenseur": array.tolist(), "type": str(array.dtype)}
    if isinstance(value, np.integer):
        return {"entier": int(value)}
    if isinstance(value, tuple):
        return {"nuplet": [encoded(one) for one in value]}
    return value


def as_code(value: Any) -> str:
    """An argument as a student may type it."""
    if isinstance(value, np.ndarray):
        return f"np.array({_list(value.tolist())})"
    if hasattr(value, "detach"):
        return f"torch.tensor({_list(value.tolist())})"
    if isinstance(value, np.integer):
        return f"np.int64({int(value)})"
    if isinstance(value, tuple):
        return f"({', '.join(map(as_code, value))})"
    return str(value)


def _list(value):
    if isinstance(value, list):
        return f"[{', '.join(map(_list, value))}]"
    return str(value)
