"""The `autograder` command: what people type and read; nothing is computed here."""

from autograder.cli import classroom, course
from autograder.cli.app import app, main

__all__ = ["app", "classroom", "course", "main"]
