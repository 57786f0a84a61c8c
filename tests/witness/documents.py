"""Hypothesis strategies for whole issues whose wanted text is known by construction.

    @given(documents(most=6))
    def test_nothing_is_lost(made):
        assert missing(made.text, shown(made.markdown)) == []

    @given(documents(dialect="hugo", without={"table", "details"}))

`without` takes part names (PARTS) and inline marks (prose.MARKS). To go through files and pictures:

    post = lay_out(made, tmp_path)    # a small site with every picture the document names
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count

from hypothesis import strategies as st

from tests.witness import blocks, pictures, prose
from tests.witness.blocks import Lines, Part, Parts, stacked
from tests.witness.prose import NUMBER, PICTURE_NAME
from tests.witness.sites import DIALECTS, TITLE, front_matter, lay_out, picture_name
from tests.witness.wanted import Wanted, together

__all__ = ["DIALECTS", "PARTS", "TITLE", "Made", "documents", "lay_out"]


@dataclass(frozen=True, slots=True)
class Made:
    """A document and what its reader must find; `lay_out` writes it into a site."""

    markdown: str
    wanted: Wanted
    dialect: str = "jekyll"

    @property
    def text(self) -> str:
        return self.wanted.text

    @property
    def figures(self) -> tuple[str, ...]:
        return self.wanted.figures

    @property
    def links(self) -> tuple[str, ...]:
        return self.wanted.links

    @property
    def bold(self) -> tuple[str, ...]:
        return self.wanted.bold

    @property
    def list_items(self) -> int:
        return self.wanted.list_items

    @property
    def codes(self) -> tuple[str, ...]:
        return self.wanted.codes


PARTS: dict[str, Callable[[Lines], Parts]] = {
    "paragraph": blocks.paragraphs,
    "opinion": blocks.opinions,
    "heading": blocks.headings,
    "quote": blocks.quotes,
    "details": blocks.details,
    "footnote": blocks.footnotes,
    "reference": blocks.references,
    "list": blocks.lists,
    "glued list": blocks.glued_lists,
    "table": blocks.tables,
    "code block": blocks.fences,
    "silent": blocks.silent,
    "glued figure": pictures.glued_figures,
}


def documents(
    dialect: str = "jekyll",
    most: int = 8,
    without: Iterable[str] = (),
    also: Iterable[str] = (),
) -> st.SearchStrategy[Made]:
    """Issues of one to `most` parts; `also` lets in the inline marks of prose.RARE."""
    left_out = frozenset(without) | (prose.RARE - frozenset(also))
    lines = prose.runs(left_out)
    choices = [make(lines) for name, make in PARTS.items() if _fits(name, dialect, left_out)]
    if "figure" not in left_out:
        choices.append(pictures.figures(dialect))
    bodies = st.lists(st.one_of(choices), min_size=1, max_size=most)
    return st.builds(_made, st.just(dialect), st.integers(0, 2), bodies)


def _fits(name: str, dialect: str, left_out: frozenset[str]) -> bool:
    return name not in left_out and (name != "glued figure" or dialect == "jekyll")


def _made(dialect: str, style: int, parts: list[Part]) -> Made:
    body = "\n\n".join(part.markdown.replace(NUMBER, str(n)) for n, part in enumerate(parts, 1))
    everything = stacked(parts)
    wanted = together([everything.wanted, everything.notes])
    numbers = count(1)
    named = "".join(picture_name(next(numbers)) if c == PICTURE_NAME else c for c in body)
    again = count(1)
    sources = tuple(
        source.replace(PICTURE_NAME, picture_name(next(again))) for source in wanted.figures
    )
    return Made(
        front_matter(dialect, style) + named + "\n", replace(wanted, figures=sources), dialect
    )
