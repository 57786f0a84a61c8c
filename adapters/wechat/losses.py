"""What an article does not show as the author wrote it: a problem for each, with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from adapters.losses import embedded, every_block, opened
from adapters.wechat.ladder import Fitted
from adapters.wechat.links import Reference, Shown
from adapters.wechat.spec import LIMITS
from adapters.wechat.theme import RUNGS
from content.document import Document, Link
from content.problems import Level, Problem


def losses(
    original: Document,
    lowered: Document,
    links: Iterable[tuple[Link, Shown]],
    numbered: Mapping[str, Reference],
    file: str,
) -> Iterator[Problem]:
    """Nodes that WeChat shows otherwise, or in part; `links` are those of the lowered document."""

    written = every_block(original)
    yield from opened(written, file)
    yield from embedded(written if lowered is original else every_block(lowered), file)
    for link, how in links:
        if how is Shown.REFUSED:
            yield Problem(
                Level.WARNING, "link", file, link.line,
                "The link's address is not one that readers can follow; its text stays.",
                "Link to an http, https or mailto address.",
            )  # fmt: skip
    if numbered:
        message = f"Addresses listed as references at the end: {len(numbered)}."
        yield Problem(Level.NOTE, "links-numbered", file, 0, message)


def length_problems(fitted: Fitted, file: str) -> Iterator[Problem]:
    limit = LIMITS["content"].value + 1
    if not fitted.fits:
        yield Problem(
            Level.ERROR, "wechat-too-long", file, 0,
            f"The article has {fitted.size:,} characters with its markup in the plainest style; "
            f"WeChat takes fewer than {limit:,}.",
            "Leave a section to the other channels with `<!-- only: … -->` around it, "
            "take out pictures (each costs about 200 characters), or publish it as two issues.",
        )  # fmt: skip
    elif fitted.rung is not RUNGS[0]:
        lost = "; ".join(rung.loses for rung in RUNGS[1 : RUNGS.index(fitted.rung) + 1])
        yield Problem(
            Level.NOTE, "wechat-plainer", file, 0,
            f"To stay below {limit:,} characters ({fitted.size:,}), {lost}.",
        )  # fmt: skip
