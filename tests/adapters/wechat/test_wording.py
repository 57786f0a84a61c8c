"""What a person is told of two articles: every difference, in words that can be found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.wechat.wording import LOOK, TEXT, Change, changes, lines
from tests.adapters.substack.samples import parsed
from tests.adapters.wechat.samples import article, edition_of
from tests.witness.documents import Made, documents

NAMES = {"https://pic/1": "img/a.png", "https://pic/2": "img/b.png"}


def told(old: str, new: str) -> list[Change]:
    return changes({"content": old}, {"content": new}, NAMES)


def texts(content: str) -> list[str]:
    return [line.text for line in lines(content, NAMES)]


def test_lines_are_what_a_reader_sees_one_by_one() -> None:
    content = (
        "<section><p>One <strong>two</strong></p><p><br></p><pre><span>a<br>b</span></pre>"
        '<section><p>• x</p></section><hr><p><img src="https://pic/1" alt="A chart"><br>'
        '<span>Caption</span></p><table><tr><td>1</td><td>2</td></tr></table>'
        '<p><a href="https://mp.weixin.qq.com/s/a">Last</a> tail</p></section>'
    )  # fmt: skip

    assert texts(content) == [
        "One two", "a", "b", "• x", "———", "[img/a.png: A chart]", "Caption", "1", "2",
        "Last (https://mp.weixin.qq.com/s/a) tail",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("<p>a</p><p>b</p>", "<p>a</p><p>c</p>", Change(TEXT, "b", "c", "a")),
        ("<p>a</p>", "<p>a</p><p>c</p>", Change(TEXT, "", "c", "a")),
        ("<p>a</p><p>b</p>", "<p>b</p>", Change(TEXT, "a", "", "")),
        ('<img src="https://pic/1">', '<img src="https://pic/2">',
         Change(TEXT, "[img/a.png]", "[img/b.png]", "")),
        ('<a href="https://x/1">a</a>', '<a href="https://x/2">a</a>',
         Change(TEXT, "a (https://x/1)", "a (https://x/2)", "")),
        ("<p>a b</p>", "<p>a <strong>b</strong></p>",
         Change("The emphasis", "a b", "a **b**", "")),
    ],
)  # fmt: skip
def test_a_difference_is_told_with_its_exact_words(old: str, new: str, change: Change) -> None:
    assert told(old, new) == [change]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<p style="color:#333">a</p>', '<p style="color:#444">a</p>'),
        ("<section><p>a</p></section>", "<section><section><p>a</p></section></section>"),
        ('<img src="https://pic/1" data-w="1">', '<img src="https://pic/1" data-w="2">'),
    ],
)
def test_what_only_looks_different_is_told_once(old: str, new: str) -> None:
    assert told(old, new) == [Change(LOOK, "", "")]


def test_fields_are_told_by_their_names() -> None:
    old = {"title": "One", "thumb_media_id": "https://pic/1", "digest": "d", "content": "<p>a</p>"}
    new = {"title": "Two", "thumb_media_id": "https://pic/2", "content": "<p>a</p>"}

    assert changes(old, new, NAMES) == [
        Change("The title", "One", "Two"),
        Change("The cover", "img/a.png", "img/b.png"),
        Change("The digest", "d", ""),
    ]


def body(made: Made) -> str:
    return made.markdown.split(f"\n{made.markdown[:3]}\n", 1)[1]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=documents(most=5), after=documents(most=5), title=st.sampled_from(["一", "二"]))
def test_the_changes_lead_from_any_article_to_any_other(
    before: Made, after: Made, title: str
) -> None:
    old: Any = article(edition_of(parsed(body(before))))
    new: Any = {**article(edition_of(parsed(body(after)))), "title": title}

    found = changes(old, new, {})

    assert bool(found) == (old != new)
    assert applied(texts(old["content"]), found) == texts(new["content"])
    named = {change.what for change in found}
    assert ("The title" in named) == (old["title"] != title)


def applied(standing: list[str], found: list[Change]) -> list[str]:
    """The lines after a person has followed every change of the text, the last one first."""
    edited = list(standing)
    for change in reversed([one for one in found if one.what == TEXT]):
        start = below(standing, change.near.split("\n")) if change.near else 0
        length = len(change.before.split("\n")) if change.before else 0
        assert standing[start : start + length] == change.before.split("\n")[:length]
        edited[start : start + length] = change.after.split("\n") if change.after else []
    return edited


def below(standing: list[str], near: list[str]) -> int:
    """The place below these lines, which stand there once or begin at the top."""
    ends = range(len(near), len(standing) + 1)
    places = [end for end in ends if standing[end - len(near) : end] == near]
    assert len(places) == 1 or places[0] == len(near)
    return places[0]


def test_the_lines_above_tell_one_place_from_another() -> None:
    old = "<p>a</p><p>x</p><p>b</p><p>x</p>"

    (change,) = told(old, old + "<p>new</p>")

    assert change == Change(TEXT, "", "new", "b\nx")
