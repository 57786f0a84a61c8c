"""The paragraph that names the other channels."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.base import Edition
from adapters.substack.naming import also_on
from adapters.substack.schema import faults
from tests.adapters.substack.samples import document, edition_of, part

LINKS = {"Telegram": "https://t.me/weekly/7", "X": "https://x.com/a/status/1"}


def words(block: dict[str, Any]) -> str:
    return "".join(node.get("text", "") for node in block.get("content", []))


def addresses(block: dict[str, Any]) -> list[str]:
    return [m["attrs"]["href"] for n in block["content"] for m in n.get("marks", [])]


def blocks(edition: Edition) -> list[dict[str, Any]]:
    return list(document(edition)["content"])


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Also on: Telegram · X"),
        ("zh", "也发布于：Telegram · X"),
        ("fr", "Also on: Telegram · X"),
    ],
)
def test_one_paragraph_at_the_end_names_and_links_the_others(lang: str, line: str) -> None:
    named = also_on(edition_of("Text."), LINKS, lang)

    assert [words(block) for block in blocks(named)] == ["Text.", line]
    assert addresses(blocks(named)[-1]) == list(LINKS.values())


def test_it_stands_above_the_footnotes() -> None:
    named = also_on(edition_of("Text[^1].\n\n[^1]: Note."), LINKS, "en")

    assert [block["type"] for block in blocks(named)] == ["paragraph", "paragraph", "footnote"]
    assert faults(document(named)) == []  # type: ignore[arg-type]


def test_a_second_pass_replaces_the_first() -> None:
    plain = edition_of("Text[^1].\n\n[^1]: Note.")
    once = also_on(plain, {"Telegram": LINKS["Telegram"]}, "zh")

    assert also_on(once, LINKS, "en") == also_on(plain, LINKS, "en")


def test_a_paragraph_of_the_author_is_never_replaced() -> None:
    edition = edition_of("Also on: [Telegram](https://t.me/weekly) and in print.")

    named = also_on(edition, LINKS, "en")

    assert [words(block) for block in blocks(named)] == [
        "Also on: Telegram and in print.", "Also on: Telegram · X",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "links", [{}, {"Substack": "https://a.substack.com/p/b"}, {"X": ""}, {"X": "javascript:1"}]
)
def test_without_another_address_it_is_the_same_edition(links: dict[str, str]) -> None:
    edition = edition_of("Text.")

    assert also_on(edition, links, "en") is edition


def test_nothing_but_the_text_of_the_draft_changes() -> None:
    edition = edition_of("![](img/a.png)\n\nText.", "web")

    named = also_on(edition, LINKS, "en")

    kept = [part(edition, kind) for kind in ("image", "settings", "publish")]
    assert [part(named, kind) for kind in ("image", "settings", "publish")] == kept
    assert named.hash != edition.hash
