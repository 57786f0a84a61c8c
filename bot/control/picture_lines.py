"""The ledger of pictures: how many each channel carries, and what was done to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from markupsafe import escape

from adapters.base import ImageRow
from bot.app import Rendered
from bot.control.escape import bold, fitted, shorten
from bot.control.phrases import channel, clauses, listed
from bot.control.words import count, say

MOST = 160  # columns of the names of lost pictures
STEPS = tuple(  # what `adapters.picture_fit` says it has done, and how that is counted
    (re.compile(pattern), key)
    for pattern, key in (
        (r"(?P<before>[a-z]+) -> (?P<after>[a-z]+)", "pictures.to"),
        (r"\d+ px -> \d+ px (?:wide|high)", "pictures.smaller"),
        (r"[\d.,]+ \w?B -> .+", "pictures.lighter"),
        (r"rotated by EXIF", "pictures.upright"),
        (r"transparency on white", "pictures.on-white"),
        (r"padded to .+", "pictures.padded"),
        (r"first of \d+ frames", "pictures.still"),
    )
)


def picture_lines(lang: str, rendered: Rendered) -> str:
    """Telegram's HTML: how many pictures each channel carries, and what was done to them."""
    rows = {key: _once(edition.images) for key, edition in rendered.editions.items()}
    if not any(rows.values()):
        return escape(say(lang, "pictures.none"))
    lines = [escape(_ledger_line(lang, key, images)) for key, images in rows.items()]
    lost = dict.fromkeys(PurePath(r.source).name for each in rows.values() for r in each if r.open)
    blocks = [bold(say(lang, "pictures.title")), *lines]
    if lost:
        names = shorten(listed(lang, list(lost)), MOST)
        blocks.append(escape("❌ " + say(lang, "pictures.missing", names=names)))
    return fitted(blocks, lambda n: count(lang, "more", n))


def _once(images: Sequence[ImageRow]) -> list[ImageRow]:
    return list({row.source: row for row in images}.values())


def _ledger_line(lang: str, key: str, images: Sequence[ImageRow]) -> str:
    if not images:
        return say(lang, "pictures.unused", channel=channel(lang, key))
    return say(
        lang,
        "pictures.channel",
        channel=channel(lang, key),
        count=count(lang, "pictures", len(images)),
        done=clauses(lang, [*_done(lang, images)]),
    )


def _done(lang: str, images: Sequence[ImageRow]) -> Iterator[str]:
    """A picture counts for each thing that was done to it."""
    kept = [row.action for row in images if not row.open]
    if as_is := sum(action in ("as is", "") for action in kept):
        yield say(lang, "pictures.as-is", n=as_is)
    changed = [action.split(", ") for action in kept if action not in ("as is", "")]
    for pattern, key in STEPS:
        yield from _counted(lang, key, [pattern.fullmatch(s) for steps in changed for s in steps])
    if others := sum(not any(_known(step) for step in steps) for steps in changed):
        yield say(lang, "pictures.other", n=others)
    if lost := sum(row.open for row in images):
        yield say(lang, "pictures.open", n=lost)


def _counted(lang: str, key: str, found: Sequence[re.Match[str] | None]) -> Iterator[str]:
    alike = Counter(tuple(match.groupdict().items()) for match in found if match)
    for values, n in alike.most_common():
        yield say(lang, key, n=n, **dict(values))


def _known(step: str) -> bool:
    return any(pattern.fullmatch(step) for pattern, _ in STEPS)
