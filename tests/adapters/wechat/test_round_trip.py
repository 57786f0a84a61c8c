"""Made documents in every theme: nothing is lost on the way to WeChat's HTML and back."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from lxml import html

from adapters.references import with_reserve
from adapters.wechat.spec import SPEC
from adapters.wechat.theme import THEMES
from tests.adapters.wechat.linter import faults as structure_faults
from tests.editions.shown import edition_of, faults
from tests.witness import readers
from tests.witness.documents import Made, documents, lay_out
from tests.witness.wanted import Block

OWN_CSS = "h2 { color: #930; text-align: center } li { letter-spacing: 1px } img { border: 0 }"
NOTES = ["[①-⑳]"]

made_ones = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("theme", THEMES)
@made_ones
@given(made=documents(most=6))
def test_a_made_document_is_whole_in_every_theme(theme: str, made: Made) -> None:
    assume(made.wanted.blocks)
    (content,) = contents(made, theme=theme)

    assert faults(made.wanted, readers.wechat_text(content), NOTES) == {}
    assert broken(content) == []


@made_ones
@given(made=documents(most=6))
def test_a_made_document_is_whole_in_a_style_sheet_of_ones_own(made: Made) -> None:
    assume(made.wanted.blocks)
    (content,) = contents(made, css="own.css")

    assert faults(made.wanted, readers.wechat_text(content), NOTES) == {}
    assert broken(content) == []


@made_ones
@given(made=documents(most=8, without={"footnote"}))
def test_a_made_document_is_whole_when_it_is_split(made: Made) -> None:
    ended = made.markdown + "\n# 末篇\n\n末段的字。\n"
    last = (Block("heading", "末篇"), Block("paragraph", "末段的字。"))
    wanted = replace(made.wanted, blocks=(*made.wanted.blocks, *last))

    found = contents(replace(made, markdown=ended), split=True, with_titles=True)

    assert len(found) > 1
    shown = readers.in_order([readers.wechat_text(content) for content in found])
    found_faults = faults(wanted, shown, NOTES)
    # A heading of two words may be bold in part; as a title it is not, and says the same.
    assert {name: value for name, value in found_faults.items() if name != "bold"} == {}


def contents(made: Made, *, with_titles: bool = False, **options: Any) -> list[str]:
    """The contents of the articles, on demand with the titles of all but the first above them."""
    folder = Path(tempfile.mkdtemp())
    try:
        path = lay_out(made, folder)
        (folder / "own.css").write_text(OWN_CSS, encoding="utf-8")
        _, edition = edition_of(path, "wechat", **options)
    finally:
        shutil.rmtree(folder)
    draft: Any = next(part for part in edition.parts if part.kind == "draft").payload
    first, *others = draft["articles"]
    return [first["content"], *(_whole(one) if with_titles else one["content"] for one in others)]


def _whole(article: dict[str, Any]) -> str:
    """An article with its title above it, unless its text begins with the same words: a heading
    that holds a link, or has nothing below it, stays in the text as well."""
    content, title = article["content"], article["title"]
    if _bare(html.fragment_fromstring(content).text_content()).startswith(_bare(title)):
        return str(content)
    return f"<p>{html_text(title)}</p>{content}"


def _bare(text: str) -> str:
    return "".join(re.sub(r"\[\d+\]|[①-⑳]", "", text).split())


def html_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def broken(content: str) -> list[str]:
    """What WeChat would not take: its structure rules, its length, pictures without their words."""
    root = html.fragment_fromstring(content)
    return [
        *structure_faults(content),
        *(["too long"] if len(with_reserve(content, SPEC.reserve)) >= 20_000 else []),
        *("no alt" for image in root.iter("img") if image.get("alt") is None),
        *("no width" for image in root.iter("img") if not image.get("data-w", "").isdecimal()),
    ]
