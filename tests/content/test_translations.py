"""Translations that lie side by side are found by name, by folder and by what they say."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from content.choices import as_version, version
from content.issue import Issue, load_issue
from content.neighbours import neighbours
from content.site import Site
from content.translations import family, is_translation, language_told, translation

CHINESE = """\
---
title: 周刊 12：机器人
{front}---
这一期讲机器人怎样学会让路，也讲它们为什么总在门口停下来。
"""
ENGLISH = "---\ntitle: 'Weekly 12: Robots'\n{front}---\nHow robots learn to yield at doors.\n"


def lay_out(root: Path, name: str, text: str, front: str = "") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.format(front=front), "utf-8")
    return path


@pytest.mark.parametrize(
    ("own", "other", "front"),
    [
        ("issue.zh.md", "issue.en.md", ""),
        ("issue.md", "issue.en.md", ""),
        ("issue.md", "issue.en-GB.md", ""),
        ("issue.zh.md", "issue.md", "lang: en\n"),
        ("content/posts/12/index.md", "content/posts/12/index.en.md", ""),
        ("content/posts/12/index.zh.md", "content/posts/12/index.en.md", ""),
        ("content/zh/posts/12.md", "content/en/posts/12.md", ""),
        ("content/posts/12.md", "content/en/posts/12.md", ""),
        ("content.zh/posts/12.md", "content.en/posts/12.md", ""),
        ("zh/_posts/2026-11-23-a.md", "en/_posts/2026-11-23-a.md", ""),
        ("_posts/zh/2026-11-23-a.md", "_posts/en/2026-11-23-a.md", ""),
        ("_posts/2026-11-23-a.md", "_posts/en/2026-11-23-a.md", ""),
        ("_posts/zh-CN/2026-11-23-a.md", "_posts/2026-11-23-a.md", "lang: en\n"),
    ],
)
def test_a_translation_is_found_beside_the_issue(
    tmp_path: Path, own: str, other: str, front: str
) -> None:
    mine = lay_out(tmp_path, own, CHINESE)
    its = lay_out(tmp_path, other, ENGLISH, front)

    assert translation(load_issue(mine, Site(tmp_path)), "en") == its


@pytest.mark.parametrize(
    ("other", "front"),
    [
        ("issue.md", ""),  # it does not say that it is English
        ("issue.en.txt", ""),
        ("other.en.md", ""),
        ("issue.ja.md", ""),
    ],
)
def test_what_is_no_translation_is_not_taken(tmp_path: Path, other: str, front: str) -> None:
    mine = lay_out(tmp_path, "issue.zh.md", CHINESE)
    lay_out(tmp_path, other, ENGLISH, front)

    assert translation(load_issue(mine, Site(tmp_path)), "en") is None


def test_posts_of_other_names_are_kin_by_their_translation_key(tmp_path: Path) -> None:
    mine = lay_out(tmp_path, "_posts/2026-11-23-jiqiren.md", CHINESE, "ref: robots\n")
    its = lay_out(tmp_path, "_posts/2026-11-23-robots.md", ENGLISH, "ref: robots\nlang: en\n")
    lay_out(tmp_path, "_posts/2026-11-16-chips.md", ENGLISH, "ref: chips\nlang: en\n")

    assert translation(load_issue(mine, Site(tmp_path)), "en") == its


@pytest.mark.parametrize(
    ("tag", "found"),
    [("zh-Hans-CN", "zh"), ("en_US", "en"), ("中文", "zh"), ("cn", "zh"), ("md", ""), ("", "")],
)
def test_a_language_goes_by_its_family(tag: str, found: str) -> None:
    assert family(tag) == found


def test_a_path_tells_its_language_by_name_before_folder() -> None:
    assert language_told(PurePosixPath("content/zh/a.en.md")) == "en"
    assert language_told(PurePosixPath("posts/v1.2.md")) == ""
    assert is_translation(PurePosixPath("en/a.md"), PurePosixPath("zh/a.md"))
    assert not is_translation(PurePosixPath("en/a.md"), PurePosixPath("zh/b.md"))


# --- what a channel shows -----------------------------------------------------------------------


def two(root: Path, told: str = "en", front: str = "") -> Issue:
    path = lay_out(root, "issue.zh.md", CHINESE, front)
    site = Site(root, url="https://b.test", permalink="/:title/", choices={"x": {"lang": told}})
    return load_issue(path, site)


def test_a_channel_that_is_told_a_language_shows_that_translation(tmp_path: Path) -> None:
    its = lay_out(tmp_path, "issue.en.md", ENGLISH, "pressrun: {x: {title: Its own}}\n")
    issue = two(tmp_path, front="pressrun: {x: {title: Mine, hook: Mine too}}\n")

    path, problems = version(issue, "x")
    shown = as_version(load_issue(its, issue.site), issue, "x")

    assert (path, problems) == (its, ())
    assert (shown.key, shown.language) == ("issue.zh.md", "en")
    assert shown.canonical_url == "https://b.test/issue.en/"
    assert shown.meta.own["x"] == {"title": "Its own", "hook": "Mine too"}


def test_a_channel_shows_the_issue_itself_in_its_own_language(tmp_path: Path) -> None:
    lay_out(tmp_path, "issue.en.md", ENGLISH)

    assert version(two(tmp_path, "zh"), "x") == (None, ())
    assert version(two(tmp_path), "telegram") == (None, ())


def test_an_own_language_wins_over_that_of_the_settings(tmp_path: Path) -> None:
    lay_out(tmp_path, "issue.en.md", ENGLISH)

    assert version(two(tmp_path, front="pressrun: {x: {lang: zh}}\n"), "x") == (None, ())


def test_a_translation_that_is_missing_is_an_error_with_a_name_to_write(tmp_path: Path) -> None:
    issue = two(tmp_path, "zh", "pressrun:\n  x:\n    lang: en\n")

    path, (problem,) = version(issue, "x")

    assert (path, problem.code, problem.line) == (None, "no-translation", 5)
    assert problem.next == "Write `issue.en.md` beside it, or delete `x.lang`."


def test_what_is_no_language_is_an_error(tmp_path: Path) -> None:
    issue = two(tmp_path, "zh", "pressrun: {x: {lang: klingon}}\n")

    assert [p.message for p in version(issue, "x")[1]] == ["`klingon` is no language."]


def test_a_translation_is_no_neighbour(tmp_path: Path) -> None:
    lay_out(tmp_path, "issue.en.md", ENGLISH)
    before = lay_out(tmp_path, "before.zh.md", CHINESE)
    lay_out(tmp_path, "before.en.md", ENGLISH)

    assert [post.path for post in neighbours(two(tmp_path))] == [before]
