"""Files that operators have sent, by the short name that a button carries."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.control import intake
from bot.control.intake import Taken
from content.site import Site

REF = 12  # characters


@dataclass(frozen=True, slots=True)
class Inbox:
    """`folder` is the store's own; what lies there for long is removed."""

    folder: Path

    def take(self, name: str, content: bytes, site: Site) -> tuple[str, Taken]:
        """The upload as an issue, and its short name. Raises Refused."""
        taken = intake.take(self.folder, name, content, site)
        ref = hashlib.sha256(str(taken.path).encode()).hexdigest()[:REF]
        self._note(ref).write_text(str(taken.path), encoding="utf-8")
        return ref, taken

    def path_of(self, ref: str) -> Path | None:
        """Where it lies; None for another name, or when it has been removed."""
        note = self._note(ref)
        if len(ref) != REF or not ref.isalnum() or not note.is_file():
            return None
        path = Path(note.read_text(encoding="utf-8"))
        return path if path.is_file() else None

    def _note(self, ref: str) -> Path:
        return self.folder / f"{ref}.path"
