from __future__ import annotations

import pytest

from adapters.telegram.layouts import ALBUM, albums
from adapters.telegram.passages import Plate
from content.document import Figure
from content.meta import Meta
from tests.adapters.telegram.samples import (
    URL,
    edition_of,
    entities,
    faults,
    kinds,
    payloads,
    prose,
    sections,
    texts,
)

LAYOUTS = ("inline", "sections", "plates", "summary")

AWKWARD = {
    "one very long paragraph": prose(15_000),
    "one very long English paragraph": "The team has published how it trains. " * 400,
    "no border at all": "字" * 9_000,
    "one enormous block of code": "```python\n" + "    value = compute(1)\n" * 600 + "```",
    "one enormous quotation": "\n>\n".join(f"> {prose(700)}" for _ in range(14)),
    "one enormous list": "\n".join(f"- {prose(90)}" for _ in range(120)),
    "links upon links": "\n".join(
        f"- [站点{n}](https://example.org/{'a' * 120}/{n})：{prose(20)}" for n in range(300)
    ),
    "styles upon styles": " ".join(f"**粗{n}**细" for n in range(500)),
    "pictures only": "\n\n".join(f"![](img/{n}.png)" for n in range(24)),
    "one picture": "![只有一张](img/1.png)",
    "sixty pictures": sections(20, 300, 3),
    "eleven in a row": "开头。\n\n" + "\n\n".join(f"![](img/{n}.png)" for n in range(11)),
    "no headings": "\n\n".join(prose(300) for _ in range(30)),
    "headings only": "\n\n".join(f"## 第{n}节" for n in range(40)),
    "long captions": "\n\n".join(
        f'<figure><img src="img/{n}.png"><figcaption>{prose(1_100)}</figcaption></figure>'
        for n in range(3)
    ),
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈" * 1_500,
    "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("layout", [*LAYOUTS, "auto"])
@pytest.mark.parametrize("name", AWKWARD)
def test_every_message_is_within_the_limits(name: str, layout: str) -> None:
    made = edition_of(AWKWARD[name], layout)

    assert faults(made) == []
    assert made.parts


@pytest.mark.parametrize("layout", ["inline", "sections", "plates"])
@pytest.mark.parametrize("name", AWKWARD)
def test_every_picture_is_sent_once_in_order(name: str, layout: str) -> None:
    made = edition_of(AWKWARD[name], layout)

    sent = [media.source for part in made.parts for media in part.media]
    assert sent == [row.source for row in made.images]


@pytest.mark.parametrize("layout", [*LAYOUTS, "auto"])
def test_without_an_address_nothing_is_linked_or_previewed(layout: str) -> None:
    made = edition_of("正文。", layout, canonical_url=None)

    assert [payload["link_preview_options"] for payload in payloads(made)] == [
        {"is_disabled": True}
    ]
    assert [e["type"] for e in entities(made)] == ["bold"]


# --- T1: the layout that auto takes ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "layout", "bubbles"),
    [
        (sections(6, 300, 1), "sections", 6),
        (sections(8, 300, 1), "sections", 8),
        (sections(9, 300, 1), "plates", 2),
        (sections(15, 400, 2), "plates", 6),
        (sections(3, 900), "sections", 1),
        (sections(90, 700, 1), "summary", 1),
    ],
)
def test_auto_takes_the_first_layout_with_few_bubbles(
    markdown: str, layout: str, bubbles: int
) -> None:
    made = edition_of(markdown)

    assert (made.facts["layout"], made.facts["bubbles"]) == (layout, str(bubbles))


def test_a_summary_that_was_asked_for_says_what_it_leaves_out() -> None:
    made = edition_of(sections(2, 300), "summary")

    assert [(p.code, p.level.value) for p in made.problems] == [("telegram-summary", "note")]


def test_a_summary_that_nobody_asked_for_is_a_warning() -> None:
    made = edition_of(sections(90, 700, 1))

    assert [p.code for p in made.problems if p.level.value == "warning"] == ["telegram-summary"]


def test_the_issue_may_ask_for_its_layout() -> None:
    meta = Meta(title="周刊 7: 小模型", own={"telegram": {"layout": "inline"}})

    assert edition_of(sections(3, 300, 1), meta=meta).facts["layout"] == "inline"


# --- T2: balanced parts ---------------------------------------------------------------------------


def test_parts_are_balanced_not_filled() -> None:
    made = edition_of(sections(10, 470), "plates")

    sizes = [len(text) for text in texts(made)]
    assert len(sizes) == 2
    assert max(sizes) - min(sizes) < 500


@pytest.mark.parametrize("place", range(12))
def test_a_small_correction_moves_no_border(place: int) -> None:
    before = sections(12, 400).split("\n\n")
    after = list(before)
    after[2 * place + 1] += prose(120)

    first, second = (edition_of("\n\n".join(made), "plates") for made in (before, after))

    assert _first_headings(texts(first)) == _first_headings(texts(second)) == ["第1节", "第7节"]


def _first_headings(found: list[str]) -> list[str]:
    return [next(line for line in text.split("\n") if line.endswith("节")) for text in found]


def test_a_long_section_is_cut_between_paragraphs() -> None:
    made = edition_of("## 长篇\n\n" + "\n\n".join(prose(380) + "完。" for _ in range(20)), "plates")

    assert all(text.endswith(("完。", "全文")) for text in texts(made))


@pytest.mark.parametrize("lead", ["## 小节", "他们给出的理由："])
def test_a_lead_in_stays_with_what_it_leads_to(lead: str) -> None:
    blocks = [f"{lead}\n\n{prose(333)}" for _ in range(30)]

    made = edition_of("开头。\n\n" + "\n\n".join(blocks), "plates")

    ends = [text.split("\n\n")[-1] for text in texts(made)[:-1]]
    assert not any(end == lead.strip("# ") for end in ends)


def test_headings_above_nothing_open_the_next_section() -> None:
    made = edition_of(
        f"{sections(2)}\n\n## 大标题\n\n### 小标题\n\n正文。\n\n![](a.png)", "sections"
    )

    assert "大标题\n\n小标题\n\n正文。" in payloads(made)[-1]["caption"]


# --- T3: cards ------------------------------------------------------------------------------------


def test_a_short_section_and_its_picture_are_one_bubble_read_from_the_text() -> None:
    made = edition_of(sections(2, 300, 1), "sections")

    assert kinds(made) == ["photo", "photo"]
    assert [p["show_caption_above_media"] for p in payloads(made)] == [True, True]


@pytest.mark.parametrize(("units", "above"), [(1_008, True), (1_020, False)])
def test_a_card_takes_text_up_to_the_limit_of_captions(units: int, *, above: bool) -> None:
    made = edition_of(
        f"## 一\n\n短。\n\n## 二\n\n{prose(units)}\n\n![](a.png)\n\n## 三\n\n短。", "sections"
    )

    assert ("show_caption_above_media" in payloads(made)[1]) is above
    assert faults(made) == []


def test_a_linked_picture_keeps_its_link_in_the_text() -> None:
    made = edition_of("前。\n\n[![猫](img/a.png)](https://example.org/full)\n\n后。", "sections")

    assert "https://example.org/full" in [e.get("url") for e in entities(made)]
    assert "〔图1〕" in texts(made)[0]


# --- T4: albums -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(1, 62))
def test_albums_are_of_nearly_equal_size_and_none_stands_alone(count: int) -> None:
    plates = [Plate(Figure(f"{n}.png", n), n, f"节{n // 4}") for n in range(count)]

    sizes = [len(group) for group in albums(plates)]

    assert sum(sizes) == count
    assert len(sizes) == -(-count // ALBUM)
    assert max(sizes) <= ALBUM
    assert min(sizes) >= min(2, count)
    assert max(sizes) - min(sizes) <= 5


def test_an_album_ends_where_a_section_ends() -> None:
    headings = ["一"] * 7 + ["二"] * 5
    plates = [Plate(Figure(f"{n}.png", n), n, heading) for n, heading in enumerate(headings)]

    assert [len(group) for group in albums(plates)] == [7, 5]


def test_plates_are_numbered_albums_captioned_by_their_section() -> None:
    made = edition_of(sections(9, 300, 2), "plates")

    album = payloads(made)[1]["media"]
    assert [item["caption"] for item in album[:2]] == [
        "图1 · 第1节 · 图1之0",
        "图2 · 第1节 · 图1之1",
    ]
    assert "〔图1〕〔图2〕" in texts(made)[0]


def test_an_alternative_text_that_repeats_the_heading_is_not_said_twice() -> None:
    markdown = "".join(f"## {n}. 路灯\n\n![路灯](img/{n}.png)\n\n文。\n\n" for n in range(2))

    album = payloads(edition_of(markdown, "plates"))[1]["media"]

    assert [item["caption"] for item in album] == ["图1 · 0. 路灯", "图2 · 1. 路灯"]


def test_an_issue_of_pictures_only_has_no_marks() -> None:
    made = edition_of(AWKWARD["pictures only"], "plates")

    assert "〔图" not in texts(made)[0]
    assert kinds(made) == ["message", "album", "album", "album"]


# --- T5, T6: one sound, header and footer ---------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_first_message_makes_a_sound(layout: str) -> None:
    made = payloads(edition_of(sections(12, 400, 2), layout))

    assert [p.get("disable_notification", False) for p in made] == [False] + [True] * (
        len(made) - 1
    )


def test_later_texts_answer_the_first() -> None:
    made = edition_of(sections(12, 400, 2), "plates")

    answered = [p.get("reply_parameters") for p in payloads(made) if "text" in p]
    assert answered == [None, {"message_id": "pressrun:ref/message/1/id"}]


def test_parts_wait_for_each_other_in_order() -> None:
    made = edition_of(sections(12, 400, 2), "plates")

    keys = [part.key for part in made.parts]
    assert [part.waits_for for part in made.parts] == [(), *((key,) for key in keys[:-1])]
    assert keys == ["message/1", "album/1", "album/2", "message/2", "album/3", "album/4"]


def test_the_first_text_has_title_place_and_link_the_last_has_link_and_tags() -> None:
    meta = Meta(title="周刊 7: 小模型", tags=("AI", "Open Source", "微信", "c++", "五"))

    made = texts(edition_of(sections(12, 400), "plates", meta=meta))

    assert made[0].startswith("周刊 7: 小模型\n1/2 · 全文\n\n第1节")
    assert made[1].startswith("2/2\n\n第")
    assert made[1].endswith("\n\n全文\n#AI #Open_Source #cpp")


def test_a_single_message_has_the_link_once() -> None:
    made = edition_of("正文。", meta=Meta(title="周刊 7: 小模型", tags=("AI",)))

    assert texts(made) == ["周刊 7: 小模型\n全文\n\n正文。\n\n#AI"]


def test_the_page_is_shown_large_above_the_first_text_only() -> None:
    made = payloads(edition_of(sections(12, 400), "plates"))

    assert [p["link_preview_options"] for p in made] == [
        {"url": URL, "prefer_large_media": True, "show_above_text": True},
        {"is_disabled": True},
    ]


def test_an_issue_that_opens_with_a_picture_still_opens_with_its_title() -> None:
    made = edition_of("![](a.png)\n\n正文。", "inline")

    assert kinds(made) == ["message", "photo", "message"]
    assert texts(made)[0] == "周刊 7: 小模型\n1/2 · 全文"


def test_a_summary_lists_the_stories_it_has_room_for() -> None:
    text = texts(edition_of("导语。\n\n" + sections(900, 30), "summary"))[0]

    assert text.startswith("周刊 7: 小模型\n全文\n\n导语。\n\n• 第1节\n• 第2节\n")
    assert text.endswith("\n…")


# --- T7 -------------------------------------------------------------------------------------------


def test_the_facts_say_bubbles_sounds_and_seconds() -> None:
    made = edition_of(sections(12, 400, 2), "plates")

    assert dict(made.facts) == {
        "layout": "plates", "bubbles": "6", "notifications": "1", "seconds": "78",
    }  # fmt: skip


@pytest.mark.parametrize("length", [1, 40])
def test_a_summary_stands_between_the_intro_and_the_outro(length: int) -> None:
    markdown = f"**早安**{prose(length)}\n\n导语。\n\n{sections(3, 30)}\n\n再见。"

    made = edition_of(markdown, "summary", framed=(1, 1))

    paragraphs = texts(made)[0].split("\n\n")
    assert paragraphs[1].startswith("早安")
    assert paragraphs[2] == "导语。"
    assert "再见。" in paragraphs
    assert [problem.code for problem in made.problems] == ["telegram-summary"]


def test_an_intro_too_long_for_a_summary_is_noted() -> None:
    made = edition_of(f"{prose(1_100)}\n\n导语。\n\n{sections(3, 30)}", "summary", framed=(1, 0))

    assert [p.code for p in made.problems] == ["telegram-left-out", "telegram-summary"]
    assert texts(made)[0].split("\n\n")[1] == "导语。"
