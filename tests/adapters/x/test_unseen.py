"""Digests of issues of other kinds: letters, interviews, lists without headings, galleries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import regex
import twitter_text
from hypothesis import HealthCheck, Phase, given, settings

from adapters.x.selection import Fill, Item, choose
from adapters.x.stories import Story
from content.greetings import matter
from content.measure import x_weight
from tests.adapters.x.issues import codes, issue_at, rendered, sources, texts
from tests.adapters.x.test_invariants import made_into
from tests.witness.documents import Made, documents

CLOSING = regex.compile(r"[，。、！？；：”’）》」』】…]")
NEWS = "The ferry now leaves at every full hour, and the queue at the pier is gone for good. " * 2


def thread(folder: Path, body: str, title: str = "Harbour 7") -> list[str]:
    """The posts without their numbers."""
    issue = issue_at(folder, f"---\ntitle: {title}\n---\n\n{body}")
    return [regex.sub(r"\n\n\d+/\d+\Z", "", text) for text in texts(rendered(issue))]


@pytest.mark.parametrize(
    ("paragraphs", "begins"),
    [
        (["Hi everyone, happy Friday! I hope you are well. The queue is gone."], "The queue"),
        (["大家早上好，我是阿远。感谢你的订阅。", "上周我们下线了重试。"], "上周我们"),
        (["Hello World took 40 years to write."], "Hello World"),
        (["大家都知道，桥修好了。"], "大家都知道"),
        (["Dear diary is a book about lighthouses."], "Dear diary"),
    ],
)
def test_a_letter_begins_behind_its_greeting(paragraphs: list[str], begins: str) -> None:
    number, offset = matter(paragraphs)

    assert paragraphs[number][offset:].startswith(begins)


def test_nothing_but_a_greeting_leaves_the_headings(tmp_path: Path) -> None:
    first, *_ = thread(tmp_path, f"Hi all! Happy Friday!\n\n## Ferries\n\n{NEWS}\n")

    assert first == "Harbour 7\n\n• Ferries"


def test_a_light_sentence_stays_with_its_neighbours(tmp_path: Path) -> None:
    told = "We argued whether the pump had been tested. It had not. Page nine of the log said so."

    _, second, *_ = thread(tmp_path, f"## Pumps\n\n{told} {NEWS}\n")

    assert second.startswith(f"Pumps\n\n{told}")


def test_a_sentence_about_one_passed_over_is_passed_over(tmp_path: Path) -> None:
    body = f"The map is at https://a.example.com/map for all. It shows every pier. {NEWS}"

    _, second, *_ = thread(tmp_path, f"## Maps\n\n{body}\n")

    assert second == f"Maps\n\n{NEWS.strip()}"


def test_words_that_look_like_addresses_are_told_and_not_linked(tmp_path: Path) -> None:
    items = "- ASP.NET is faster\n- README.md has a new look\n- Node.js 26 starts sooner\n"
    issue = issue_at(tmp_path, f"---\ntitle: T\n---\n\n## Tools\n\n{items}\n{NEWS}\n")
    edition = rendered(issue)

    _, second, *_ = texts(edition)

    assert twitter_text.extract_urls(second) == []
    assert "• ASP.\u200aNET is faster\n• README.\u200amd has a new look\n• Node.js 26" in second
    assert codes(edition).count("x-domain") == 2


def test_questions_in_bold_are_the_headings_of_an_interview(tmp_path: Path) -> None:
    body = f"**Q: Who noticed?**\n\n{NEWS}\n\n**Q: And then?**\n\n{NEWS}\n"

    first, second, third, _ = thread(tmp_path, body)

    assert first == "Harbour 7\n\n• Q: Who noticed?\n• Q: And then?"
    assert [second, third] == [f"Q: {q}?\n\n{NEWS.strip()}" for q in ("Who noticed", "And then")]


def test_bold_lines_beside_headings_stay_text(tmp_path: Path) -> None:
    body = f"## One\n\n**A whole line in bold**\n\n{NEWS}\n\n## Two\n\n**Another one**\n\n{NEWS}\n"

    _, second, *_ = thread(tmp_path, body)

    assert second.startswith("One\n\nA whole line in bold\n\n")


def test_a_list_without_a_word_above_it_begins_in_the_first_post(tmp_path: Path) -> None:
    lines = [f"Headline number {n:02} of the harbour" for n in range(14)]

    first, second, _ = thread(
        tmp_path, "".join(f"- [{line}](https://a.example.com/)\n" for line in lines)
    )

    assert first.startswith("Harbour 7\n\n• Headline number 00 of the harbour\n")
    assert second.startswith("Harbour 7\n\n• Headline number 07 of the harbour\n")


def test_a_gallery_shows_its_first_pictures(tmp_path: Path) -> None:
    pictures = "\n\n".join(f"![](/img/p{n}.png)" for n in range(6))
    issue = issue_at(tmp_path, f"---\ntitle: T\n---\n\nSix mornings at the pier.\n\n{pictures}\n")
    edition = rendered(issue)

    assert sources(edition) == [["p0.png", "p1.png", "p2.png", "p3.png"], []]
    assert "The digest leaves out 2 of 6 pictures." in [p.message for p in edition.problems]


def test_stories_too_short_for_a_post_share_one(tmp_path: Path) -> None:
    body = "".join(f"## Pier {n}\n\nPier {n} is open again.\n\n" for n in range(3))

    _, *told, _ = thread(tmp_path, body)

    assert told == ["\n\n".join(f"Pier {n}\n\nPier {n} is open again." for n in range(3))]


def test_short_stories_make_room_for_more_than_ten(tmp_path: Path) -> None:
    body = "".join(f"## Pier {n}\n\nPier {n} is open again since noon.\n\n" for n in range(14))

    *told, last = thread(tmp_path, body)

    assert all(f"Pier {n} is open" in "\n".join(told) for n in range(14))
    assert last == "Full issue: https://letter.example.com/2025/sample/"


def test_a_post_of_the_authors_choice_is_not_shared(tmp_path: Path) -> None:
    body = "## A\n\n<!-- x:post -->\n\nPier one is open.\n\n## B\n\nPier two is open again.\n"

    assert thread(tmp_path, body)[1:3] == [
        "A\n\nPier one is open.", "B\n\nPier two is open again.",
    ]  # fmt: skip


def test_a_section_of_code_alone_is_named_as_left_out(tmp_path: Path) -> None:
    *_, last = thread(tmp_path, f"## Pumps\n\n{NEWS}\n\n## Listing\n\n```\nx = 1\n```\n")

    assert last.startswith("• Listing\n\n")


def test_an_opinion_is_rather_whole_than_behind_more_of_the_story(tmp_path: Path) -> None:
    items = "".join(f"- The pier at mile {n} was closed for most of the winter\n" for n in range(3))
    take = f"My take: {'nobody counted the days, '.join(['', '', '', ''])}and somebody should have."

    _, second, *_ = thread(tmp_path, f"## Piers\n\n{items}\n{take}\n")

    assert second.endswith("somebody should have.")
    assert second.startswith("Piers\n\n• The pier at mile 0")


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(documents())
def test_no_post_of_a_digest_begins_or_leans_badly(made: Made) -> None:
    sent = texts(made_into(made, "digest"))

    own = tuple(block.stream for block in made.wanted.blocks if CLOSING.match(block.stream))
    begun = [text for text in sent if CLOSING.match(text)]
    assert [text for text in begun if not text.startswith(tuple(o[:2] for o in own))] == []
    assert [text for text in sent[:-1] if twitter_text.extract_urls(text)] == []
    assert [text for text in sent if x_weight(text) > 280] == []


def test_looking_for_more_stories_ends_where_there_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten posts that share are looked for again, with more; the count has to grow each time."""
    asked: list[int] = []

    def fewer_each_time(offered: Sequence[Story], most: int, fill: Fill) -> tuple[Item, ...]:
        asked.append(most)
        return choose(offered, most, fill)[: 4 - len(asked) % 2]

    monkeypatch.setattr("adapters.x.digest.choose", fewer_each_time)
    body = "".join(f"## Pier {n}\n\nPier {n} is open again since noon.\n\n" for n in range(14))

    _, told, _ = thread(tmp_path, body)

    assert told.count("is open") == 4
    assert asked == [10, 12, 13]


@pytest.mark.parametrize("mode", ["digest", "full"])
def test_addresses_of_other_letters_are_sent_in_ascii(tmp_path: Path, mode: str) -> None:
    front = "title: T\ncanonical_url: https://例子.com/路/信"
    link = "[the log](https://b.example.com/港口?问=答)"
    issue = issue_at(tmp_path, f"---\n{front}\n---\n\n## Pumps\n\n{NEWS} Read {link} of it.\n")

    sent = "\n".join(texts(rendered(issue, mode=mode, max_cost_usd=9)))

    found = twitter_text.extract_urls(sent)
    assert found
    assert [url for url in found if not url.isascii()] == []
    assert "港口?" not in sent
    assert "例子.com" not in sent


@pytest.mark.parametrize("mark", ["", "- "])
@pytest.mark.parametrize(
    "words", ["The ferry leaves hourly and the queue is gone", "渡船每个整点开一班而且不用排队了"]
)
def test_a_thought_without_a_final_mark_is_told_whole(
    tmp_path: Path, words: str, mark: str
) -> None:
    _, second, _ = thread(tmp_path, f"## Pier\n\n{mark}{words}\n")

    assert second == f"Pier\n\n{'• ' if mark else ''}{words}"


def test_a_list_that_runs_over_ends_in_the_last_post(tmp_path: Path) -> None:
    lines = [
        f"- [Headline number {n:02} of the harbour](https://a.example.com/)" for n in range(16)
    ]
    issue = issue_at(tmp_path, "---\ntitle: Harbour 7\n---\n\n" + "\n".join(lines))
    edition = rendered(issue)

    assert texts(edition)[-1].startswith(
        "• Headline number 14 of the harbour\n• Headline number 15 of the harbour\n\nFull issue:"
    )
    (note,) = [p.message for p in edition.problems if p.code == "x-left-out"]
    assert note.endswith("Headline number 14 of the harbour · Headline number 15 of the harbour")


@pytest.mark.parametrize(
    "below",
    [
        "The mend is one type:\n\n```\nx\n```\n\n> [!tip]\n> {news}",
        "{news}\n\n<details><summary>A draft script</summary>\n\n```\nx\n```\n\n</details>",
        "{news}\n\n> [!faq] Is there a template?\n> It has three lines:\n>\n> ```\n> x\n> ```",
    ],
)
def test_words_that_announce_what_is_left_out_are_left_out(tmp_path: Path, below: str) -> None:
    _, second, _ = thread(tmp_path, f"## Pumps\n\n{below.format(news=NEWS)}\n")

    assert second == f"Pumps\n\n{NEWS.strip()}"


def test_a_summary_stands_above_what_it_names(tmp_path: Path) -> None:
    fold = "<details><summary>The timeline</summary>\n\n- 09:12 the pump stops\n\n</details>"

    _, second, _ = thread(tmp_path, f"## Pumps\n\n{NEWS}\n\n{fold}\n")

    assert second == f"Pumps\n\n{NEWS.strip()}\n\nThe timeline\n• 09:12 the pump stops"


def test_words_behind_the_code_of_an_item_go_with_it(tmp_path: Path) -> None:
    items = "1. Drop it, today.\n2. Drop the other:\n\n   ```\n   x\n   ```\n\n   Mind the lock.\n"

    _, second, _ = thread(tmp_path, f"## Pumps\n\n{NEWS}\n\n{items}")

    assert second == f"Pumps\n\n{NEWS.strip()}\n\n1. Drop it, today."


def test_no_part_of_an_essay_begins_with_a_pronoun(tmp_path: Path) -> None:
    said = (
        "The pumps of the harbour have run for forty years, and nobody oiled pump {n} at all. " * 2
    )
    body = "\n\n".join(f"They are old. {said.format(n=n)}They will be {n}." for n in range(6))

    *told, _ = thread(tmp_path, f"The harbour is old.\n\n{body}\n")

    assert [text for text in told[2:] if text.startswith("They")] == []
    assert len(told) > 3
