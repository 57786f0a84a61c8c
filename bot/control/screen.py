"""What the control room shows: a text in Telegram's HTML and rows of buttons, as plain values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """Pressed it sends `data`, or opens `url`; `style` is "", "success" or "danger"."""

    text: str
    data: str = ""
    url: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """`text` is Telegram's HTML, at most 4096 UTF-16 units once parsed."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()

    @property
    def hash(self) -> str:
        """Tells whether a message shows this already."""
        said = repr((self.text, self.rows))
        return hashlib.sha256(said.encode()).hexdigest()[:16]
