"""What a reader sees of an edition: plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.witness.raw_inline import bare_url
from tests.witness.wanted import PICTURE


class CannotRead(Exception):
    """The service would refuse this, or show something that the reader's rules do not know."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`stream` has its line breaks, and PICTURE where a picture stands; `prose` is without code.

    `figures` are the payload's own references in order, `links` targets as often as a reader can
    follow them (in no order), `captions` texts of pictures that are not part of the running text.
    """

    stream: str = ""
    prose: str = ""
    figures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    bold: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.stream.replace(PICTURE, "")


def in_order(rows: Iterable[Shown]) -> Shown:
    """Several messages read one after the other."""
    shown = tuple(rows)
    return Shown(
        stream="\n".join(row.stream for row in shown),
        prose="\n".join(row.prose for row in shown),
        figures=tuple(source for row in shown for source in row.figures),
        links=tuple(target for row in shown for target in row.links),
        bold=tuple(text for row in shown for text in row.bold),
        codes=tuple(text for row in shown for text in row.codes),
        captions=tuple(text for row in shown for text in row.captions),
    )


def found_urls(text: str) -> tuple[str, ...]:
    """Addresses with a scheme, which services link by themselves; Chinese text ends them."""
    return tuple(bare_url(m[0], "") for m in re.finditer(r"https?://[!-~]+", text))
