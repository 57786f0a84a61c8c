"""A WeChat article: its length on each rung of our ladder, and with styles on every element."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec

from adapters.base import Pictures
from adapters.lower import lower
from adapters.references import with_reserve
from adapters.shots import roll, shots
from adapters.wechat.links import references, shown_links
from adapters.wechat.render import writer
from adapters.wechat.spec import BODY_PICTURE, KEY, LABELS, SPEC
from adapters.wechat.theme import RUNGS, THEMES, Rung, theme
from benchmarks.table import Row
from content.issue import Issue

LIMIT = 20_000
_STYLE = re.compile(r' style="[^"]*"')
# Converters that do not count on inheritance repeat the root's style on all that holds text.
_REPEATED = {"p": ("root", "block"), "td": ("root", "td"), "th": ("root", "th"),
             "pre": ("root", "pre"), "strong": ("strong",), "em": ("em",), "sup": ("sup",),
             "code": ("code",), "table": ("table",)}  # fmt: skip


def wechat_sizes(issue: Issue, pictures: Pictures) -> list[Row]:
    write = _writer(issue, pictures)
    full = write(RUNGS[0])
    bare = _STYLE.sub("", full)
    made = {"the text without any style": bare}
    if find_spec("css_inline"):
        made["styles on every element, by css-inline"] = _inlined(bare)
    made |= {f"ours, rung {rung.number}": write(rung) for rung in RUNGS}
    return [_row(name, html) for name, html in made.items()]


def _writer(issue: Issue, pictures: Pictures) -> Callable[[Rung], str]:
    document, _ = lower(issue.document, KEY, SPEC.shows, file=str(issue.path))
    numbered = references(shown_links(document), LABELS)
    body = roll(shots(document), BODY_PICTURE, pictures)
    return writer(document, numbered, body, theme(THEMES[0]), issue.language)


def _inlined(bare: str) -> str:
    import css_inline

    css = "".join(
        f"{tag}{{{';'.join(filter(None, map(_css, places)))}}}" for tag, places in _REPEATED.items()
    )
    return css_inline.inline_fragment(bare, css)


def _css(place: str) -> str:
    look = theme(THEMES[0])
    return ";".join(filter(None, (look.margins.get(place), look.full.get(place))))


def _row(name: str, html: str) -> Row:
    size = len(with_reserve(html, SPEC.reserve))
    return Row(name, f"{size:,}", "fits" if size < LIMIT else "too long")
