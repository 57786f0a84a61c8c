"""A small al-folio site with two issues of our own, to try everything on."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

CHINESE = "_posts/2025-10-13-qigang-notes-41-robots-learn-to-yield.md"
ENGLISH = "_posts/2025-10-06-qigang-notes-41-a-library-without-shelves.md"


def lay_out(folder: Path) -> tuple[Path, Path]:
    """Copy the site and draw its pictures; the Chinese issue, about 6,000 characters, and the
    short English one."""
    from bot.demo.pictures import PICTURES

    with as_file(files(__name__) / "site") as site:
        shutil.copytree(site, folder, dirs_exist_ok=True)
    for name, draw in PICTURES.items():
        path = folder / "assets" / "img" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draw())
    return folder / CHINESE, folder / ENGLISH
