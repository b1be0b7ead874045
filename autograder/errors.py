"""Errors that a person can act upon: the command prints their French text and exits."""

import errno

ERRNO = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "disque en lecture seule",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "espace alloué épuisé",
    errno.ENOENT: "introuvable",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EISDIR: "c'est un dossier",
    errno.EEXIST: "ce n'est pas un dossier",
    errno.ENAMETOOLONG: "nom trop long",
}


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


def file_sentence(error: OSError) -> str:
    """What the operating system refused, in French."""
    why = error.strerror or type(error).__name__
    if error.errno is not None:
        why = ERRNO.get(error.errno, why)
    place = f"« {error.filename} »" if error.filename is not None else "un fichier"
    return f"Impossible de lire ou d'écrire {place} : {why}."
