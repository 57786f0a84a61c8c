"""What a frame shows is the edition: every word of its parts, and its pictures where they go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.base import Edition, Json, Part
from bot.preview.pictures import Thumbnails
from bot.preview.telegram import frame
from bot.preview.telegram_text import Span, rich
from content.problems import Level, Problem
from tests.bot.preview import pages
from tests.bot.preview.pages import (
    HOSTILE,
    SHA,
    Read,
    article,
    hostile,
    media,
    png,
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
        ("q", [Span("pre", 0, 1, "py")], '<span class="pre" data-language="py">q</span>'),
        ("q", [Span("spoiler", 0, 1, "")], '<span class="spoiler">q</span>'),
        ("q", [Span("expandable_blockquote", 0, 1, "")], '<span class="quote">q</span>'),
        ("1\n2\n3\n4", [Span("expandable_blockquote", 0, 7, "")],
         '<details class="quote fold"><summary>1\n2\n3\n4</summary></details>'),
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
    assert page.texts("telegram", "reply") == ["Your channelone"]
    assert [" ".join(f.text_content().split()) for f in page.frames["telegram"].iter("footer")] == [
        "🔔 notifies message/1 3 / 4,096 units",
        "🔕 silent message/2 8 / 4,096 units",
    ]


def test_a_card_stands_above_the_text_where_it_was_asked_for(tmp_path: Path) -> None:
    options: Json = {"url": "https://a.example/post", "show_above_text": True}

    page = shown(telegram({"text": "one", "link_preview_options": options}), tmp_path)

    assert pieces(page) == ["card", "words", "seen"]
    assert " ".join(page.texts("telegram", "card")[0].split()) == (
        "a.examplehttps://a.example/post a.exampleTelegram loads the card from this address"
    )


def pieces(page: Read) -> list[str]:
    (bubble,) = page.frames["telegram"].find_class("bubble")
    return [child.get("class") for child in bubble]


def test_a_large_card_shows_the_cover_that_the_edition_carries(tmp_path: Path) -> None:
    options: Json = {"url": "https://a.example/post", "prefer_large_media": True}
    words: Json = {"text": "one", "link_preview_options": options}
    parts = (Part("message/1", "message", words), Part("photo/1", "photo", {}, (media(),)))
    labels = pages.words()

    made = frame(Edition("telegram", parts), Thumbnails({SHA: png()}, cover="a.png"), labels)
    other = frame(Edition("telegram", parts), Thumbnails({SHA: png()}, cover="b.png"), labels)

    assert [made.count("<img"), other.count("<img")] == [2, 1]
    assert labels.card_cover in made
    assert labels.card_hint in other


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

    assert pieces(page) == [*order, "seen"]
    assert page.texts("telegram", "words") == ["all of them"]
    assert len(page.frames["telegram"].find_class("tile")) == 3


def test_the_only_caption_of_an_album_is_shown_whichever_picture_has_it(tmp_path: Path) -> None:
    page = shown(album("", "of the second", ""), tmp_path)

    assert page.texts("telegram", "words") == ["of the second"]
    assert page.texts("telegram", "caption") == []


def test_captions_of_single_pictures_are_said_to_show_when_one_is_opened(tmp_path: Path) -> None:
    page = shown(album("fig 1", "fig 2"), tmp_path)

    assert page.texts("telegram", "words") == []
    assert page.texts("telegram", "caption") == ["fig 1", "fig 2"]


# --- X ----------------------------------------------------------------------------------------


def test_a_thread_shows_texts_weights_and_places(tmp_path: Path) -> None:
    page = shown(thread("中文 one\n\n1/2", "https://example.com/long/address 2/2"), tmp_path)

    assert page.texts("x", "words") == ["中文 one\n\n1/2", "https://example.com/long/address 2/2"]
    assert footers(page) == [
        "1 / 2 weight 13 / 280",
        "2 / 2 with a link weight 27 / 280",
    ]


def footers(page: Read) -> list[str]:
    return [" ".join(f.text_content().split()) for f in page.frames["x"].iter("footer")]


def test_a_post_without_a_picture_has_the_card_of_its_last_link(tmp_path: Path) -> None:
    both = "https://one.com/a and https://www.two.com/b"

    page = shown(thread(both, "no link"), tmp_path)

    assert [" ".join(card.split()) for card in page.texts("x", "card")] == [
        "two.comtwo.comtwo.com/bX loads the card from this address"
    ]


def test_a_post_with_a_picture_has_no_card(tmp_path: Path) -> None:
    page = shown(thread("https://one.com/a", pictures=1), tmp_path)

    assert page.texts("x", "card") == []


def test_a_post_that_answers_another_than_the_one_before_says_so(tmp_path: Path) -> None:
    made = thread("one", "two", "three")
    body: Json = {"text": "late", "reply": {"in_reply_to_tweet_id": "pressrun:ref/post/1/id"}}
    late = replace(made, parts=(*made.parts, Part("post/4", "post", body)))

    page = shown(late, tmp_path)

    assert page.texts("x", "to") == ["in reply to post/1"]


def test_a_post_over_the_limit_says_so(tmp_path: Path) -> None:
    heavy = Problem(Level.ERROR, "x-too-heavy", "a.md", 1, "m")

    page = shown(replace(thread("字" * 141), problems=(heavy,)), tmp_path)

    assert [" ".join(words.split()) for words in page.texts("x", "over")] == [
        "weight 282 / 280 over the limit"
    ]


def test_a_long_post_that_nothing_is_said_against_is_one_of_premium(tmp_path: Path) -> None:
    page = shown(thread("字" * 141), tmp_path)

    assert footers(page) == ["1 / 1 long post (Premium) weight 282 / 25000"]


def test_what_the_thread_leaves_out_stands_below_it_with_its_cost(tmp_path: Path) -> None:
    told = Problem(Level.NOTE, "x-left-out", "a.md", 0, "The digest leaves out: footnotes.")

    page = shown(replace(thread("one"), problems=(told,)), tmp_path)

    (below,) = page.frames["x"].iter("aside")
    assert " ".join(below.text_content().split()) == (
        "The thread costs $0.015 What the thread leaves out: The digest leaves out: footnotes."
    )


def test_a_picture_shows_the_alternative_text_that_is_sent(tmp_path: Path) -> None:
    made = thread("one", pictures=1)
    told: Json = {
        "id": f"pressrun:ref/{pages.KEY}/id",
        "metadata": {"alt_text": {"text": "A < B"}},
    }

    page = shown(replace(made, parts=(*made.parts, Part("alt/1", "alt", told))), tmp_path)

    assert page.texts("x", "alt") == ["ALTAlternative text A < B"]


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
        (telegram({"rich_message": {"html": "<p>a</p>", "media": [7]}}), "media is not an object"),
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
