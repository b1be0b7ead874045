"""Errors that a person can act upon: the command prints their French text and exits."""


class AutograderError(Exception):
    """Something that the user must know; `exit_code` is the command's."""

    exit_code = 1


class UsageError(AutograderError):
    """The command was given something that it cannot work on."""

    exit_code = 2


class Interruption(AutograderError):
    """A long work left on a Ctrl-C; the message says how to go on."""

    exit_code = 130


class BuildError(AutograderError):
    """A source that cannot be built; the message is a French sentence for the teacher."""
