"""Markup with blanks: an article is written once, and each rung of the ladder fills it its own way.

A blank stands between "<%" and "%>", which no author can write: texts and attributes are escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# What a blank asks of the rung, before its first colon.
STYLE = "style"  # the style of a place
FLUSH = "flush"  # the same without its margin
OPEN, CLOSE = "open", "close"  # a <span> and its end, where the place has a style
GAP = "gap"  # what stands between two blocks
LABEL = "label"  # the words of a reference, if it repeats them
SCHEME = "scheme"  # https://, if references keep it


def blank(kind: str, text: str = "") -> str:
    return f"<%{kind}:{text}%>"


@dataclass(frozen=True, slots=True)
class Form:
    """Markup cut at its blanks: text and blanks by turns, text first."""

    pieces: Sequence[str]

    def filled(self, fill: Callable[[str], str]) -> str:
        """The markup again; equal blanks are filled once."""
        names = self.pieces[1::2]
        known = {name: fill(name) for name in set(names)}
        whole = list(self.pieces)
        whole[1::2] = [known[name] for name in names]
        return "".join(whole)

    def common(self) -> str:
        """The text that every filling keeps."""
        return "".join(self.pieces[::2])

    def blanks(self) -> dict[str, int]:
        """How often each stands there; those that hold words as one, with all words of a kind."""
        counts: dict[str, int] = {}
        words = {LABEL: "", SCHEME: ""}
        for name, times in Counter(self.pieces[1::2]).items():
            kind, _, rest = name.partition(":")
            if kind in words:
                words[kind] += rest * times
            else:
                counts[name] = times
        return counts | {f"{kind}:{rest}": 1 for kind, rest in words.items()}


def cut(markup: str) -> Form:
    return Form(markup.replace("%>", "<%").split("<%"))  # openings and ends come by turns


@dataclass(frozen=True, slots=True)
class Outline:
    """How markup is written; without `leaves` paragraphs and items are lines of text."""

    leaves: bool

    def style(self, place: str, *, margin: bool = True, more: str = "") -> str:
        """The style attribute of a place; `more` is CSS of this one element."""
        return f"<%{STYLE if margin else FLUSH}:{place}:{more}%>"

    def leaf(self, html: str, place: str = "") -> str:
        """A paragraph, or a line."""
        return f"<p<%{STYLE}:{place}:%>>{html}</p>" if self.leaves else f"{html}<br>"

    def tag(
        self, name: str, html: str, place: str = "", *, margin: bool = True, more: str = ""
    ) -> str:
        style = self.style(place or name, margin=margin, more=more)
        return f"<{name}{style}>{html}</{name}>"

    def coloured(self, place: str, html: str) -> str:
        """A piece of text in the colour of its place; the text alone where there is none."""
        return f"<%{OPEN}:{place}%>{html}<%{CLOSE}:{place}%>" if place else html
