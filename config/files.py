"""Where the settings file of an issue lies: found without loading what reads it."""

from __future__ import annotations

from pathlib import Path

FILE_NAME = "pressrun.yaml"


class SettingsError(Exception):
    """What is wrong with a settings file: one line per finding, with the field's name."""


def find_file(start: Path) -> Path | None:
    """The settings file in the folder of `start` or the nearest one above."""
    folder = start.resolve() if start.is_dir() else start.resolve().parent
    for parent in (folder, *folder.parents):
        if (parent / FILE_NAME).is_file():
            return parent / FILE_NAME
    return None
