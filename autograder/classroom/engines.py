"""One engine for a gradebook, however often nbgrader opens it.

SQLAlchemy keeps with an engine the statements that it has compiled. nbgrader makes a new engine
each time it opens the gradebook, fifteen times a copy, and has all of them compiled anew: half of
the time that entering a copy took.
"""

import functools

import nbgrader.api
from alembic.script import ScriptDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import Engine, create_engine, inspect


@functools.cache
def share() -> None:
    """From now on, nbgrader opens a gradebook with the engine that it had the last time.

    It closes the engine's connections all the same each time it closes the gradebook. It asks once
    whether the tables are there, rather than of each of them, and finds a new one's version without
    starting alembic, which takes longer than all the rest and must stand on PATH.
    """
    nbgrader.api.create_engine = functools.cache(create_engine)
    nbgrader.api.get_alembic_version = _newest_version
    metadata = nbgrader.api.Base.metadata
    create_all = metadata.create_all

    def create_missing(bind: Engine) -> None:
        if not metadata.tables.keys() <= set(inspect(bind).get_table_names()):
            create_all(bind)

    metadata.create_all = create_missing


def _newest_version() -> str | None:
    return ScriptDirectory(ALEMBIC_DIR).get_current_head()
