"""What an article does not show as the author wrote it: a problem for each, with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.losses import embedded, every_block, opened
from adapters.wechat.ladder import Fitted
from adapters.wechat.links import Shown
from adapters.wechat.spec import LIMITS
from adapters.wechat.theme import RUNGS
from content.document import Cue, Document, Link
from content.problems import Level, Problem


def losses(
    original: Document,
    lowered: Document,
    links: Sequence[tuple[Link, Shown]],
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
    if listed := {link.href for link, how in links if how is Shown.NUMBERED}:
        message = f"Addresses listed as references at the end: {len(listed)}."
        yield Problem(Level.NOTE, "links-numbered", file, 0, message)


def empty_problems(lowered: Document, file: str) -> Iterator[Problem]:
    if all(isinstance(block, Cue) for block in lowered.blocks):
        yield Problem(
            Level.ERROR, "wechat-empty", file, 0,
            "Nothing of the issue is left for WeChat, which takes no empty article.",
            "Write something outside of `<!-- only: … -->` and comments, or leave WeChat out.",
        )  # fmt: skip


def length_problems(fitted: Fitted, line: int, file: str) -> Iterator[Problem]:
    """`line` is that of the heading with which an article of several begins, else 0."""
    limit = LIMITS["content"].value + 1
    if not fitted.fits:
        yield Problem(
            Level.ERROR, "wechat-too-long", file, line,
            f"The article has {fitted.size:,} characters with its markup in the plainest style; "
            f"WeChat takes fewer than {limit:,}.",
            "Set `split: true` for an article per heading of the first level, leave a section to "
            "the other channels with `<!-- only: … -->` around it, or take out pictures (each "
            "costs about 200 characters).",
        )  # fmt: skip
    elif fitted.rung is not RUNGS[0]:
        lost = "; ".join(rung.loses for rung in RUNGS[1 : RUNGS.index(fitted.rung) + 1])
        yield Problem(
            Level.NOTE, "wechat-plainer", file, line,
            f"To stay below {limit:,} characters ({fitted.size:,}), {lost}.",
        )  # fmt: skip
