"""The command line in French: typer writes its own words in English only."""

import re
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from typer import Typer, rich_utils
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.models import CommandFunctionType

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter
    from typer.core import TyperOption
else:
    Command = object  # typer keeps to itself what its commands and its groups are

HELP = "Affiche cette aide et s'arrête."
USAGE = ("Usage:", "Utilisation :")

# What typer says of a wrong command line, and the same in French; the first that fits is taken.
SENTENCES = tuple(
    (re.compile(english, re.DOTALL), french)
    for english, french in (
        (
            r"No such option: (\S+) \(Possible options: ([^,]+)\)",
            r"Option inconnue : \1. Peut-être \2 ?",
        ),
        (
            r"No such option: (\S+) \(Possible options: (.+), (.+)\)",
            r"Option inconnue : \1. Peut-être \2 ou \3 ?",
        ),
        (r"No such option: (\S+)", r"Option inconnue : \1."),
        (
            r"No such command '(.+)'. Did you mean '([^']+)'.*\?",
            r"Commande inconnue : « \1 ». Peut-être « \2 » ?",
        ),
        (r"No such command '(.+)'\.", r"Commande inconnue : « \1 »."),
        (r"Missing argument '(.+?)'\..*", r"Il manque l'argument \1."),
        (r"Missing option '(.+?)'\..*", r"Il manque l'option \1."),
        (r"Missing command\.", "Il manque le nom de la commande."),
        (r"Option '(.+)' requires an argument\.", r"L'option \1 attend une valeur."),
        (r"Option '(.+)' does not take a value\.", r"L'option \1 ne prend pas de valeur."),
        (r"Got unexpected extra argument\(s\) \((.+)\)", r"Argument en trop : \1."),
        (
            r"Invalid value for '(.+?)': Input should be greater than or equal to (.+)",
            r"L'option \1 doit valoir au moins \2.",
        ),
        (
            r"Invalid value for '(.+?)': Input should be less than or equal to (.+)",
            r"L'option \1 doit valoir au plus \2.",
        ),
        (
            r"Invalid value for '(.+?)': Input should be a valid integer.*",
            r"L'option \1 attend un nombre entier.",
        ),
        (
            r"Invalid value for '(.+?)': Input should be a valid number.*",
            r"L'option \1 attend un nombre.",
        ),
        (
            r"Invalid value for '(.+?)': Input should be (.+)",
            r"L'option \1 doit être l'une de ces valeurs : \2.",
        ),
    )
)


class _French(Command):
    """What the commands and their group have in common."""

    def get_help_option(self, ctx: "Context") -> "TyperOption | None":
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option

    def get_params(self, ctx: "Context") -> "list[Parameter]":
        params = super().get_params(ctx)
        for param in params:
            if getattr(param, "is_flag", False):
                param.metavar = ""  # it would be « <bool> »
            if isinstance(param, TyperArgument):
                vars(param)["display_type_rich"] = lambda ctx: None  # it would be « <str> »
        return params

    def get_usage(self, ctx: "Context") -> str:
        usage = super().get_usage(ctx).replace(*USAGE, 1)
        return re.sub(r"[{}]", "", usage).replace("...", "…")


class FrenchCommand(_French, TyperCommand):
    """A command whose help is in French."""


class FrenchGroup(_French, TyperGroup):
    """The commands, with their help in French."""


class FrenchTyper(Typer):
    """A typer application whose commands speak French."""

    def __init__(self, **options: Any):
        super().__init__(
            cls=FrenchGroup,
            subcommand_metavar="COMMANDE [ARGUMENTS]…",
            options_metavar="[OPTIONS]",
            **options,
        )

    def command(
        self, name: str | None = None, **options: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        return super().command(name, cls=FrenchCommand, **options)


rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.OPTIONS_PANEL_TITLE = "Options"
rich_utils.ERRORS_PANEL_TITLE = "Erreur"
rich_utils.DEFAULT_STRING = "[par défaut : {}]"
rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"


def usage_sentence(english: str) -> str:
    """What typer says of a wrong command line, in French; unchanged when it is unknown."""
    for pattern, french in SENTENCES:
        found = pattern.fullmatch(english)
        if found:
            return found.expand(french)
    return english


def gradebook_sentence(error: Exception) -> str | None:
    """What the gradebook's database refused, in French; None for any other error."""
    cause = getattr(error, "orig", None)  # of SQLAlchemy's
    if not isinstance(cause, sqlite3.Error):
        return None
    if "locked" in str(cause):
        return "Le carnet de notes est occupé par un autre programme : réessayez ensuite."
    if "readonly" in str(cause) or "unable to open" in str(cause):
        return "Le carnet de notes (gradebook.db) ne s'ouvre pas en écriture : voyez ses droits."
    if "is full" in str(cause):
        return "Le carnet de notes (gradebook.db) ne s'écrit pas : le disque est plein."
    return (
        "Le carnet de notes (gradebook.db) est abîmé : remettez-en une sauvegarde, ou mettez-le "
        "de côté et corrigez à nouveau."
    )
