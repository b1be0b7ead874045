"""What libraries load for the day when it may serve, put off until a notebook asks for it.

The first optimiser of torch loads a compiler only to have it leave the optimiser's methods alone;
Poutyne's metrics load scipy's filters to look for one name, its schedules load pyplot. These take
longer than all that a copy computes. Whatever is asked of a module that is put off loads it.
"""

import importlib
import importlib.machinery
import sys
import types


def _as_it_is(fn=None, *options, **named):
    return (lambda function: function) if fn is None else fn


def _nothing(*options, **named):
    pass


# What libraries ask of these modules without need, and what answers them.
PUT_OFF = {
    "torch._dynamo": {"disable": _as_it_is, "graph_break": _nothing},
    "scipy.signal": {"hamming": None},
    "matplotlib.pyplot": {},
}
ASKED_OF_PACKAGES = ("__all__", "__path__")


class _PutOff(types.ModuleType):
    """Stands in for a module that is not loaded yet, and gives way to it."""

    def __init__(self, name, answers):
        super().__init__(name)
        self.__spec__ = importlib.machinery.ModuleSpec(name, None)
        self.__dict__.update(answers)

    def __getattr__(self, name):
        if name.startswith("__") and name not in ASKED_OF_PACKAGES:  # Python, of any module
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def put_off() -> None:
    """Do without these modules until they are asked for, in a process that has loaded none."""
    for name, answers in PUT_OFF.items():
        sys.modules.setdefault(name, _PutOff(name, answers))
