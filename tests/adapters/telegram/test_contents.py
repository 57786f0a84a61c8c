from __future__ import annotations

import pytest

from adapters.telegram.contents import contents, with_contents, without_contents
from adapters.telegram.revising import revise
from adapters.telegram.rich import Entity, Rich
from tests.adapters.telegram.feed import feed, sent_of
from tests.adapters.telegram.samples import edition_of, faults, payloads, prose, sections, texts


def part(heading: str, above: str = "") -> Rich:
    """A text with a heading, and something above it."""
    top = f"{above}\n\n" if above else ""
    return Rich(f"{top}{heading}\n\n正文。", (Entity("bold", len(top), len(top) + len(heading)),))


def test_three_texts_have_contents_below_the_header() -> None:
    made = edition_of(sections(6, 1_500), "plates")

    assert faults(made) == []
    assert payloads(made)[0]["text"].split("\n\n")[:3] == [
        "周刊 7: 小模型\n1/3 · 全文", "2/3 第3节\n3/3 第5节", "第1节",
    ]  # fmt: skip


def test_two_texts_have_none() -> None:
    made = edition_of(sections(4, 1_500), "plates")

    assert payloads(made)[0]["text"].split("\n\n")[:2] == ["周刊 7: 小模型\n1/2 · 全文", "第1节"]


def test_a_text_that_goes_on_in_a_section_is_named_by_the_first_heading_in_it() -> None:
    found = contents([part("一"), part("二", "3/3"), part("三", "前一节的末段。")])

    assert found.text == "2/3 二\n3/3 三"


@pytest.mark.parametrize(
    "other",
    [
        Rich("没有标题。"),
        Rich("一 · 二\n\n• 1 · 2", (Entity("bold", 0, 5),)),
        Rich("Tip\n\n引文", (Entity("blockquote", 0, 7), Entity("bold", 0, 3))),
        Rich("句中粗体。\n\n末", (Entity("bold", 2, 4),)),
    ],
)
def test_one_heading_in_three_texts_makes_no_contents(other: Rich) -> None:
    assert contents([part("一"), part("二"), other]) == Rich()


def test_contents_that_have_no_room_are_left_out() -> None:
    row = [part("题"), part("二"), part("三")]
    whole = with_contents(row, 4096)[0].text

    assert with_contents(row, len(whole)) != row
    assert with_contents(row, len(whole) - 1) == row


def test_what_was_put_in_is_taken_out_and_nothing_else() -> None:
    row = [part("题"), part("二"), part("三")]

    assert without_contents(with_contents(row, 4096)) == row
    assert without_contents(row) == row


def test_an_authors_own_line_of_that_shape_stays() -> None:
    own = Rich("题\n\n2/3 的人\n3/3 的人\n\n正文。", (Entity("bold", 0, 1),))

    assert without_contents([own, part("二"), part("三")])[0] == own


def test_an_edit_of_a_heading_edits_its_line_in_the_contents() -> None:
    before = sections(6, 1_500)
    old = edition_of(before, "plates")
    new = edition_of(before.replace("第3节", "第三节"), "plates")

    edits = revise(old, sent_of(old), new)

    assert [part.key for part in edits.parts] == ["edit/message/1", "edit/message/2"]
    assert "\n\n2/3 第三节\n3/3 第5节\n\n" in edits.parts[0].payload["text"]  # type: ignore[index,call-overload,operator]


def test_contents_tell_where_things_stand_when_the_new_edition_is_cut_elsewhere() -> None:
    before = sections(6, 1_500)
    old, new = edition_of(before, "plates"), edition_of(f"{before}\n\n{prose(1_900)}", "plates")

    edits = revise(old, sent_of(old), new)

    assert texts(new)[0].split("\n\n")[1].startswith("2/4 ")
    posts = [post["text"].split("\n\n") for post in feed(old, edits).values()]
    assert posts[0][1] == "2/3 第3节\n3/3 第6节"
    assert [post[0] for post in posts[1:]] == ["2/3", "3/3"]
    assert ("第3节" in posts[1], "第5节" in posts[1], "第6节" in posts[2]) == (True, True, True)


def test_the_same_edition_again_edits_nothing() -> None:
    old = edition_of(sections(6, 1_500), "plates")

    assert revise(old, sent_of(old), old).parts == ()
