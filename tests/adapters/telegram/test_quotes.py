"""Quotations, folded parts and callouts, as the entities that they become."""

from __future__ import annotations

import pytest

from adapters.telegram.blocks import LONG_QUOTE
from tests.adapters.telegram.samples import edition_of, entities, faults, kinds, payloads, prose

HEAD = "周刊 7: 小模型\n全文\n\n"


def quoted(markdown: str) -> list[tuple[str, str]]:
    """The quotations of the first message: their kind and what they hold."""
    made = edition_of(markdown)
    assert faults(made) == []
    units = payloads(made)[0]["text"].encode("utf-16-le")
    return [
        (e["type"], units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in entities(made)
        if "quote" in e["type"]
    ]


@pytest.mark.parametrize(
    ("units", "kind"), [(LONG_QUOTE, "blockquote"), (LONG_QUOTE + 1, "expandable_blockquote")]
)
def test_a_long_quotation_unfolds(units: int, kind: str) -> None:
    text = prose(units)

    assert quoted(f"> {text}") == [(kind, text)]


def test_a_callout_has_a_bold_head_and_unfolds_when_it_is_long() -> None:
    text = prose(LONG_QUOTE)

    assert quoted(f"> [!WARNING]\n> {text}") == [("expandable_blockquote", f"Warning\n{text}")]


def test_a_folded_part_unfolds_below_its_summary() -> None:
    found = quoted("<details><summary>更多</summary>\n\n折叠。\n\n- 一\n- 二\n\n</details>")

    assert found == [("expandable_blockquote", "更多\n折叠。\n• 一\n• 二")]


def test_quotations_are_never_within_one_another() -> None:
    markdown = (
        "> 外\n>\n> > 内\n>\n> <details><summary>折</summary>\n>\n> 叠\n>\n> </details>\n>\n> 末"
    )

    assert quoted(markdown) == [("blockquote", "外\n\n内\n\n折\n叠\n\n末")]


def test_pictures_of_a_folded_part_stand_between_its_pieces() -> None:
    markdown = (
        "<details><summary>更多</summary>\n\n上。\n\n![](img/a.png)\n\n下。\n\n</details>\n\n"
        f"{prose(1_100)}"
    )

    made = edition_of(markdown, "inline")

    assert kinds(made) == ["message", "photo", "message"]
    assert payloads(made)[0]["text"].endswith("更多\n上。")
    assert [e["type"] for e in entities(made) if "quote" in e["type"]] == [
        "expandable_blockquote",
        "expandable_blockquote",
    ]


def test_what_is_only_for_others_is_left_out_of_a_folded_part() -> None:
    markdown = (
        "<details><summary>更多</summary>\n\n共。\n\n<!-- only: x -->\n\n独。\n\n"
        "<!-- /only -->\n\n</details>"
    )

    assert quoted(markdown) == [("expandable_blockquote", "更多\n共。")]


def test_code_within_a_quotation_keeps_its_language() -> None:
    made = edition_of("> 看：\n>\n> ```python\n> x = 1\n> ```")

    assert [(e["type"], e.get("language")) for e in entities(made)[2:]] == [
        ("blockquote", None),
        ("pre", "python"),
    ]
