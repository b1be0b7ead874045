"""The lesson's figures, which stand beside the notebook: a page that travels alone carries them."""

import base64
from pathlib import Path

KINDS = {".svg": "image/svg+xml", ".png": "image/png"}


def figures(release: Path) -> dict[str, dict[str, str]]:
    """The pictures of a student release, as attachments of a notebook: name → type → base64."""
    return {
        path.relative_to(release).as_posix(): {
            KINDS[path.suffix]: base64.b64encode(path.read_bytes()).decode()
        }
        for path in sorted(release.rglob("*"))
        if path.suffix in KINDS and path.is_file()
    }
