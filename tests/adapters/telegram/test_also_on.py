"""The line that names the other channels: below the last text, once, and only if it fits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.base import Edition
from adapters.telegram.also_on import also_on
from content.measure import utf16_units
from tests.adapters.telegram.samples import edition_of, faults, payloads, prose, sections

LINKS = {"Substack": "https://a.substack.com/p/x", "WeChat": "https://mp.weixin.qq.com/s/abc"}
LINE = "\n也发布于：Substack · 微信公众号"


def last(edition: Edition) -> dict[str, Any]:
    return payloads(edition)[-1]


def linked(text: str, entities: list[dict[str, Any]]) -> dict[str, str]:
    """The words under each link of a text."""
    units = text.encode("utf-16-le")
    return {
        e["url"]: units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in entities
        if e["type"] == "text_link"
    }


def test_the_last_text_ends_with_links_to_the_other_channels() -> None:
    old = edition_of("🚀 好。\n\n" + sections(8, 800))

    new = also_on(old, LINKS, "zh")

    assert new.parts[:-1] == old.parts[:-1]
    assert last(new)["text"] == last(old)["text"] + LINE
    found = linked(last(new)["text"], last(new)["entities"])
    assert found[LINKS["Substack"]] == "Substack"
    assert found[LINKS["WeChat"]] == "微信公众号"
    assert {**last(new), "text": "", "entities": []} == {**last(old), "text": "", "entities": []}


def test_an_english_issue_says_it_in_english_and_does_not_name_telegram() -> None:
    old = edition_of("Good.")

    new = also_on(old, {**LINKS, "Telegram": "https://t.me/a/1", "X": ""}, "en")

    assert last(new)["text"].endswith("\nAlso on: Substack · WeChat")


def test_a_text_under_a_picture_has_the_line_there() -> None:
    old = edition_of(
        f"{prose(300)}\n\n![图](img/a.png)\n\n## 二\n\n{prose(200)}\n\n![图](img/b.png)"
    )

    new = also_on(old, LINKS, "zh")

    assert [part.kind for part in new.parts] == ["photo", "photo"]
    assert last(new)["caption"] == last(old)["caption"] + LINE
    assert len(last(new)["caption_entities"]) == len(last(old)["caption_entities"]) + 2


def test_in_an_album_the_line_stands_under_its_first_picture() -> None:
    old = edition_of(f"{prose(300)}\n\n![图](img/a.png)\n\n![图](img/b.png)")

    new = also_on(old, LINKS, "zh")

    assert last(new)["media"][0]["caption"] == last(old)["media"][0]["caption"] + LINE
    assert last(new)["media"][1:] == last(old)["media"][1:]


def test_numbered_albums_behind_the_last_text_stay_as_they_are() -> None:
    old = edition_of(sections(3, 400, 2), "plates")

    new = also_on(old, LINKS, "zh")

    assert [part.kind for part in new.parts] == ["message", "album"]
    assert new.parts[1] == old.parts[1]
    assert payloads(new)[0]["text"].endswith(LINE)


def test_doing_it_twice_changes_nothing() -> None:
    once = also_on(edition_of("好。"), LINKS, "zh")

    assert also_on(once, LINKS, "zh") is once


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_other_links_take_the_place_of_the_line(lang: str) -> None:
    old = edition_of("好。")

    new = also_on(also_on(old, LINKS, lang), {"Substack": "https://b.substack.com/p/y"}, "zh")

    assert new == also_on(old, {"Substack": "https://b.substack.com/p/y"}, "zh")


@pytest.mark.parametrize("links", [{}, {"Telegram": "https://t.me/a/1"}, {"Substack": ""}])
def test_without_other_channels_the_edition_stays_the_same(links: dict[str, str]) -> None:
    old = edition_of("好。")

    assert also_on(old, links, "zh") is old


@pytest.mark.parametrize(("left", "fits"), [(len(LINE), True), (len(LINE) - 1, False)])
def test_the_line_is_added_only_if_it_fits(left: int, *, fits: bool) -> None:
    old = _filled(4096 - left)

    new = also_on(old, LINKS, "zh")

    assert (new is not old) is fits
    assert (utf16_units(last(new)["text"]) == 4096) is fits


def test_a_message_with_a_hundred_styles_takes_no_further_links() -> None:
    old = _filled(300, styles=99)

    assert also_on(old, LINKS, "zh") is old


def test_an_edition_without_text_stays_the_same() -> None:
    empty = Edition("telegram", ())

    assert also_on(empty, LINKS, "zh") is empty


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9), st.integers(1, 1_300), st.integers(0, 3), st.sampled_from(["zh", "en"]))
def test_telegram_takes_the_edition_with_the_line(
    count: int, units: int, pictures: int, lang: str
) -> None:
    new = also_on(edition_of(sections(count, units, pictures)), LINKS, lang)

    assert faults(new) == []


def _filled(units: int, styles: int = 0) -> Edition:
    """One message of so many units and styles."""
    old = edition_of("好。")
    entities = [{"type": "bold", "offset": n, "length": 1} for n in range(styles)]
    payload = {**payloads(old)[0], "text": "字" * units, "entities": entities}
    return replace(old, parts=(replace(old.parts[0], payload=payload),))
