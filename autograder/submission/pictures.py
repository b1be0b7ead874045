"""The pictures of a written answer: checked, and attached to their cell under names of our own.

A picture comes as an attachment, as a `data:` address or as a file beside the notebook, in Markdown
(`![…](…)`, `![…][…]`) or in HTML (`<img src="…">`). What is not a picture of a known format is
replaced by a sentence: an SVG may hold a program, and no browser shows a HEIC. An attachment that
the text does not name is shown below it.
"""

import base64
import binascii
import contextlib
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

MAX_PICTURE = 20 * 2**20  # bytes of one picture
MAX_BESIDE = 10  # pictures taken from beside the notebook, a cell
MAX_ATTACHMENTS = 100  # a cell
SHOWN = (".png", ".jpg", ".jpeg", ".gif", ".webp")
SUFFIXES = {*SHOWN, ".svg", ".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff"}
# Why a picture is not shown, in French.
TOO_LARGE = f"plus de {MAX_PICTURE // 2**20} Mo"
TOO_MANY = f"plus de {MAX_BESIDE} images prises à côté du cahier"
TOO_MANY_ATTACHED = f"plus de {MAX_ATTACHMENTS} pièces jointes"
UNNAMED = "Image jointe à la cellule, que le texte ne montre pas :"
REFUSED = "image refusée"
MISSING = "image absente"  # in the place of the name of an attachment that is not there

# What the place of a shown one becomes.
PICTURE = re.compile(r"\(attachment:image-(\d+)\)")
# A place of a picture while its cell is rewritten: no cell holds this character.
TOKEN = re.compile("\0(\\d+)\0")
DATA = re.compile(
    r"data:image/([a-z0-9.+-]{1,20})((?:;[\w=-]{1,30}){0,4}),([\w+/=%.~:#!*-]*)", re.I
)
# Its bytes may be on several lines where quotes hold them together.
WRAPPED = re.compile(r"(?<=[\"'])data:image/[\w.+;=-]{1,60};base64,[\w+/=\s]*(?=[\"'])", re.I)
MARKDOWN = r"!?\[([^\]\[]{0,300})\]\(\s{0,9}<?\0(\d+)\0>?[^)\0]{0,300}\)"
HTML = r"<img\b[^>\0]{0,300}?\0(\d+)\0[^>\0]{0,300}>"
BARE = r"\0(\d+)\0"
PLACES = re.compile("|".join((MARKDOWN, HTML, BARE)), re.I)
DEFINITION = re.compile("^ {0,3}\\[([^\\]\\[\n]{1,100})\\]:[ \t]*<?(\0\\d+\0)>?.*$", re.M)
REFERENCE = re.compile(r"!\[([^\]\[\n]{0,300})\](?: ?\[([^\]\[\n]{0,100})\])?(?![(:])")
UNKNOWN = re.compile(r"(\(\s*<?|src\s*=\s*[\"']?)attachment:([^\s)\"'>]*)", re.I)
# The address of a picture that is neither of the web nor of the cell.
LOST = re.compile(
    r"!\[[^\]\[\n]{0,300}\]\(\s{0,9}<?(?!https?:|//)"
    r"((?:[^()<>\"\0\n]|\([^()\0\n]{0,40}\)){1,200}?)[)>\"]"
    r"|<img\b[^>\0]{0,300}?\ssrc\s{0,9}=\s{0,9}[\"']?(?!https?:|//)([^\"'>\0\n]{1,200})[\"'>]",
    re.I,
)
LOCAL = re.compile(
    r"(?<=\]\()([^()\s<>\"':?#][^()<>\"':?#\n]{0,200}?)(?=(?:\s+\"[^\"\n]{0,200}\")?\))"
    r"|(?<=src=[\"'])([^<>\"':?#\n]{1,200})(?=[\"'])"
)


@dataclass
class Pictured:
    """A text whose pictures are `attachments`; why others were `refused`, and the names of those
    that are `absent`.
    """

    source: str
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def without_data(source: str) -> str:
    """A text without the pictures that it holds itself."""
    return DATA.sub("", _unwrapped(source))


def named(source: str) -> set[str]:
    """The names of the files beside the notebook that a text shows."""
    return {match[0] for match in LOCAL.finditer(source)}


def pictured(
    source: str, attachments: Any, folder: Path, theirs: Set[str] = frozenset()
) -> Pictured:
    """Find the pictures of a Markdown cell; `folder` is where the notebook stands.

    source: has no null character. theirs: the names of the course's own files, left as they are.
    """
    found = _Found(theirs)
    source = DATA.sub(found.from_data, _unwrapped(source))
    for name, kind, data in found.attachments_of(attachments):
        source = found.from_attachment(source, name, kind, data)
    source = UNKNOWN.sub(found.from_nowhere, source)
    source = LOCAL.sub(lambda match: found.from_file(match, folder), source)
    absent = [*found.absent, *_lost(source, folder, theirs)]
    source = PLACES.sub(found.shown, _inline(source))
    return Pictured(source, found.kept, found.refused, absent)


def kind_of(content: bytes) -> str | None:
    """The type of a picture, by its first bytes; None when browsers do not show it or run it."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None


class _Found:
    """The pictures met in a cell, in order; a token of the text holds the place of each."""

    def __init__(self, theirs: Set[str]):
        self.theirs = theirs
        self.beside = 0
        self.pictures: list[tuple[bytes, str]] = []  # and why it is refused, if it is
        self.kept: dict[str, dict[str, str]] = {}
        self.refused: list[str] = []
        self.absent: list[str] = []

    def token(self, content: bytes, why: str) -> str:
        self.pictures.append((content, why))
        return f"\0{len(self.pictures) - 1}\0"

    def from_data(self, match: re.Match[str]) -> str:
        content = _decoded(match[3]) if ";base64" in match[2].lower() else b""
        return self.token(content, _format(match[1]))

    def attachments_of(self, attachments: Any) -> Iterator[tuple[str, str, Any]]:
        """The name, the type and the data of each attachment; the longest names first."""
        if not isinstance(attachments, dict):
            return
        names = [name for name in attachments if isinstance(name, str) and name]
        if len(names) > MAX_ATTACHMENTS:
            self.refused.append(TOO_MANY_ATTACHED)
        for name in sorted(names[:MAX_ATTACHMENTS], key=len, reverse=True):
            kinds = attachments[name]
            if isinstance(kinds, dict) and kinds:
                kind = max(kinds, key=lambda one: str(one).startswith("image/"))
                yield name, str(kind), kinds[kind]

    def from_attachment(self, source: str, name: str, kind: str, data: Any) -> str:
        """The text with the place of an attachment where it names it, or below."""
        token = self.token(_decoded(_joined(data)), _format(kind.split("/")[-1][:20]))
        named = source
        for form in _forms(name):
            named = named.replace(f"attachment:{form}", token)
        if named != source:
            return named
        return f"{source}\n\n{UNNAMED}\n\n![{_label(name)}]({token})"

    def from_nowhere(self, match: re.Match[str]) -> str:
        self.absent.append(unquote(match[2]))
        return f"{match[1]}{MISSING}"

    def from_file(self, match: re.Match[str], folder: Path) -> str:
        if match[0] in self.theirs:
            return match[0]
        path = folder / unquote(match[0]).strip()
        with contextlib.suppress(OSError, ValueError):  # no name of a file
            if _is_beside(path, folder):
                return self._beside(path)
        return match[0]

    def _beside(self, path: Path) -> str:
        if path.stat().st_size > MAX_PICTURE:
            return self.token(b"", TOO_LARGE)
        if self.beside >= MAX_BESIDE:
            return self.token(b"", TOO_MANY)
        self.beside += 1
        return self.token(path.read_bytes(), _format(path.suffix[1:]))

    def shown(self, match: re.Match[str]) -> str:
        """What a place becomes: a picture of the cell, or a sentence."""
        words = match[1] or ""
        content, why = self.pictures[int(match[2] or match[3] or match[4])]
        kind = kind_of(content)
        if kind is None or len(content) > MAX_PICTURE:
            self.refused.append(why if kind is None else TOO_LARGE)
            return f"({words or 'image'} : {REFUSED})"
        name = f"image-{len(self.kept) + 1}"
        self.kept[name] = {kind: base64.b64encode(content).decode("ascii")}
        return f"![{words}](attachment:{name})"


def _format(declared: str) -> str:
    return f"format annoncé : {declared.upper()}"


def _label(name: str) -> str:
    """The name of a file as the words of a picture, which brackets would end."""
    return re.sub(r"[^\w .-]", " ", name)[:60].strip()


def _lost(source: str, folder: Path, theirs: Set[str]) -> Iterator[str]:
    """The names of pictures that lead to no file, but for the course's own."""
    for match in LOST.finditer(source):
        name = unquote(match[1] or match[2]).strip()
        if name and name != MISSING and name not in theirs and not _is_there(folder, name):
            yield name


def _is_there(folder: Path, name: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        path = folder / name
        return path.parent.resolve().is_relative_to(folder.resolve()) and path.is_file()
    return False


def _is_beside(path: Path, folder: Path) -> bool:
    """Whether this is an ordinary file of a picture, in the notebook's folder."""
    return (
        path.suffix.lower() in SUFFIXES
        and path.parent.resolve().is_relative_to(folder.resolve())
        and path.is_file()
        and not path.is_symlink()
    )


def _unwrapped(source: str) -> str:
    return WRAPPED.sub(lambda match: "".join(match[0].split()), source)


def _forms(name: str) -> list[str]:
    safe = ("", "/", "/()'!~*", "/()'!~*,;:@&=+$#?")
    return sorted({name, *(quote(name, safe=s, errors="replace") for s in safe)}, key=len)[::-1]


def _joined(data: Any) -> str:
    parts = data if isinstance(data, list) else [data]
    return "".join(part for part in parts if isinstance(part, str))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(unquote(text).split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _inline(source: str) -> str:
    """The same text with the pictures named by a reference written in their places."""
    tokens = {match[1].casefold(): match[2] for match in DEFINITION.finditer(source)}
    if not tokens:
        return source

    def place(match: re.Match[str]) -> str:
        token = tokens.get((match[2] or match[1]).casefold())
        return f"![{match[1]}]({token})" if token else match[0]

    return REFERENCE.sub(place, DEFINITION.sub("", source))
