"""A zip or a folder from elsewhere, read as hostile: names, links and sizes are bounded here.

Nothing is ever written under a name that the archive chose: `Archive.extract` copies one file's
bytes, up to a limit, to a path of the caller's.
"""

import hashlib
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from autograder.errors import UsageError
from autograder.text import printable

MAX_ENTRIES = 20_000
MAX_DEPTH = 16
MAX_NAME = 180  # bytes of one component: file systems allow 255, and suffixes are added
# What a zip may unfold into: notebooks shrink to a tenth, and a small zip is never a bomb.
MIN_TOTAL, MAX_RATIO = 2**30, 20
_CHUNK = 2**20
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # LZMA may ask for gigabytes of memory
_UNREADABLE = (OSError, EOFError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # what a zip says that knows no time
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # of Windows


class Refused(Exception):
    """A file that is not taken; the text is the end of a French sentence about it."""


class ArchiveError(UsageError):
    """A source that cannot be read at all; the text is a French sentence."""


@dataclass(frozen=True)
class Entry:
    """One file of the archive. `parts` are safe names from the top; `time` is local or None."""

    parts: tuple[str, ...]
    time: datetime | None
    source: Any

    @property
    def shown(self) -> str:
        return printable("/".join(self.parts))


class Archive:
    """The files of a zip or a folder, and a sentence for each one that is refused at sight."""

    def __init__(self, path: Path):
        """Raise ArchiveError when the path leads to neither."""
        self.path = path
        self.entries: list[Entry] = []
        self.refused: list[str] = []
        self._left = max(MIN_TOTAL, MAX_RATIO * path.stat().st_size) if path.is_file() else None
        self._reader: _Folder | _Zip
        if path.is_dir():
            self._reader = _Folder(path)
        elif path.is_file():
            self._reader = _Zip(path)
        else:
            raise ArchiveError(f"Ni fichier ni dossier : {path}.")
        self._list()
        if not self.entries and not self.refused:
            raise ArchiveError(f"Rien à ramasser : {path} est vide.")

    def extract(self, entry: Entry, target: Path, limit: int) -> str:
        """Copy at most `limit` bytes to a new file; returns their SHA-256. Raises Refused."""
        digest, size = hashlib.sha256(), 0
        try:
            with self._reader.open(entry.source) as source, target.open("xb") as copy:
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    if size > limit:
                        raise Refused(f"dépasse, déplié, la limite de {_shown_size(limit)}")
                    self._spend(len(chunk))
                    digest.update(chunk)
                    copy.write(chunk)
        except Refused:
            target.unlink(missing_ok=True)
            raise
        except _UNREADABLE as error:
            target.unlink(missing_ok=True)
            raise Refused("est abîmé dans l'archive : il ne se lit pas jusqu'au bout") from error
        return digest.hexdigest()

    def _spend(self, size: int) -> None:
        """Count bytes unfolded from a zip; a folder's are already on this disk."""
        if self._left is not None:
            self._left -= size
            if self._left < 0:
                raise Refused("dépasse, déplié, ce que contient une archive de cette taille")

    def close(self) -> None:
        self._reader.close()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _list(self) -> None:
        seen = set()
        for name, found in self._reader.files():
            try:
                entry = Entry(_parts(name), found.time(), found.checked())
                if entry.parts in seen:
                    raise Refused("porte le nom d'un autre fichier de l'archive")
            except Refused as reason:
                self.refused.append(f"« {printable(name)} » {reason} : refusé.")
            else:
                seen.add(entry.parts)
                self.entries.append(entry)


class _Zip:
    """A zip, without any trust in what its directory says."""

    def __init__(self, path: Path):
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ArchiveError(
                f"Le fichier {path} n'est pas une archive zip lisible. Si c'en est une d'une autre "
                "sorte (rar, 7z, tar), dépliez-la dans un dossier, puis collectez ce dossier."
            ) from error

    def files(self) -> Iterator[tuple[str, "_ZipMember"]]:
        infos = self._zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise ArchiveError(f"L'archive contient plus de {MAX_ENTRIES} fichiers.")
        for info in infos:
            if not info.orig_filename.endswith(("/", "\\")):
                yield _decoded_name(info), _ZipMember(info)

    def open(self, info: zipfile.ZipInfo) -> IO[bytes]:
        return self._zip.open(info)

    def close(self) -> None:
        self._zip.close()


@dataclass(frozen=True)
class _ZipMember:
    info: zipfile.ZipInfo

    def time(self) -> datetime | None:
        """When the member was written, if the zip says so; a zip's time is local and to 2 s."""
        stamp = _unix_time(self.info.extra)
        if stamp is not None:
            return datetime.fromtimestamp(stamp, UTC).astimezone()
        if self.info.date_time == _EPOCH:
            return None
        try:
            return datetime(*self.info.date_time).astimezone()
        except (ValueError, OverflowError, OSError):
            return None

    def checked(self) -> zipfile.ZipInfo:
        kind = stat.S_IFMT(self.info.external_attr >> 16)
        if kind == stat.S_IFLNK:
            raise Refused("est un lien")
        if kind not in (0, stat.S_IFREG):
            raise Refused("n'est pas un fichier ordinaire")
        if self.info.flag_bits & _ENCRYPTED:
            raise Refused("est protégé par un mot de passe")
        if self.info.compress_type not in _METHODS:
            raise Refused("est comprimé d'une manière que Moodle et Canvas n'emploient pas")
        return self.info


class _Folder:
    """A folder on this machine, whose links are not followed."""

    def __init__(self, path: Path):
        self._path = path

    def files(self) -> Iterator[tuple[str, "_FolderMember"]]:
        count = 0
        for place, folders, names in os.walk(self._path, onerror=_unreadable_folder):
            folders.sort()
            links = [name for name in folders if Path(place, name).is_symlink()]
            for name in sorted(names + links):
                count += 1
                if count > MAX_ENTRIES:
                    raise ArchiveError(f"Le dossier contient plus de {MAX_ENTRIES} fichiers.")
                path = Path(place, name)
                yield path.relative_to(self._path).as_posix(), _FolderMember(path)

    def open(self, path: Path) -> IO[bytes]:
        return open(path, "rb", opener=_open_here)

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class _FolderMember:
    path: Path

    def time(self) -> datetime:
        return datetime.fromtimestamp(int(self.path.lstat().st_mtime), UTC).astimezone()

    def checked(self) -> Path:
        mode = self.path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise Refused("est un lien")
        if not stat.S_ISREG(mode):
            raise Refused("n'est pas un fichier ordinaire")
        return self.path


def _shown_size(size: int) -> str:
    return f"{size // 2**20} Mio" if size >= 2**20 else f"{size} octets"


def _unreadable_folder(error: OSError) -> None:
    raise ArchiveError(f"Le dossier {error.filename} ne se lit pas.") from error


def _open_here(path: str, flags: int) -> int:
    """Open without following a link, nor waiting at a pipe, put there since the list was made."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _parts(name: str) -> tuple[str, ...]:
    """The components of a member's name, each fit for any file system. Raises Refused."""
    if "\0" in name:
        raise Refused("cache un octet nul dans son nom")
    pieces = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")
    if pieces[0] == "" or re.match(r"[A-Za-z]:", pieces[0]):
        raise Refused("porte un chemin absolu")
    if ".." in pieces:
        raise Refused("sort de l'archive par « .. »")
    pieces = [piece for piece in pieces if piece not in ("", ".")]
    if not pieces:
        raise Refused("n'a pas de nom")
    if len(pieces) > MAX_DEPTH:
        raise Refused(f"est sous plus de {MAX_DEPTH} dossiers")
    return tuple(map(_component, pieces))


def _component(piece: str) -> str:
    """One name that Linux, macOS and Windows all accept, and no terminal obeys."""
    name = _FORBIDDEN.sub("_", piece)
    name = "".join("_" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn") else c for c in name)
    name = name.rstrip(" .") or "_"
    if _RESERVED.match(name):
        name = f"_{name}"
    if len(name.encode()) <= MAX_NAME:
        return name
    # Two long names that differ only in their middle must stay two.
    mark = hashlib.sha256(piece.encode(errors="surrogatepass")).hexdigest()[:8]
    suffix = "".join(Path(name).suffixes[-2:])[-20:]
    return name.encode()[: MAX_NAME - 40].decode(errors="ignore") + f"~{mark}{suffix}"


def _decoded_name(info: zipfile.ZipInfo) -> str:
    """The name as its author wrote it: macOS writes UTF-8 without saying so, Windows its own."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME:
        return name
    try:
        raw = name.encode("cp437")  # how zipfile decoded it
    except UnicodeEncodeError:
        return name
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _unix_time(extra: bytes) -> int | None:
    """The time in UTC of the « extended timestamp » field (0x5455), where a zip has one."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == 0x5455 and len(field) >= 5 and field[0] & 1:
            return int.from_bytes(field[1:5], "little", signed=True)
    return None
