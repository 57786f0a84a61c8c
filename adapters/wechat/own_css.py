"""A theme with the author's own style sheet over it.

css-inline applies both sheets to a page that has one element for each place of an article, so that
selectors, their weights and their order mean what they mean in a browser. What it leaves on each
element is the theme. The page is read once for a sheet; rendering then costs what it always does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from adapters.wechat.dark import readings
from adapters.wechat.stylesheet import PLACES, Declaration, Rule, rules, style
from adapters.wechat.theme import Theme, compiled, theme, theme_css
from content.problems import Level, Problem

LEAST_CONTRAST = 3.0  # WeChat itself asks for 1.5, which nobody can read

# What WeChat's editor keeps and no reader's phone shows otherwise.
KEPT = re.compile(
    r"color|background(?:-color)?|font-(?:size|weight|style)|line-height|letter-spacing"
    r"|text-(?:align|indent|decoration(?:-\w+)?)|vertical-align|white-space|word-break"
    r"|overflow-wrap|(?:margin|padding)(?:-(?:top|right|bottom|left))?"
    r"|border(?:-(?:top|right|bottom|left|collapse|radius|color|style|width|spacing))?"
    r"|border-(?:top|right|bottom|left)-(?:color|style|width)|display|max-width|width|table-layout"
    r"|overflow(?:-[xy])?|box-sizing"
)
VALUE = re.compile(r"[\w\s.,%#()+-]+")
REFUSED = (
    ("display", re.compile(r"none|flex|grid")),
    ("white-space", re.compile(r"pre|nowrap")),
    ("text-align", re.compile(r"start|end")),
    ("width", re.compile(r"[\d.]+px")),
    ("max-width", re.compile(r"[\d.]+px")),
    ("font-size", re.compile(r"0\w*")),
    ("line-height", re.compile(r"0\w*")),
)
NOT_SOLID = re.compile(r"url\(|gradient|rgba|hsla?\(|transparent|var\(|calc\(|#(?:\w{4}|\w{8})\b")
OTHER_TOOLS = re.compile(r"#(?:nice|wenyan|output)\b")  # what their style sheets call an article
PSEUDO = re.compile(r"::?[a-z-]+(?:\([^)]*\))?$")


@dataclass(frozen=True, slots=True)
class Styled:
    """`files` are the sheet's own, with its sha256."""

    theme: Theme
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def styled(name: str, css: str, root: Path) -> Styled:
    """The theme of this name; with `css`, a path below `root`, the author's sheet over it."""
    if not css:
        return Styled(theme(name))
    path = root / css
    try:
        source = path.read_bytes()
        text = source.decode()
    except (OSError, UnicodeDecodeError) as error:
        missing = isinstance(error, FileNotFoundError)
        reason = "is not there" if missing else "cannot be read as UTF-8 text"
        problem = Problem(
            Level.ERROR, "wechat-css", str(path), 0, f"The style sheet of WeChat {reason}.",
            "Set channels.wechat.css to a file below the site's folder.",
        )  # fmt: skip
        return Styled(theme(name), (problem,))
    files = {str(path.absolute()): hashlib.sha256(source).hexdigest()}
    return replace(_styled(name, text, str(path)), files=files)


@lru_cache(maxsize=8)
def _styled(name: str, css: str, file: str) -> Styled:
    own = [_readable(rule) for rule in rules(css)]
    sheet = "\n".join(_text(rule) for rule in own)
    made = compiled(file, _inlined(theme_css(name) + sheet))
    return Styled(made, (*_dropped(rules(css), file), *_idle(own, file), *_faint(made, file)))


def _readable(rule: Rule) -> Rule:
    """The rule with selectors as they are meant here, and without what WeChat does not keep."""
    selectors = tuple(OTHER_TOOLS.sub("article", one) for one in rule.selectors)
    kept = tuple(_without_importance(one) for one in rule.declarations if not _refusal(one))
    return Rule(selectors, kept, rule.line)


def _text(rule: Rule) -> str:
    return f"{','.join(rule.selectors)}{{{';'.join(map(str, rule.declarations))}}}"


def _inlined(css: str) -> dict[str, tuple[Declaration, ...]]:
    """What each place is left with."""
    from css_inline import CSSInliner
    from lxml import html  # both are needed here alone

    made = CSSInliner(load_remote_stylesheets=False).inline_fragment(_specimen(), css)
    page = html.fragment_fromstring(made)
    found = {element.get("data-place"): element.get("style", "") for element in page.iter()}
    return {place: style(css) for place, css in found.items() if place and css}


def _specimen() -> str:
    """One element for each place; those that stand within others do so here."""

    def element(selector: str, inside: str = "") -> str:
        place = f'data-place="{PLACES[selector]}"'
        if selector.startswith("."):
            tag = (
                "span"
                if selector[1:] in {"keyword", "name", "string", "number", "comment"}
                else "div"
            )
            return f'<{tag} class="{selector[1:]}" {place}>{inside}</{tag}>'
        tag = selector.split()[-1]
        return f"<{tag} {place}>{inside}</{tag}>"

    tokens = "".join(map(element, (".keyword", ".name", ".string", ".number", ".comment")))
    words = "".join(map(element, ("strong", "em", "s", "u", "sub", "sup", "a", "code", "mark")))
    item = element("li")
    blocks = (
        *map(element, ("h1", "h2", "h3", "h4")),
        element("p", words),
        element("ul", item),
        "<ol data-place='numbers'></ol>",
        element("blockquote", element("blockquote p")),
        element(".callout"),
        element("figure", element("img").removesuffix("</img>") + element("figcaption")),
        element("pre", tokens),
        element(".table", element("table", f"<tr>{element('th')}{element('td')}</tr>")),
        element("hr").removesuffix("</hr>"),
        element(".notes"),
    )
    return element("article", "".join(blocks))


# --- what the author is told ------------------------------------------------------------------


def _dropped(found: Iterator[Rule], file: str) -> Iterator[Problem]:
    for rule in found:
        for one in rule.declarations:
            if reason := _refusal(one):
                yield _warning(file, one.line, f"`{one}` is left out: {reason}.")


def _refusal(one: Declaration) -> str:
    """Why a declaration cannot go to WeChat; "" when it can."""
    if one.name == "font-family":
        return "WeChat's readers have the fonts of their phones"
    if not KEPT.fullmatch(one.name):
        return "WeChat does not keep it"
    if NOT_SOLID.search(one.value):
        return "only solid colours and plain lengths read well in dark mode"
    value = _without_importance(one).value
    if any(one.name == name and bad.fullmatch(value) for name, bad in REFUSED):
        return "it would hide text or overflow a phone"
    return "" if VALUE.fullmatch(value) else "WeChat does not keep it"


def _without_importance(one: Declaration) -> Declaration:
    return Declaration(one.name, re.sub(r"\s*!\s*important$", "", one.value), one.line)


def _idle(own: list[Rule], file: str) -> Iterator[Problem]:
    """Selectors that no element of an article answers to."""
    for rule in own:
        idle = [one for one in rule.selectors if rule.declarations and not _matches(one)]
        if idle:
            named = ", ".join(f"`{one}`" for one in idle)
            yield _warning(file, rule.line, f"{named} styles nothing in an article.")


@lru_cache(maxsize=256)
def _matches(selector: str) -> bool:
    return PSEUDO.search(selector) is None and any(_inlined(f"{selector}{{color:red}}"))


def _faint(made: Theme, file: str) -> Iterator[Problem]:
    for one in readings(made):
        for ratio, when in ((one.day, "by day"), (one.night, "in dark mode")):
            if ratio < LEAST_CONTRAST:
                told = f"`{one.place}` can hardly be read {when}: its contrast is {ratio:.1f} : 1."
                yield _warning(file, 0, told)


def _warning(file: str, line: int, message: str) -> Problem:
    step = "See docs/channels/wechat.md, Your own style sheet."
    return Problem(Level.WARNING, "wechat-css-unused", file, line, message, step)
