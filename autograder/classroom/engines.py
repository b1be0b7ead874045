"""One engine for a gradebook, however often nbgrader opens it.

SQLAlchemy keeps with an engine the statements that it has compiled. nbgrader makes a new engine
each time it opens the gradebook, fifteen times a copy, and has all of them compiled anew: half of
the time that entering a copy took.
"""

import functools

import nbgrader.api
from sqlalchemy import create_engine


@functools.cache
def share() -> None:
    """From now on, nbgrader opens a gradebook with the engine that it had the last time.

    It closes the engine's connections all the same each time it closes the gradebook.
    """
    nbgrader.api.create_engine = functools.cache(create_engine)
