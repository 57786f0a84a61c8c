"""Hypothesis strategies for the ways in which authors put a picture into an issue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from tests.witness import prose
from tests.witness.blocks import Lines, Part, Parts, paragraphs, stacked, tree_part, trees
from tests.witness.prose import PICTURE_NAME
from tests.witness.wanted import PICTURE, Block, Wanted


def figure(written: str, source: str, caption: str = "") -> Part:
    blocks = (Block("figure", PICTURE), *([Block("caption", caption)] if caption else []))
    return Part(written, Wanted(blocks=blocks, figures=(source,)))


def _liquid(caption: str) -> Part:
    said = f' caption="{caption}"' if caption else ""
    path = f"/assets/img/{PICTURE_NAME}"
    return figure(
        f'{{% include figure.liquid loading="eager" path="{path}"{said} %}}', path, caption
    )


def in_rows(part: Part) -> Part:
    """The nested grid that al-folio asks for, doubled as a real exporter writes it."""
    grid = '<div class="row mt-3">\n    <div class="col-sm mt-0 mb-0">'
    ends = "    </div>\n</div>"
    return replace(part, markdown=f"{grid}\n        {part.markdown}\n{ends}")


def _shortcode(caption: str) -> Part:
    said = f' caption="{caption}"' if caption else ""
    path = f"/assets/img/{PICTURE_NAME}"
    return figure(f'{{{{< figure src="{path}" alt="说明"{said} >}}}}', path, caption)


def _markdown_picture(_: str) -> Part:
    path = f"/assets/img/{PICTURE_NAME}"
    return figure(f"![替代文字]({path})", path)


def _obsidian(_: str) -> Part:
    return figure(f"![[{PICTURE_NAME}]]", PICTURE_NAME)


FORMS: dict[str, tuple[Callable[[str], Part], ...]] = {
    "jekyll": (_liquid, lambda caption: in_rows(_liquid(caption)), _markdown_picture),
    "hugo": (_shortcode, _markdown_picture),
    "obsidian": (_obsidian, _markdown_picture),
}


def figures(dialect: str) -> Parts:
    captions = st.one_of(st.just(""), prose.chinese.filter(lambda t: not set(t) & set("_*")))
    one = st.builds(lambda form, said: form(said), st.sampled_from(FORMS[dialect]), captions)
    several = st.lists(one, min_size=1, max_size=3)
    return st.builds(stacked, several, st.just("\n\n"))


def glued_figures(lines: Lines) -> Parts:
    """A figure in a grid, and text or a list right under its `</div>` without a blank line."""
    grid = st.lists(st.builds(in_rows, st.just("").map(_liquid)), min_size=1, max_size=2)
    under = st.one_of(paragraphs(lines), trees(lines, 2).map(tree_part))
    return st.builds(lambda rows, part: stacked([*rows, part], "\n"), grid, under)
