"""What a button carries: an action, what it is about, and the revision of that when it was shown.

At most 64 bytes, so ids alone; whether it still holds is read from the store when it is pressed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Self

from bot.control.screen import Button

LIMIT = 64  # bytes of callback data: core.telegram.org/bots/api#inlinekeyboardbutton
REV = 8  # characters


@dataclass(frozen=True, slots=True)
class Press:
    """`ref` is the id of a release, a delivery, a call or an issue; `rev` what `revision` made."""

    action: str
    ref: str = ""
    rev: str = ""

    def data(self) -> str:
        text = f"p:{self.action}:{self.ref}:{self.rev}"
        if len(text.encode()) > LIMIT:
            raise ValueError(f"{text} is longer than a button can carry")
        return text

    def button(self, text: str, style: str = "") -> Button:
        return Button(text, self.data(), style=style)

    @classmethod
    def read(cls, data: str) -> Self | None:
        """None for what is not ours."""
        match data.split(":"):
            case ["p", action, ref, rev]:
                return cls(action, ref, rev)
            case _:
                return None


def revision(*parts: object) -> str:
    """A short name of how something stood; it differs whenever one of the parts does."""
    text = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:REV]
