from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from content.defaults import (
    Series,
    Title,
    cover,
    override,
    series,
    story_headings,
    title_for,
    words,
)
from content.hashtags import hashtags
from content.issue import Issue, load_issue
from content.measure import characters, x_weight
from content.teaser import Teaser, teaser

Post = Callable[..., Issue]


@pytest.fixture
def post(tmp_path: Path) -> Post:
    def post(body: str = "Text.", front: str = "", title: str = "A title") -> Issue:
        path = tmp_path / "2025-09-22-a.md"
        path.write_text(f"---\ntitle: '{title}'\n{front}\n---\n{body}\n", encoding="utf-8")
        return load_issue(path)

    return post


def picture(path: Path, size: tuple[int, int], orientation: int = 1) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", size).save(path, exif=exif)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Chip News 12: Who pays?", Series("Chip News", 12, "Who pays?")),
        ("芯片周报 3：谁来付钱", Series("芯片周报", 3, "谁来付钱")),
        ("Chip News 13: ", Series("Chip News", 13, "")),
        ("Chip News #4 - Money", Series("Chip News", 4, "Money")),
        ("Chip News No. 4 | Money", Series("Chip News", 4, "Money")),
        ("芯片周刊（第 250 期）：谁来付钱", Series("芯片周刊", 250, "谁来付钱")),
        ("芯片周刊第9期｜谁来付钱", Series("芯片周刊", 9, "谁来付钱")),
        ("GPT-5: a review", None),
        ("Ten things I learned", None),
        ("Room 101", None),
    ],
)
def test_a_series_has_name_number_and_headline(title: str, expected: Series | None) -> None:
    assert series(title) == expected


def test_the_channels_own_title_goes_before_the_full_one(post: Post) -> None:
    issue = post(front="pressrun: {wechat: {title: Short}}")

    assert title_for(issue, "wechat", 32, characters) == Title("Short", "override")
    assert title_for(issue, "x", 280, x_weight) == Title("A title", "title")
    assert title_for(issue, "x", 0, x_weight, {"title": "Given"}) == Title("Given", "override")


def test_a_title_that_is_too_long_becomes_the_headline_alone(post: Post) -> None:
    issue = post(title="A very long series name 12: Money")

    assert title_for(issue, "wechat", 33, characters).text == issue.title
    assert title_for(issue, "wechat", 32, characters) == Title("Money", "headline")


@pytest.mark.parametrize(
    ("front", "title", "line", "count"),
    [
        ("x: 1", "Series 1: " + "long " * 9 + "head", 2, 59),
        ("pressrun: {wechat: {title: " + "x" * 33 + "}}", "Fits", 3, 33),
        ("x: 1", "y" * 40, 2, 40),
    ],
)
def test_a_title_is_never_cut(post: Post, front: str, title: str, line: int, count: int) -> None:
    found = title_for(post(front=front, title=title), "wechat", 32, characters)

    assert found.text == ""
    assert found.problem is not None
    assert (found.problem.code, found.problem.line) == ("title-too-long", line)
    assert found.problem.message == f"The title has {count} characters; wechat takes 32."


def test_an_override_is_looked_up_in_the_argument_then_in_the_issue(post: Post) -> None:
    issue = post(front="pressrun: {x: {mode: full}, y: 3}")

    assert override(issue, "x", "mode", {"mode": "digest"}) == "digest"
    assert override(issue, "x", "mode", {"other": 1}) == "full"
    assert override(issue, "y", "mode") is None
    assert override(issue, "z", "mode") is None


STORIES = """\
# Research

## Chips learn to read

They do it slowly.

## Robots walk

- Step one
- Step two

# Links

A word:

- [One](https://a.test): text
- [Two](https://b.test)
- [Three](https://c.test)

## Only a picture

## A quiet week

Nothing happened.
"""


def test_stories_are_headings_over_prose_or_plain_lists(post: Post) -> None:
    assert story_headings(post(STORIES)) == ("Chips learn to read", "Robots walk", "A quiet week")


def test_much_prose_makes_a_story_of_a_list_of_links(post: Post) -> None:
    body = f"# Links\n\n{'Long prose. ' * 6}\n\n- [a](https://a.test)\n- [b](https://b.test)\n"

    assert story_headings(post(body)) == ("Links",)


def test_a_section_for_another_channel_is_no_story_of_this_one(post: Post) -> None:
    issue = post("<!-- only: wechat -->\n## Ours\n\nText\n<!-- /only -->\n\n## All\n\nText\n")

    assert story_headings(issue, "wechat") == ("Ours", "All")
    assert story_headings(issue, "x") == ("All",)


@pytest.mark.parametrize(
    ("front", "body", "expected"),
    [
        ("pressrun: {x: {hook: Mine!}}\ndescription: D", "P.\n", Teaser("Mine!", "override")),
        ("description: D\nsummary: S", "P.\n", Teaser("D", "description")),
        ("excerpt: E", "P.\n", Teaser("E", "excerpt")),
        ("a: 1", "One.\n\nTwo.\n\n<!--more-->\n\nThree.\n", Teaser("One. Two.", "fold")),
        ("a: 1", "One. Two.\n\n# H\n\nThree.\n", Teaser("One. Two.", "opening")),
        ("a: 1", "# A title\n\nOne.\n\n# H\n\nTwo.\n", Teaser("One.", "opening")),
        ("a: 1", "第一句。\n\n第二句。\n\n# H\n\nTwo.\n", Teaser("第一句。第二句。", "opening")),
        ("a: 1", "# Chips\n\nText.\n\n# Robots\n\nText.\n", Teaser("Chips · Robots", "headings")),
        ("lang: zh", "# 芯片\n\n文。\n\n# 机器人\n\n文。\n", Teaser("芯片；机器人", "headings")),
        ("a: 1", "- [a](https://a.test)\n", Teaser("A title", "title")),
    ],
)
def test_the_teaser_is_the_first_source_there_is(
    post: Post, front: str, body: str, expected: Teaser
) -> None:
    assert teaser(post(body, front), 120, characters, channel="x") == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (31, Teaser("A first one. A second sentence.", "opening")),
        (30, Teaser("A first one.", "opening")),
        (11, Teaser("Head", "headings")),
        (3, Teaser("", "none")),
    ],
)
def test_a_teaser_takes_whole_sentences_and_never_cuts_one(
    post: Post, limit: int, expected: Teaser
) -> None:
    issue = post("A first one. A second sentence.\n\n# Head\n\nText.\n")

    assert teaser(issue, limit, characters) == expected


def test_the_authors_own_words_are_kept_as_they_stand_or_by_whole_sentences(post: Post) -> None:
    issue = post(front="pressrun:\n  x:\n    hook: |\n      Line one.\n\n      Line two.")

    assert teaser(issue, 99, characters, channel="x").text == "Line one.\n\nLine two."
    assert teaser(issue, 10, characters, channel="x") == Teaser("Line one.", "override")
    assert teaser(issue, 99, characters, overrides={"digest": "D"}) == Teaser("D", "override")


def test_a_lead_in_does_not_end_a_teaser(post: Post) -> None:
    issue = post("News of the week. These stood out:\n\n- chips\n\n# Head\n\nText.\n")

    assert teaser(issue, 120, characters) == Teaser("News of the week.", "opening")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("一句。 #笔记 #work/flow\n\n# H\n\nText.\n", "一句。"),
        ("One sentence. #notes\n\n# H\n\nText.\n", "One sentence."),
        ("#notes #work\n\nOne.\n\n# H\n\nText.\n", "One."),
        ("We are now at issue #12\n\n# H\n\nText.\n", "We are now at issue #12"),
    ],
)
def test_the_tags_behind_a_paragraph_are_not_in_its_teaser(
    post: Post, body: str, expected: str
) -> None:
    assert teaser(post(body), 120, characters) == Teaser(expected, "opening")


def test_a_headline_stands_in_when_the_whole_title_is_too_long(post: Post) -> None:
    issue = post("- [a](https://a.test)\n", title="Some long series 12: Money")

    assert teaser(issue, 10, characters) == Teaser("Money", "title")


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("[AI, large models, open-source]", ("#AI", "#large_models", "#open_source")),
        ("[Blog, Substack, 微信公众号, X, '#AI']", ("#AI",)),
        ("[C++, '.NET', 'C#', 'R&D']", ("#cpp", "#dotnet", "#csharp")),
        ("['2025', '3D', a, A, '  ', '!?']", ("#3D", "#a")),
        ("大模型、芯片", ("#大模型", "#芯片")),
    ],
)
def test_tags_become_hashtags(post: Post, tags: str, expected: tuple[str, ...]) -> None:
    assert hashtags(post(front=f"tags: {tags}"), 3) == expected


def test_there_are_as_many_hashtags_as_the_channel_takes(post: Post) -> None:
    issue = post(front="tags: [a, b, c]")

    assert [len(hashtags(issue, count)) for count in (0, 2, 9)] == [0, 2, 3]


@pytest.fixture
def pictured(post: Post, tmp_path: Path) -> Post:
    picture(tmp_path / "small.png", (899, 500))
    picture(tmp_path / "tall.png", (1000, 900))
    picture(tmp_path / "wide.png", (2700, 1000))
    picture(tmp_path / "side.jpg", (1600, 900), orientation=6)
    picture(tmp_path / "turned.jpg", (900, 1600), orientation=6)
    picture(tmp_path / "good.png", (1200, 630))
    return post


@pytest.mark.parametrize(
    ("front", "body", "expected"),
    [
        ("pressrun: {x: {cover: small.png}}\ncover: good.png", "", "small.png"),
        ("cover: wide.png\nimage: good.png", "![](good.png)", "wide.png"),
        ("image: {path: tall.png}", "", "tall.png"),
        ("cover: {image: tall.png}", "", "tall.png"),
        ("images: [good.png, wide.png]", "", "good.png"),
        ("cover: none.png\nog_image: good.png", "", "good.png"),
        ("a: 1", "![](small.png)\n\n![](tall.png)\n\n![](wide.png)\n\n![](good.png)", "good.png"),
        ("a: 1", "![](side.jpg)\n\n![](turned.jpg)\n\n![](good.png)", "turned.jpg"),
        ("a: 1", "![](small.png)", None),
        ("a: 1", "![](absent.png)", None),
    ],
)
def test_the_cover_is_named_or_the_first_fitting_picture(
    pictured: Post, front: str, body: str, expected: str | None
) -> None:
    assert cover(pictured(body, front), channel="x") == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((900, 750), "a.png"),
        ((899, 700), None),
        ((900, 751), None),
        ((2600, 1000), "a.png"),
        ((2601, 1000), None),
    ],
)
def test_a_picture_fits_as_cover_by_width_and_ratio(
    post: Post, tmp_path: Path, size: tuple[int, int], expected: str | None
) -> None:
    picture(tmp_path / "a.png", size)

    assert cover(post("![](a.png)")) == expected


def test_a_cover_may_be_given_as_an_argument_when_the_issue_knows_the_picture(
    pictured: Post,
) -> None:
    issue = pictured("![](small.png)\n\n![](good.png)")

    assert cover(issue, channel="x", overrides={"cover": "small.png"}) == "small.png"
    assert cover(issue, channel="x", overrides={"cover": "unknown.png"}) == "good.png"


def test_the_template_words_follow_the_language() -> None:
    chinese, english = words("zh"), words("en")

    assert (chinese.full_issue, chinese.figure.format(n=3), chinese.joiner) == (
        "全文：",
        "〔图3〕",
        "；",
    )
    assert (english.full_issue, english.figure.format(n=3)) == ("Full issue: ", "[fig 3]")
    assert words("fr") == english
