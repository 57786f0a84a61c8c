"""What X makes of a post's text: links shortened to their beginning, tags and mentions coloured."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from adapters.x.wording import CASHTAG, MENTION
from bot.preview.safe import anchor, element, joined
from content.urls import LATIN, UrlSpan, url_spans

SHOWN = 15  # characters of what follows the host
SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
# github.com/twitter/twitter-text, java/…/Regex.java: a letter at least, nothing wordlike before.
HASHTAG = re.compile(rf"(?<![\w&])[#＃](?=\w*[^\W\d_])[\w{LATIN}]+(?![#＃]|://)")
USER = re.compile(rf"{MENTION.pattern}[A-Za-z0-9_]{{1,20}}(?![A-Za-z0-9_@＠]|://)")
MONEY = re.compile(rf"{CASHTAG.pattern}[A-Za-z]{{1,6}}(?:[._][A-Za-z]{{1,2}})?")


def linked(words: str) -> Markup:
    """The text as markup; every character of it is there, of an address some are not seen."""
    pieces: list[Markup] = []
    at = 0
    for start, end, link in _spans(words):
        if start < at:
            continue
        pieces += [_plain(words[at:start]), _shown(words[start:end], link=link)]
        at = end
    return joined([*pieces, _plain(words[at:])])


def last_link(words: str) -> UrlSpan | None:
    """The address that a post shows as a card."""
    return next(reversed(url_spans(words)), None)


def parted(url: str) -> tuple[str, str, str]:
    """An address as what X leaves out before it, what it shows, and what it cuts off."""
    found = SCHEME.match(url)
    before = found[0] if found else ""
    rest = url[len(before) :]
    host = len(re.split(r"[/?#]", rest, maxsplit=1)[0])
    cut = host + SHOWN
    return before, rest[:cut], rest[cut:]


def _spans(words: str) -> Iterator[tuple[int, int, bool]]:
    links = [(span.start, span.end, True) for span in url_spans(words)]
    tags = [
        (match.start(), match.end(), False)
        for pattern in (HASHTAG, USER, MONEY)
        for match in pattern.finditer(words)
    ]
    inside = [tag for tag in tags if not any(_meet(tag, link) for link in links)]
    return iter(sorted([*links, *inside]))


def _meet(one: tuple[int, int, bool], other: tuple[int, int, bool]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _shown(words: str, *, link: bool) -> Markup:
    if not link:
        return element("span", words, "tag")
    before, seen, cut = parted(words)
    inner = joined([
        element("span", before, "unseen") if before else Markup(),
        element("span", seen, "cut" if cut else "whole"),
        element("span", cut, "unseen") if cut else Markup(),
    ])  # fmt: skip
    return anchor(words if before else f"http://{words}", inner)


def _plain(words: str) -> Markup:
    return escape(words)
