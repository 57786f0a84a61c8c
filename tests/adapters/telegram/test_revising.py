"""A new edition in the old one's messages: whatever changed is edited, or said."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.base import Edition, Receipt
from adapters.telegram.revising import revise
from tests.adapters.telegram.feed import (
    as_parts,
    feed,
    running,
    sent_of,
    url_of,
    with_edits,
    words,
)
from tests.adapters.telegram.samples import edition_of, faults, payloads

LAYOUTS = ("inline", "sections", "plates", "summary")
SENTENCE = "团队公布了训练细节，并说明数据如何清洗与去重。"


def told(name: str, units: int) -> str:
    """A paragraph like no other: `name` goes on to its end."""
    return "".join(f"{name}之{n}：{SENTENCE}" for n in range(units // 26 + 1))[:units]


def issue(count: int, units: int, pictures: int = 0) -> str:
    return "\n\n".join(section(str(n), units, pictures) for n in range(1, count + 1))


def section(name: str, units: int, pictures: int = 0) -> str:
    shown = "".join(f"\n\n![图{name}-{p}](img/{name}-{p}.png)" for p in range(pictures))
    return f"## 第{name}节\n\n{told(name, units)}{shown}"


def revised(old: str, new: str, layout: str = "auto") -> tuple[Edition, Edition]:
    before, after = edition_of(old, layout), edition_of(new, layout)
    return before, revise(before, sent_of(before), after)


def keys(edits: Edition) -> list[str]:
    return [part.key for part in edits.parts]


def messages(edits: Edition) -> list[str]:
    return [problem.message for problem in edits.problems]


# --- by example -------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_edition_needs_nothing(layout: str) -> None:
    _, edits = revised(issue(8, 900, 2), issue(8, 900, 2), layout)

    assert (edits.parts, edits.problems) == ((), ())


def test_a_corrected_word_edits_its_message_alone() -> None:
    text = issue(10, 700)

    old, edits = revised(text, text.replace("第7节", "第七节"))

    assert len(old.parts) == 2
    assert keys(edits) == ["edit/message/2"]
    (part,) = edits.parts
    assert (part.kind, part.repeatable, part.media) == ("edit-text", True, ())
    assert part.payload == {
        "message_id": 2,
        "text": payloads(old)[1]["text"].replace("第7节", "第七节"),
        "entities": payloads(old)[1]["entities"],
        "link_preview_options": {"is_disabled": True},
    }


def test_a_border_stays_where_it_was_when_the_new_edition_would_move_it() -> None:
    text = issue(10, 700)
    longer = text.replace("## 第2节\n\n", f"## 第2节\n\n{told('增', 500)}\n\n")

    old, edits = revised(text, longer)

    firsts = [p["text"].split("\n\n")[1] for p in payloads(edition_of(longer))]
    assert firsts[1] != payloads(old)[1]["text"].split("\n\n")[1]
    assert (keys(edits), edits.problems) == (["edit/message/1"], ())


def test_a_section_that_has_no_room_any_more_moves_into_the_next_message() -> None:
    text = issue(14, 490)
    longer = text.replace("## 第2节\n\n", f"## 第2节\n\n{told('增', 600)}\n\n")

    old, edits = revised(text, longer)

    after = feed(old, edits)
    assert (keys(edits), edits.problems) == (["edit/message/1", "edit/message/2"], ())
    assert words(after[2]).startswith("2/2\n\n第7节")
    assert words(after[1]).splitlines()[1] == "1/2 · 全文"


def test_a_paragraph_is_parted_at_a_sentence_when_only_that_makes_room() -> None:
    text = issue(10, 700)
    longer = text.replace("## 第2节\n\n", f"## 第2节\n\n{told('增', 800)}\n\n")

    old, edits = revised(text, longer)

    after = feed(old, edits)
    assert edits.problems == ()
    assert words(after[1]).endswith("去重。")
    assert re.match(r"2/2\n\n5之\d+：", words(after[2]))


def test_a_third_message_of_the_new_edition_is_not_needed_for_a_little_more_text() -> None:
    text = issue(10, 700)
    longer = text.replace("## 第2节", f"{told('增', 350)}\n\n## 第2节")

    old, edits = revised(text, longer)

    assert (len(old.parts), len(edition_of(longer).parts)) == (2, 3)
    assert (keys(edits), edits.problems) == (["edit/message/1"], ())


def test_what_fits_nowhere_is_said_in_the_exact_words() -> None:
    text, more = issue(10, 730), told("增", 2_000)

    _, edits = revised(text, f"{text}\n\n## 新\n\n{more}")

    assert [problem.code for problem in edits.problems] == ["by-hand"]
    assert more in edits.problems[0].message
    assert url_of(2) in edits.problems[0].message


@pytest.mark.parametrize(
    ("text", "layout", "place"),
    [
        (issue(14, 490), "auto", "## 第2节"),
        (issue(14, 490), "auto", "## 第9节"),
        (issue(4, 300, 1), "sections", "## 第1节"),
        (issue(6, 300, 1), "sections", "## 第4节"),
    ],
)
def test_borders_that_had_to_move_once_do_not_move_the_second_time(
    text: str, layout: str, place: str
) -> None:
    more = told("增", 3_000 if layout == "auto" else 900)
    old = edition_of(text, layout)
    new = edition_of(text.replace(place, f"{more}\n\n{place}"), layout)

    edits = revise(old, sent_of(old), new)
    again = revise(with_edits(old, edits), sent_of(old), new)

    assert edits.parts
    assert (again.parts, again.problems) == ((), edits.problems)


def test_a_message_that_has_nothing_left_to_say_is_named() -> None:
    old, edits = revised(issue(5, 300, 1), "![图](img/1-0.png)", "inline")

    emptied = [p for p in edits.problems if "left to say" in p.message]
    assert [problem.code for problem in emptied] == ["by-hand"] * 4
    assert words(feed(old, edits)[1]) == "周刊 7: 小模型\n1/5 · 全文"
    assert payloads(old)[2]["text"] in emptied[0].message
    assert url_of(3) in emptied[0].next


def test_a_single_message_that_was_the_whole_issue_stays_without_a_number() -> None:
    _, edits = revised(issue(4, 880), issue(4, 880) + f"\n\n{told('增', 300)}")

    assert edits.problems == ()
    assert payloads(edits)[0]["text"].splitlines()[1] == "全文"


def test_two_messages_keep_their_numbers_when_one_would_do() -> None:
    text = issue(5, 740)

    old, edits = revised(text, text.replace(told("5", 740), "短。"))

    assert len(old.parts) == 2
    assert keys(edits) == ["edit/message/2"]
    assert payloads(edits)[0]["text"].startswith("2/2\n\n")


def test_another_picture_takes_the_place_of_the_old_one() -> None:
    text = issue(3, 500, 3)

    _, edits = revised(text, text.replace("img/2-1.png", "img/other.png"), "plates")

    (part,) = edits.parts
    assert (part.key, part.kind) == ("edit/album/1/5", "edit-picture")
    assert [media.source for media in part.media] == ["img/other.png"]
    assert payloads(edits)[0]["media"]["media"].startswith("attach://photo-")
    assert payloads(edits)[0]["media"]["caption"] == "图5 · 第2节 · 图2-1"
    assert payloads(edits)[0]["message_id"] == 6


def test_the_same_file_with_other_bytes_is_another_picture() -> None:
    old = edition_of(issue(2, 500, 1), "plates")
    part = old.parts[1]
    newer = replace(part, media=(replace(part.media[0], sha256="f" * 64), *part.media[1:]))
    new = replace(old, parts=(old.parts[0], newer))

    edits = revise(old, sent_of(old), new)

    assert keys(edits) == ["edit/album/1/1"]
    assert edits.parts[0].media[0].sha256 == "f" * 64


def test_another_caption_edits_the_caption_alone() -> None:
    text = issue(3, 500, 3)

    _, edits = revised(text, text.replace("![图2-1]", "![折线]"), "plates")

    assert [(part.key, part.kind) for part in edits.parts] == [("edit/album/1/5", "edit-caption")]
    assert payloads(edits)[0] == {
        "message_id": 6,
        "caption": "图5 · 第2节 · 折线",
        "caption_entities": [],
    }


def test_a_picture_more_and_a_picture_less_are_left_to_a_person() -> None:
    text = issue(3, 500, 3)
    newer = text.replace("\n\n![图3-2](img/3-2.png)", "").replace(
        "![图1-0]", "![新](img/new.png)\n\n![图1-0]"
    )

    _, edits = revised(text, newer, "plates")

    found = sorted((p.code, p.message.splitlines()[0], p.next) for p in edits.problems)
    assert found == [
        ("by-hand", f"img/3-2.png is no longer in the issue, but stands in {url_of(10)}.",
         f"Delete it in Telegram: {url_of(10)}"),
        ("by-hand", "img/new.png is new, and no message has a place for it. Its caption:",
         "Post it in the channel."),
    ]  # fmt: skip


def test_a_text_that_outgrows_its_picture_stays_there_as_far_as_it_goes() -> None:
    text = issue(3, 900, 1)
    more = told("增", 300)

    old, edits = revised(text, text.replace(told("2", 900), f"{told('2', 900)}\n\n{more}"))

    assert [part.kind for part in old.parts] == ["photo"] * 3
    assert edits.parts == ()
    assert more in messages(edits)[0]
    assert url_of(2) in messages(edits)[0]


def test_a_number_takes_room_too() -> None:
    old = edition_of(issue(14, 490))
    room = 4096 - len(payloads(old)[1]["text"]) - len("\n\n")
    text = issue(14, 490)

    fits = revise(old, sent_of(old), edition_of(f"{text}\n\n{'增' * room}"))
    fails = revise(old, sent_of(old), edition_of(f"{text}\n\n{'增' * (room + 1)}"))

    assert (keys(fits), fits.problems) == (["edit/message/2"], ())
    assert len(payloads(fits)[0]["text"]) == 4096
    assert all(len(payload["text"]) <= 4096 for payload in payloads(fails))
    assert keys(fails) != keys(fits)


def test_a_message_gets_no_more_styles_than_telegram_keeps() -> None:
    bold = "，".join(f"**词{n}**" for n in range(80))
    text = f"{issue(5, 490)}\n\n{bold}。\n\n{issue(8, 490)}"

    old, edits = revised(
        text, text.replace(f"{bold}。", f"{bold}。\n\n{bold.replace('词', '字')}。")
    )

    assert [len(payload["entities"]) for payload in payloads(old)] == [6, 82, 8]
    assert edits.parts or edits.problems
    assert faults(as_parts(feed(old, edits))) == []


def test_a_new_picture_before_one_with_other_bytes_leaves_that_in_its_place() -> None:
    old, new = edition_of(issue(2, 500, 1), "plates"), edition_of(
        issue(2, 500, 1).replace("![图1-0]", "![新](img/new.png)\n\n![图1-0]"), "plates"
    )  # fmt: skip
    album = new.parts[1]
    media = [replace(m, sha256="f" * 64) if "1-0" in m.source else m for m in album.media]
    new = replace(new, parts=(new.parts[0], replace(album, media=tuple(media))))

    edits = revise(old, sent_of(old), new)

    there = [post["media"].source for post in feed(old, edits).values() if "media" in post]
    assert there == ["img/1-0.png", "img/2-0.png"]
    assert [part.kind for part in edits.parts if part.media] == ["edit-picture"]
    assert "img/new.png is new" in "\n".join(messages(edits))


def test_a_picture_that_carries_text_is_not_to_be_deleted() -> None:
    text = issue(3, 900, 1)

    _, edits = revised(text, text.replace("\n\n![图2-0](img/2-0.png)", ""))

    (problem,) = edits.problems
    assert (problem.code, problem.next) == ("not-possible", "")
    assert "img/2-0.png" in problem.message


def test_a_caption_that_has_no_place_under_running_text_is_told() -> None:
    old = edition_of(issue(3, 900, 1), "sections")
    new = edition_of(issue(3, 900, 1), "plates")

    edits = revise(old, sent_of(old), new)

    told_of = [p.message.rpartition("\n")[2] for p in edits.problems if p.code == "not-possible"]
    assert told_of == [f"图{n} · 第{n}节 · 图{n}-0" for n in (1, 2, 3)]


def test_the_page_of_the_preview_is_edited_with_the_text() -> None:
    old = edition_of(issue(2, 500))
    new = edition_of(issue(2, 500), canonical_url="https://blog.example.org/other/")

    edits = revise(old, sent_of(old), new)

    assert payloads(edits)[0]["link_preview_options"]["url"] == "https://blog.example.org/other/"


def test_what_was_never_sent_is_not_edited_but_told() -> None:
    text = issue(10, 700)
    old, new = edition_of(text), edition_of(text.replace("第7节", "第七节"))
    sent = {"message/1": sent_of(old)["message/1"]}

    edits = revise(old, sent, new)

    assert edits.parts == ()
    assert [problem.code for problem in edits.problems] == ["not-possible"]
    assert "第7节" in messages(edits)[0]
    assert "第七节" in messages(edits)[0]


def test_a_post_that_a_person_found_is_edited_by_the_number_in_its_address() -> None:
    text = issue(2, 500)
    old, new = edition_of(text), edition_of(text.replace("第2节", "第二节"))

    edits = revise(old, {"message/1": Receipt("77", "https://t.me/sample/77")}, new)

    assert payloads(edits)[0]["message_id"] == 77


# --- whatever changes -------------------------------------------------------------------------

PIECES = st.tuples(st.integers(0, 40), st.integers(1, 1_400), st.integers(0, 3))
ISSUES = st.lists(PIECES, min_size=1, max_size=8)
some = settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def written(pieces: list[tuple[int, int, int]]) -> str:
    return "\n\n".join(section(str(name), units, shown) for name, units, shown in pieces)


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, str]:
    """An issue, and the same with sections put in, taken out, moved or rewritten."""
    old = draw(ISSUES)
    new = [piece for piece in old if draw(st.integers(0, 5))]
    for _ in range(draw(st.integers(0, 3))):
        new.insert(draw(st.integers(0, len(new))), draw(PIECES))
    return written(old), written(new or draw(ISSUES))


@pytest.mark.parametrize("layout", LAYOUTS)
@some
@given(pair=changed())
def test_the_words_are_those_of_the_new_edition_or_said(layout: str, pair: tuple[str, str]) -> None:
    old, edits = revised(*pair, layout)

    new = feed(edition_of(pair[1], layout))
    assert running(feed(old, edits), edits.problems) == running(new)


@pytest.mark.parametrize("layout", LAYOUTS)
@some
@given(pair=changed())
def test_the_pictures_are_those_of_the_new_edition_or_said(
    layout: str, pair: tuple[str, str]
) -> None:
    old, edits = revised(*pair, layout)

    there = [post["media"].sha256 for post in feed(old, edits).values() if "media" in post]
    wanted = [p["media"].sha256 for p in feed(edition_of(pair[1], layout)).values() if "media" in p]
    steps = SequenceMatcher(None, there, wanted, autojunk=False).get_opcodes()
    gone = sum(b - a for step, a, b, _, _ in steps if step in ("delete", "replace"))
    more = sum(d - c for step, _, _, c, d in steps if step in ("insert", "replace"))
    assert gone == sum("no longer in the issue" in m for m in messages(edits))
    assert more == sum("is new, and no message" in m for m in messages(edits))


@pytest.mark.parametrize("layout", LAYOUTS)
@some
@given(pair=changed())
def test_every_caption_is_that_of_the_new_edition_or_said(
    layout: str, pair: tuple[str, str]
) -> None:
    old, edits = revised(*pair, layout)

    there = [post for post in feed(old, edits).values() if "media" in post and not post["running"]]
    new = [p for p in feed(edition_of(pair[1], layout)).values() if "media" in p]
    own = {words(post) for post in new if not post["running"]}
    said = "\n".join(messages(edits))
    wrong = [p for p in there if words(p) not in own | {""} and p["media"].source not in said]
    lost = [text for text in own if text not in said and text not in map(words, there)]
    assert (wrong, lost) == ([], [])


@pytest.mark.parametrize("layout", LAYOUTS)
@some
@given(pair=changed())
def test_telegram_takes_every_message_as_edited(layout: str, pair: tuple[str, str]) -> None:
    old, edits = revised(*pair, layout)

    assert faults(as_parts(feed(old, edits))) == []


@pytest.mark.parametrize("layout", LAYOUTS)
@some
@given(pair=changed())
def test_edits_that_are_done_are_not_asked_for_again(layout: str, pair: tuple[str, str]) -> None:
    old, edits = revised(*pair, layout)

    again = revise(with_edits(old, edits), sent_of(old), edition_of(pair[1], layout))

    assert again.parts == ()
    assert [problem.code for problem in again.problems] == [p.code for p in edits.problems]


@some
@given(pair=changed())
def test_every_problem_is_one_of_two_and_says_where(pair: tuple[str, str]) -> None:
    _, edits = revised(*pair)

    codes = {problem.code for problem in edits.problems}
    assert codes <= {"by-hand", "not-possible"}
    assert [p for p in edits.problems if p.code == "by-hand" and not p.next] == []
    assert not re.search(r"\bNone\b", "\n".join(messages(edits)))
