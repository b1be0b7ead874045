"""Spares the kernel what nobody waits for: it would take longer than most cells do.

IPython looks for its own syntax in the text of each cell twice over, and ipykernel waits four times
for the thread that publishes, whether or not there is anything to publish. An exception's trace is
shown call by call, were it one of thousands.
"""

import ast
import functools
import sys
import types
from typing import Any

from .naming import looking_like
from .traces import shorten

PROMPTS = (">>>", "In [")
COROUTINES = ("await", "async")


def lighten(kernel: Any) -> None:
    """From now on, do without it; what is published is the same but for the code that the grader
    has sent itself, and that it is being run.
    """
    shell = kernel.shell
    _instead(shell, "transform_cell", _transforming(shell))
    _instead(shell, "should_run_async", _asked_of_coroutines)
    _instead(shell, "_get_exc_info", _shortened)
    _instead(kernel, "_publish_execute_input", _unpublished)
    _instead(kernel, "_publish_status", _published_when_idle)
    for stream in (sys.stdout, sys.stderr):
        _instead(stream, "flush", _flushed_if_written)


def _instead(thing, name, made):
    """Put in the place of a method of this object what is made of it."""
    own = getattr(thing, name)
    setattr(thing, name, types.MethodType(looking_like(made(own), own.__func__), thing))


def _transforming(shell):
    manager = shell.input_transformer_manager

    def transformers():
        return [
            *manager.cleanup_transforms,
            *manager.line_transforms,
            *manager.token_transformers,
            *shell.input_transformers_post,
        ]

    usual = transformers()

    def made(own):
        def transform_cell(self, raw_cell):
            if transformers() == usual and is_left_alone(raw_cell):
                return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"
            return own(raw_cell)

        return transform_cell

    return made


@functools.lru_cache(maxsize=1)  # asked twice of each cell
def is_left_alone(cell: str) -> bool:
    """Whether IPython would leave this cell as it is: plain Python, of several lines.

    One that begins with a space is shifted; a single line may be the name of a magic; a prompt may
    stand in a text.
    """
    if "\n" not in cell.strip() or cell[0].isspace() or any(one in cell for one in PROMPTS):
        return False
    try:
        ast.parse(cell)
    except Exception:
        return False
    return True


def _asked_of_coroutines(own):
    def should_run_async(self, raw_cell, **options):
        return any(one in raw_cell for one in COROUTINES) and own(raw_cell, **options)

    return should_run_async


def _shortened(own):
    def _get_exc_info(self, *args, **options):
        kind, value, trace = own(*args, **options)
        return kind, value, shorten(trace)

    return _get_exc_info


def _unpublished(own):
    return lambda *args: None


def _published_when_idle(own):
    def publish_status(self, status, *args, **options):
        if status != "busy":
            own(status, *args, **options)

    return publish_status


def _flushed_if_written(own):
    def flush(self):
        if self._buffers:
            own()

    return flush
