"""The `autograder` command, and how whatever stops it is told."""

import os
import sys
from typing import NoReturn

import typer
from typer import rich_utils
from typer.exceptions import TyperException

from autograder.cli.terminal import UNGRADED, err
from autograder.errors import AutograderError, Interruption, file_sentence
from autograder.french import FrenchTyper, gradebook_sentence, usage_sentence
from autograder.report.console import FrenchConsole, adapt_streams

rich_utils.Console = FrenchConsole  # type: ignore[misc]  # on which typer writes the help

app = FrenchTyper(
    help="Construit les cahiers du cours, les corrige et rend les rétroactions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Entry point of the console script."""
    adapt_streams()
    try:
        raise SystemExit(app(standalone_mode=False))
    except AutograderError as error:
        _fail(str(error), error.exit_code)
    except TyperException as error:
        asked = getattr(error, "ctx", None)
        help_page = f" Voir « {asked.command_path} --help »." if asked else ""
        _fail(usage_sentence(error.format_message()) + help_page, error.exit_code)
    except OSError as error:
        _fail(file_sentence(error), UNGRADED)
    except (typer.Abort, KeyboardInterrupt):
        _fail("Arrêté.", Interruption.exit_code)
    except Exception as error:
        sentence = gradebook_sentence(error)
        if sentence is None:
            raise
        _fail(sentence, UNGRADED)


def _fail(sentence: str, exit_code: int) -> NoReturn:
    err.print(sentence, style="bold red", highlight=False, markup=False)
    if exit_code == Interruption.exit_code:  # undoing what is loaded takes seconds
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(exit_code)
    raise SystemExit(exit_code) from None
