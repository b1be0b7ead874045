"""Torch without the compiler that no notebook asks for, until one does.

The first optimiser of a process loads that compiler, for as long as torch itself takes, only to
have it leave the optimiser's methods alone: they are left alone all the same.
"""

import importlib
import sys
import types

COMPILER = "torch._dynamo"


class _Uncompiled(types.ModuleType):
    """Stands in for the compiler; whatever else is asked of it loads the real one."""

    def disable(self, fn=None, *options, **named):
        return (lambda function: function) if fn is None else fn

    def graph_break(self, *message, **named):
        pass

    def __getattr__(self, name):
        if name.startswith("__") and name != "__path__":  # what Python asks of any module
            raise AttributeError(name)
        if sys.modules.get(COMPILER) is self:
            del sys.modules[COMPILER]
        return getattr(importlib.import_module(COMPILER), name)


def put_compiler_off():
    """Have torch, which is not loaded yet, do without its compiler."""
    sys.modules.setdefault(COMPILER, _Uncompiled(COMPILER))
