"""Tables that became pictures count as kept: their alternative text holds every word of them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.figures import issue_of, made, needs_font
from tests.editions.shown import ALLOWED, CELLS
from tests.witness import kept, readers
from tests.witness.raw_text import wanted

PIECES = (
    "模型", "数据，", "Beta 2", "`x_y`", "**粗体**", "~~旧~~", "98.5%", "#1", "1 < 2", "“引号”",
    "*slanted*", "a" * 60, "甲\\|乙", "“Don't”", "{}", "[x]", "##", "//", "@all", "《书》",
)  # fmt: skip
cells = st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join)
tables = (
    st.integers(1, 4)
    .flatmap(
        lambda columns: st.lists(
            st.lists(cells, min_size=columns, max_size=columns), min_size=1, max_size=6
        )
    )
    .filter(lambda rows: any(any(row) for row in rows))
)


@needs_font
@settings(max_examples=30, deadline=None)
@given(tables)
def test_every_word_of_a_drawn_table_is_in_its_alternative_text(rows: list[list[str]]) -> None:
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    markdown = "\n".join(["Before.", "", head, f"|{'---|' * len(rows[0])}", *body, "", "After."])

    with tempfile.TemporaryDirectory() as folder:
        document, drawn = _post(Path(folder), markdown)
    shown = readers.substack_text(_read_aloud(document, drawn))

    assert len(drawn) == 1
    assert kept.missing(wanted(markdown).text, shown.text, [*ALLOWED, *CELLS]) == []


def _post(folder: Path, markdown: str) -> tuple[Any, set[str]]:
    """The document of the editor, and the alternative texts of drawn pictures."""
    edition, _ = made(issue_of(folder, markdown), "substack", tables="picture")
    draft = next(part for part in edition.parts if part.kind == "draft")
    media = [m for part in edition.parts for m in part.media]
    drawn = {m.alt for m in media if m.source.startswith("drawn:")}
    return json.loads(draft.payload["draft_body"]), drawn  # type: ignore[index,call-overload,arg-type]


def _read_aloud(node: Any, drawn: set[str]) -> Any:
    """The document with a paragraph per line of the text of each drawn picture in its place."""
    if not isinstance(node, dict):
        return node
    content = [piece for child in node.get("content", ()) for piece in _pieces(child, drawn)]
    return {**node, "content": content} if "content" in node else node


def _pieces(node: Any, drawn: set[str]) -> Iterator[Any]:
    image = next(iter(node.get("content", ())), {}) if isinstance(node, dict) else {}
    alt = image.get("attrs", {}).get("alt") if image.get("type") == "image2" else None
    if alt not in drawn:
        yield _read_aloud(node, drawn)
        return
    for line in alt.splitlines():
        yield {"type": "paragraph", "content": [{"type": "text", "text": line}]}
