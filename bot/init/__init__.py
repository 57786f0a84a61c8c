"""`pressrun init`: looks at an author's folder and writes a first pressrun.yaml for it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from bot.init.found import Found, NotStarted, look
from bot.init.text import settings_text
from config.files import FILE_NAME, find_file

__all__ = ["Found", "NotStarted", "Started", "next_commands", "start"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Started:
    """The settings file that was written, and what it was written for."""

    file: Path
    found: Found


def start(place: Path, environment: Mapping[str, str]) -> Started:
    """Write the settings of the site around a folder, and nothing else. Raises NotStarted.

    Nothing is ever overwritten; settings of a folder above would be hidden, so they count too.
    """
    found = look(place, environment)
    held = find_file(found.folder)
    file = held or found.folder / FILE_NAME
    if held or file.is_symlink():
        step = f"Edit it, or move it away and run this again: {file}"
        raise NotStarted(f"There are settings already; nothing was written. {step}")
    try:
        with file.open("x", encoding="utf-8") as writing:
            writing.write(settings_text(found))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NotStarted(f"{file} cannot be written: {reason}. Make it writable first.") from None
    log.info("%s written", file)
    return Started(file, found)


def next_commands(newest: Path, here: Path) -> Iterator[str]:
    """What to try, in order; the post is named as seen from the folder `here`."""
    near = newest.relative_to(here) if newest.is_relative_to(here) else newest
    post = quote(str(near))
    yield f"pressrun lint {post}"
    yield f"pressrun preview {post} --open"
    yield f"pressrun publish {post} --sandbox"
