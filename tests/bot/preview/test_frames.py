"""What a frame shows is the edition: every word of its parts, and its pictures where they go."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.base import Edition, Json, Part
from bot.preview.telegram import Span, rich
from tests.bot.preview.pages import (
    HOSTILE,
    Read,
    article,
    hostile,
    media,
    read,
    shown,
    substack,
    telegram,
    thread,
)

APART = ' target="_blank" rel="noreferrer noopener"'


# --- Telegram ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "spans", "expected"),
    [
        ("a < b", [], "a &lt; b"),
        ("😀bold", [Span("bold", 2, 6, "")], "😀<b>bold</b>"),
        ("😀", [Span("italic", 0, 2, "")], "<i>😀</i>"),
        ("abc", [Span("bold", 0, 3, ""), Span("italic", 1, 2, "")], "<b>a<i>b</i>c</b>"),
        ("abc", [Span("italic", 0, 3, ""), Span("bold", 0, 3, "")], "<i><b>abc</b></i>"),
        ("abcd", [Span("bold", 0, 3, ""), Span("italic", 2, 4, "")],
         "<b>ab<i>c</i></b><i>d</i>"),
        ("abc", [Span("bold", 1, 99, "")], "a<b>bc</b>"),
        ("abc", [Span("bold", 1, 1, ""), Span("bold", 7, 9, "")], "abc"),
        ("a\nb", [Span("pre", 2, 3, "")], 'a\n<span class="pre">b</span>'),
        ("q", [Span("blockquote", 0, 1, "")], '<span class="quote">q</span>'),
        ("x", [Span("text_link", 0, 1, "https://a.example/?b=1&c=2")],
         f'<a href="https://a.example/?b=1&amp;c=2"{APART}>x</a>'),
        ("x", [Span("text_link", 0, 1, "javascript:1")],
         '<span class="dead" title="javascript:1">x</span>'),
        ("x", [Span("unheard_of", 0, 1, "")], "<span>x</span>"),
    ],
)  # fmt: skip
def test_entities_become_markup(words: str, spans: list[Span], expected: str) -> None:
    assert rich(words, spans) == expected


def test_a_bubble_shows_its_text_and_whether_it_makes_a_sound(tmp_path: Path) -> None:
    second: Json = {
        "text": "two\n\n  2",
        "disable_notification": True,
        "reply_parameters": {"message_id": "pressrun:ref/message/1/id"},
    }

    page = shown(telegram({"text": "one"}, second), tmp_path)

    assert page.texts("telegram", "words") == ["one", "two\n\n  2"]
    assert page.texts("telegram", "reply") == ["↳ in reply to message/1"]
    assert [" ".join(f.text_content().split()) for f in page.frames["telegram"].iter("footer")] == [
        "🔔 notifies message/1 3 / 4,096 units",
        "🔕 silent message/2 8 / 4,096 units",
    ]


def test_a_card_stands_above_the_text_where_it_was_asked_for(tmp_path: Path) -> None:
    options: Json = {"url": "https://a.example/post", "show_above_text": True}

    page = shown(telegram({"text": "one", "link_preview_options": options}), tmp_path)

    (bubble,) = page.frames["telegram"].find_class("bubble")
    assert [child.get("class") for child in bubble] == ["card", "words"]
    assert bubble[0].text_content() == (
        "a.examplehttps://a.example/postTelegram loads the card from this address"
    )


def test_a_card_that_is_disabled_is_not_shown(tmp_path: Path) -> None:
    options: Json = {"url": "https://a.example", "is_disabled": True}

    page = shown(telegram({"text": "one", "link_preview_options": options}), tmp_path)

    assert page.texts("telegram", "card") == []


def album(*captions: str, above: bool = False) -> Edition:
    items: list[Json] = [
        {"type": "photo", "media": "attach://x", "caption": words, "caption_entities": [],
         **({"show_caption_above_media": True} if above else {})}
        if words else {"type": "photo", "media": "attach://x"}
        for words in captions
    ]  # fmt: skip
    files = tuple(media(source=f"{n}.png") for n in range(len(captions)))
    return Edition("telegram", (Part("album/1", "album", {"media": items}, files),))


@pytest.mark.parametrize(
    ("above", "order"), [(True, ["words", "album"]), (False, ["album", "words"])]
)
def test_an_album_shows_its_caption_on_the_side_asked_for(
    above: bool,  # noqa: FBT001
    order: list[str],
    tmp_path: Path,
) -> None:
    page = shown(album("all of them", "", "", above=above), tmp_path)

    (bubble,) = page.frames["telegram"].find_class("bubble")
    assert [child.get("class") for child in bubble] == order
    assert page.texts("telegram", "words") == ["all of them"]
    assert [len(row) for row in page.frames["telegram"].find_class("row")] == [1, 2]


def test_captions_of_single_pictures_are_said_to_show_when_one_is_opened(tmp_path: Path) -> None:
    page = shown(album("fig 1", "fig 2"), tmp_path)

    assert page.texts("telegram", "words") == []
    assert page.texts("telegram", "caption") == ["fig 1", "fig 2"]


# --- X ----------------------------------------------------------------------------------------


def test_a_thread_shows_texts_weights_and_places(tmp_path: Path) -> None:
    page = shown(thread("中文 one\n\n1/2", "https://example.com/long/address 2/2"), tmp_path)

    assert page.texts("x", "words") == ["中文 one\n\n1/2", "https://example.com/long/address 2/2"]
    assert [" ".join(f.text_content().split()) for f in page.frames["x"].iter("footer")] == [
        "1 / 2 13 / 280",
        "2 / 2 ↳ in reply to post/1 27 / 280",
    ]
    assert [a.get("href") for a in page.frames["x"].iter("a")] == [
        "https://example.com/long/address"
    ]


def test_a_post_over_the_limit_says_so(tmp_path: Path) -> None:
    page = shown(thread("字" * 141), tmp_path)

    assert page.texts("x", "over") == ["282 / 280 over the limit"]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_post_shows_its_pictures(count: int, tmp_path: Path) -> None:
    page = shown(thread("one", pictures=count), tmp_path)

    (grid,) = page.frames["x"].find_class(f"of{count}")
    assert len(list(grid.iter("img"))) == count


# --- all --------------------------------------------------------------------------------------


def test_hostile_words_are_shown_as_they_are(tmp_path: Path) -> None:
    page = read(hostile(), tmp_path)

    assert page.texts("telegram", "words") == [HOSTILE, HOSTILE]
    assert page.texts("x", "words") == [HOSTILE, HOSTILE]
    assert page.texts("wechat", "digest") == [HOSTILE]
    assert page.texts("substack", "subtitle") == [HOSTILE]
    assert HOSTILE in inside_text(page, "substack")


def inside_text(page: Read, channel: str) -> str:
    (node,) = page.frames[channel].find_class("content")
    return str(node.text_content())


@pytest.mark.parametrize(
    ("edition", "why"),
    [
        (telegram(["no object"]), "message/1 is not an object"),
        (telegram({"text": 7}), "text is not a text"),
        (telegram({"text": "a", "entities": [{"type": "bold", "offset": "0", "length": 1}]}),
         "offset is not a number"),
        (Edition("x", ()), "there is no part of kind post"),
        (Edition("x", (Part("post/1", "post", {"media": {"media_ids": ["pressrun:ref/a/id"]}}),)),
         "no part uploads the picture 'a'"),
        (telegram({"rich_message": {}}), "message/1 has neither text nor pictures"),
        (thread(""), "post/1 has neither text nor pictures"),
        (Edition("wechat", (Part("draft", "draft", {"articles": []}),)),
         "the draft holds no article"),
        (Edition("wechat", ()), "there is no part of kind draft"),
        (article("", pic_crop_1_1="0_0_9_1"), "'0_0_9_1' is not a crop"),
        (substack(draft_body="{"), "draft_body is not JSON"),
    ],
)  # fmt: skip
def test_an_edition_of_another_shape_is_shown_as_it_would_be_sent(
    edition: Edition, why: str, tmp_path: Path
) -> None:
    page = shown(edition, tmp_path)

    assert page.texts(edition.channel, "notice") == [why]
    assert len(list(page.frames[edition.channel].iter("pre"))) == len(edition.parts)


def test_a_channel_without_a_frame_of_its_own_shows_its_parts(tmp_path: Path) -> None:
    page = shown(Edition("mail", (Part("mail/1", "mail", {"subject": "中文"}),)), tmp_path)

    (payload,) = page.frames["mail"].iter("pre")
    assert payload.text_content() == '{\n  "subject": "中文"\n}'


def test_a_channel_without_an_edition_says_so(tmp_path: Path) -> None:
    page = shown(telegram({"text": "one"}), tmp_path)

    assert list(page.frames) == ["telegram"]
    assert page.text("x").startswith("X There is no edition for this channel")
