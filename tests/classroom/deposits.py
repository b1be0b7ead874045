"""What the schools' systems give, made small: zips of Moodle and Canvas, and hostile ones."""

import io
import json
import stat
import zipfile
from pathlib import Path


def notebook(text: str = "") -> bytes:
    """A small notebook with a mark by which it is known again."""
    cell = {"cell_type": "code", "source": f"# {text}", "metadata": {}, "outputs": []}
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content).encode()


def moodle(name: str, number: int, file: str) -> str:
    """The path that Moodle ≥ 4.1 gives to a file of a participant."""
    return f"{name}_{number}_assignsubmission_file/{file}"


def write_zip(path: Path, files: dict[str, bytes], times: dict[str, tuple] | None = None) -> Path:
    """A zip as a server makes it on the fly: each member bears the hour of the download."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            time = (times or {}).get(name, (2026, 11, 20, 12, 0, 0))
            info = zipfile.ZipInfo(name, time)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip that a student made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def write_folder(path: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def linked_zip(path: Path, name: str, target: str) -> Path:
    """A zip whose only member is a symbolic link, as Info-ZIP stores one."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, target)
    return path


def raw_name_zip(path: Path, name: bytes, content: bytes) -> Path:
    """A zip with these very bytes as a name, and no word about their encoding."""
    stand_in = "x" * len(name)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(stand_in), content)
    path.write_bytes(buffer.getvalue().replace(stand_in.encode(), name))
    return path
