"""What a channel calls: a step that costs nothing where no picture of text is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel

from adapters.base import ChannelSpec, Edition, PictureRule, Pictures
from content.defaults import override
from content.document import CodeBlock, MathBlock, Table
from content.issue import Issue
from content.problems import Problem

Drawable = Table | MathBlock | CodeBlock

OPTIONS: Mapping[str, str] = {"Table": "tables", "MathBlock": "formulas", "CodeBlock": "code"}
KINDS: Mapping[str, type[Drawable]] = {
    "Table": Table, "MathBlock": MathBlock, "CodeBlock": CodeBlock,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """The kinds of blocks that are to be drawn for a channel."""

    kinds: tuple[type[Drawable], ...]
    spec: ChannelSpec

    @property
    def rule(self) -> PictureRule:
        return self.spec.pictures[0]


def wish(issue: Issue, spec: ChannelSpec, options: BaseModel) -> Wish:
    """The issue's own `pressrun.<channel>.tables` and the like, else the configured ones."""
    kinds = []
    for node in spec.draws:
        own = override(issue, spec.key, OPTIONS[node])
        asked = own if isinstance(own, str) else getattr(options, OPTIONS[node])
        if asked == "picture":
            kinds.append(KINDS[node])
    return Wish(tuple(kinds), spec)


def drawn_for(
    issue: Issue, spec: ChannelSpec, options: BaseModel, cache: Path | None
) -> tuple[Issue, Pictures]:
    """The issue as `with_drawn` gives it, and the pictures that it then shows."""
    asked = wish(issue, spec, options)
    if not asked.kinds:
        return issue, Pictures()
    from adapters.drawn.figures import draw_figures, with_figures

    drawn = draw_figures(issue, asked, cache=cache)
    return with_figures(issue, asked, drawn)[0], drawn


def with_drawn(
    issue: Issue, spec: ChannelSpec, options: BaseModel, pictures: Pictures
) -> tuple[Issue, list[Problem]]:
    """The issue with its drawn blocks as figures, and a note for each block asked for; pure.

    The very issue comes back where nothing was asked for.
    """
    asked = wish(issue, spec, options)
    if not asked.kinds:
        return issue, []
    from adapters.drawn.figures import with_figures

    return with_figures(issue, asked, pictures)


def with_notes(edition: Edition, notes: Sequence[Problem]) -> Edition:
    """The notes on the blocks that the edition shows: a digest leaves some out."""
    if not notes:
        return edition
    shown = {"", *(row.source for row in edition.images)}
    kept = [note for note in notes if note.subject in shown]
    return replace(edition, problems=(*edition.problems, *kept))
