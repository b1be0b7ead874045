"""The pictures of a written answer: checked, and attached to their cell under names of our own.

A picture comes as an attachment, as a `data:` address or as a file beside the notebook, in Markdown
(`![…](…)`, `![…][…]`) or in HTML (`<img src="…">`). What is not a picture of a known format is
replaced by a sentence: an SVG may hold a program, and no browser shows a HEIC.
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
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".heic")

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
UNKNOWN = re.compile(r"(\(\s*<?|src\s*=\s*[\"']?)attachment:[^\s)\"'>]*", re.I)
LOCAL = re.compile(
    r"(?<=\]\()([^()\s<>\"':?#][^()<>\"':?#\n]{0,200}?)(?=(?:\s+\"[^\"\n]{0,200}\")?\))"
    r"|(?<=src=[\"'])([^<>\"':?#\n]{1,200})(?=[\"'])"
)


@dataclass
class Pictured:
    """A text whose pictures are `attachments`, and the formats of those that were refused."""

    source: str
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


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
    for form, data, kind in _attached(attachments):
        if f"attachment:{form}" in source:
            token = found.token((_decoded(_joined(data)), kind))
            source = source.replace(f"attachment:{form}", token)
    source = UNKNOWN.sub(r"\1image absente", source)
    source = LOCAL.sub(lambda match: found.from_file(match, folder), source)
    source = PLACES.sub(found.shown, _inline(source))
    return Pictured(source, found.kept, found.refused)


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
        self.pictures: list[tuple[bytes, str]] = []
        self.kept: dict[str, dict[str, str]] = {}
        self.refused: list[str] = []

    def token(self, picture: tuple[bytes, str]) -> str:
        self.pictures.append(picture)
        return f"\0{len(self.pictures) - 1}\0"

    def from_data(self, match: re.Match[str]) -> str:
        content = _decoded(match[3]) if ";base64" in match[2].lower() else b""
        return self.token((content, match[1].lower()))

    def from_file(self, match: re.Match[str], folder: Path) -> str:
        if match[0] in self.theirs:
            return match[0]
        path = folder / unquote(match[0]).strip()
        with contextlib.suppress(OSError, ValueError):  # no name of a file
            if len(self.pictures) < MAX_BESIDE and _is_beside(path, folder):
                return self.token((path.read_bytes(), path.suffix[1:].lower()))
        return match[0]

    def shown(self, match: re.Match[str]) -> str:
        """What a place becomes: a picture of the cell, or a sentence."""
        words = match[1] or ""
        content, declared = self.pictures[int(match[2] or match[3] or match[4])]
        kind = kind_of(content)
        if kind is None or len(content) > MAX_PICTURE:
            self.refused.append(declared)
            return f"({words or 'image'} : image refusée)"
        name = f"image-{len(self.kept) + 1}"
        self.kept[name] = {kind: base64.b64encode(content).decode("ascii")}
        return f"![{words}](attachment:{name})"


def _is_beside(path: Path, folder: Path) -> bool:
    """Whether this is an ordinary file of a picture, in the notebook's folder."""
    return (
        path.suffix.lower() in SUFFIXES
        and path.parent.resolve().is_relative_to(folder.resolve())
        and path.is_file()
        and not path.is_symlink()
        and path.stat().st_size <= MAX_PICTURE
    )


def _unwrapped(source: str) -> str:
    return WRAPPED.sub(lambda match: "".join(match[0].split()), source)


def _attached(attachments: Any) -> Iterator[tuple[str, Any, str]]:
    """The attachments that are pictures, in each way to write the name; the longest names first."""
    if not isinstance(attachments, dict):
        return
    names = [name for name in attachments if isinstance(name, str) and name][:MAX_ATTACHMENTS]
    for name in sorted(names, key=len, reverse=True):
        kinds = attachments[name]
        for kind, data in kinds.items() if isinstance(kinds, dict) else ():
            if str(kind).startswith("image/"):
                yield from ((form, data, str(kind)[6:26]) for form in _forms(name))
                break


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
