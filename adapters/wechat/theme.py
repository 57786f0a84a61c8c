"""How an article looks: themes as inline CSS by place, and the ladder that makes them cheaper.

Every character of markup counts against WeChat's 20,000, so CSS that inherits stands once on the
root and a block carries little more than its margin. Each rung of the ladder gives up a little
more; an article stands on the highest rung that fits. A new theme is a new file in themes/ and its
name in THEMES.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from adapters.wechat import blanks
from adapters.wechat.dark import PAPER, contrast, parse
from adapters.wechat.stylesheet import Declaration, places

THEMES = ("ink", "plain", "magazine")  # files of this folder; the first one holds by default
FOLDER = Path(__file__).parent / "themes"


@dataclass(frozen=True, slots=True)
class Theme:
    """CSS by place. `lean` replaces `full` from rung 6 on; `margins` are dropped from rung 7 on."""

    name: str
    full: Mapping[str, str]
    lean: Mapping[str, str]
    margins: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rung:
    """What an article still affords; `loses` says what it gives up against the rung above."""

    number: int
    loses: str = ""
    labels: bool = True  # a reference repeats the words of its link
    accents: bool = True  # colour on strong, emphasis, inline code and reference numbers
    ornate: bool = True  # places in their full style
    margins: bool = True  # else an empty line between blocks
    schemes: bool = True  # references keep their https://
    leaves: bool = True  # paragraphs and items are <p>; else text and <br>


def _ladder() -> tuple[Rung, ...]:
    # Rungs 1 and 2, which repeat a style on every block, cost a quarter more and look no better.
    rungs = [Rung(3)]

    def then(loses: str, **lost: bool) -> None:
        rungs.append(replace(rungs[-1], number=rungs[-1].number + 1, loses=loses, **lost))

    then("references do not repeat the words of their links", labels=False)
    then("strong text, emphasis and code have no colour", accents=False)
    then("headings and quotations are plainer", ornate=False)
    then("empty lines stand for margins, references drop https://", margins=False, schemes=False)
    then("paragraphs and lists are plain lines", leaves=False)
    return tuple(rungs)


RUNGS = _ladder()
TOKENS = frozenset({"keyword", "name", "string", "number", "comment"})
ACCENTS = TOKENS | {"strong", "em", "sup", "code"}

# What a place keeps of its style from rung 6 on; those that are not named keep everything. Headings
# lose their bands: their words then take whichever of the two colours reads better on white.
LEAN: Mapping[str, frozenset[str]] = {
    "h1": frozenset({"font-size", "font-weight", "color"}),
    "h2": frozenset({"font-size", "font-weight", "color"}),
    "h3": frozenset({"font-weight", "color"}),
    "h4": frozenset({"font-weight", "color"}),
    "quote": frozenset({"padding", "padding-left", "border-left"}),
    "callout": frozenset({"padding", "padding-left", "border-left", "border", "border-top"}),
    "figure": frozenset(),
    "img": frozenset(),
    "block": frozenset(),
    "inner": frozenset(),
    "item": frozenset(),
}
HANGING = ("padding-left:", "text-indent:")
MANY = "padding-left:2em;text-indent:-2em"  # the room for numbers of two digits


def compiled(name: str, styles: Mapping[str, Iterable[Declaration]]) -> Theme:
    """The theme that these declarations make, by place."""
    full, lean, margins = {}, {}, {}
    for place, found in styles.items():
        own = [one for one in found if not one.name.startswith("margin")]
        kept = [_bare(one, own) for one in own if one.name in LEAN.get(place, ())]
        margins[place] = ";".join(str(one) for one in found if one not in own)
        full[place] = ";".join(map(str, own))
        lean[place] = ";".join(map(str, kept if place in LEAN else own))
    full["level"] = "text-indent:0"  # the hanging indent of a list is inherited: it ends here
    numbered = [one for one in full.get("numbers", "").split(";") if not one.startswith(HANGING)]
    full["many"] = ";".join([*filter(None, numbered), MANY])
    margins["many"] = margins.get("numbers", "")
    return Theme(name, full, lean, margins)


def _bare(one: Declaration, own: Iterable[Declaration]) -> Declaration:
    """A colour as it reads without the background it was chosen for."""
    back = [other for other in own if other.name in {"background", "background-color"}]
    if one.name != "color" or not back:
        return one
    colours = [(parse(value), value) for value in (one.value, back[-1].value)]
    known = [(contrast(colour, PAPER), value) for colour, value in colours if colour]
    return replace(one, value=max(known)[1]) if known else one


def theme_css(name: str) -> str:
    """The file of one of THEMES."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


@cache
def theme(name: str) -> Theme:
    """One of THEMES; read once."""
    return compiled(name, places(theme_css(name)))


@dataclass(frozen=True, slots=True)
class Look:
    """A theme on a rung: what fills each blank of an article."""

    theme: Theme
    rung: Rung

    def fill(self, blank: str) -> str:
        kind, _, rest = blank.partition(":")
        if kind == blanks.LABEL:
            return rest if self.rung.labels else ""
        if kind == blanks.SCHEME:
            return rest if self.rung.schemes else ""
        if kind == blanks.GAP:
            return self.gap
        if kind in {blanks.OPEN, blanks.CLOSE}:
            css = self.style(rest)
            return (f"<span{css}>" if kind == blanks.OPEN else "</span>") if css else ""
        place, _, more = rest.partition(":")
        return self.style(place, margin=kind == blanks.STYLE, more=more)

    def style(self, place: str, *, margin: bool = True, more: str = "") -> str:
        """The style attribute of a place, with a leading space, or ""."""
        css = [self._margin(place) if margin else "", self._css(place), more]
        joined = ";".join(filter(None, css))
        return f' style="{joined}"' if joined else ""

    @property
    def gap(self) -> str:
        """What stands between two blocks."""
        if self.rung.margins:
            return ""
        return "<p><br></p>" if self.rung.leaves else "<br>"

    def _margin(self, place: str) -> str:
        return self.theme.margins.get(place, "") if self.rung.margins else ""

    def _css(self, place: str) -> str:
        if place in ACCENTS and not self.rung.accents:
            return ""
        if not self.rung.ornate and place in self.theme.lean:
            return self.theme.lean[place]
        return self.theme.full.get(place, "")
