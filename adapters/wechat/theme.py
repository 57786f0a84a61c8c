"""How an article looks: themes as tables of inline CSS, and the ladder that makes them cheaper.

Every character of markup counts against WeChat's 20,000, so CSS that inherits stands once on the
root and a block carries little more than its margin. Each rung of the ladder gives up a little
more; an article stands on the highest rung that fits. A new theme is a new row of THEMES.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.wechat import blanks


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
    then("headings, quotations and tables are plainer", ornate=False)
    then("empty lines stand for margins, references drop https://", margins=False, schemes=False)
    then("paragraphs and lists are plain lines", leaves=False)
    return tuple(rungs)


RUNGS = _ladder()
ACCENTS = frozenset({"strong", "em", "sup", "code"})

_HANG = "padding-left:{0};text-indent:-{0}"  # text-indent is inherited, so items carry nothing

INK = Theme(
    name="ink",
    full={
        # Left, not justified: Latin names in Chinese lines tear holes into justified ones.
        "root": "font-size:16px;line-height:1.75;letter-spacing:.5px;color:#333;"
        "word-break:break-word",
        "h1": "padding-bottom:6px;border-bottom:2px solid #069;"
        "font-size:20px;font-weight:700;line-height:1.4;color:#069",
        "h2": "padding-left:10px;border-left:4px solid #069;"
        "font-size:18px;font-weight:700;line-height:1.4",
        "h3": "font-size:17px;font-weight:700;line-height:1.4;color:#069",
        "h4": "font-weight:700",
        "bullets": _HANG.format("1em"),
        "numbers": _HANG.format("1.4em"),
        "level": "text-indent:0",  # ends the hanging indent inside an item
        "quote": "padding:2px 14px;border-left:3px solid #ccc;background:#f7f7f7;color:#666",
        "callout": "padding:2px 14px;border-left:3px solid #069;background:#f0f6fa;color:#444",
        "figure": "text-align:center",
        "caption": "font-size:13px;color:#888",
        "pre": "padding:10px 12px;background:#f6f8fa;font-size:13px;line-height:1.6;"
        "white-space:pre-wrap;overflow-wrap:anywhere",
        "scroll": "max-width:100%;overflow:auto",
        "table": "width:100%;table-layout:fixed;border-collapse:collapse;"
        "font-size:14px;line-height:1.5",
        "th": "padding:6px;border:1px solid #ddd;background:#f0f6fa",
        "td": "padding:6px;border:1px solid #ddd",
        "rule": "border:0;border-top:1px solid #ddd",
        "notes": "padding-top:1em;border-top:1px solid #ddd;font-size:13px;color:#888;"
        "word-break:break-all",
        "strong": "color:#069",
        "em": "color:#555",
        "sup": "color:#069",
        "code": "padding:0 4px;background:#f0f2f4;color:#c7254e",
        "mark": "background:#fff3c4",
    },
    lean={
        "h1": "font-size:20px;font-weight:700;color:#069",
        "h2": "font-size:18px;font-weight:700",
        "h3": "font-weight:700;color:#069",
        "quote": "padding-left:12px;border-left:3px solid #ccc",
        "callout": "padding-left:12px;border-left:3px solid #069",
        "figure": "",
        "th": "padding:4px;border:1px solid #ddd;background:#f0f6fa",
        "td": "padding:4px;border:1px solid #ddd",
    },
    margins={
        "block": "margin:1em 0",
        "inner": "margin:.4em 0",
        "h1": "margin:2.4em 0 1em",
        "h2": "margin:2em 0 1em",
        "h3": "margin:1.6em 0 .8em",
        "h4": "margin:1em 0",
        "bullets": "margin:1em 0",
        "numbers": "margin:1em 0",
        "quote": "margin:1em 0",
        "callout": "margin:1em 0",
        "figure": "margin:1em 0",
        "pre": "margin:1em 0",
        "scroll": "margin:1em 0",
        "rule": "margin:2em 0",
        "notes": "margin-top:2em",
    },
)

THEMES = {theme.name: theme for theme in (INK,)}


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
