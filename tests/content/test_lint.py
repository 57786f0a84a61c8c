from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.issue import Issue, load_issue
from content.lint import lint
from content.neighbours import neighbours
from content.problems import Level, Problem
from content.site import Site

Post = Callable[..., Issue]
FILLED = "This body is long enough to pass for a newsletter. " * 5


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Writes a post into `_posts` and loads it; the site's address is known."""

    def post(body: str = FILLED, front: str = "", name: str = "2025-09-22-a.md") -> Issue:
        path = tmp_path / "_posts" / name
        path.parent.mkdir(exist_ok=True)
        keys = front if "title:" in front else f"title: A\n{front}"
        path.write_text(f"---\n{keys.rstrip()}\n---\n{body}\n", encoding="utf-8")
        return load_issue(path, Site(tmp_path, "jekyll", "https://b.test", permalink="/:title/"))

    return post


def found(issue: Issue, **given: object) -> list[tuple[str, int]]:
    return [(p.code, p.line) for p in lint(issue, **given)]  # type: ignore[arg-type]


def text_codes(issue: Issue) -> list[tuple[str, int]]:
    return [pair for pair in found(issue) if pair[0] != "short-body"]


def test_a_sound_issue_has_no_findings(post: Post) -> None:
    issue = post(FILLED, "date: 2025-09-22 08:00\ntags: [AI]")

    assert lint(issue, neighbours=neighbours(issue), now=datetime(2025, 10, 1, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    ("body", "level", "code"),
    [
        ("", Level.ERROR, "empty-body"),
        ("<!-- nothing yet -->\n\n---\n", Level.ERROR, "empty-body"),
        ("Coming soon.", Level.ERROR, "short-body"),
        ("A body that is a little longer than nothing at all.", Level.WARNING, "short-body"),
        ("正文太短。", Level.ERROR, "short-body"),
        ("这个正文比什么都没有要长一点，但对于一期周报还是太短。", Level.WARNING, "short-body"),
    ],
)
def test_an_empty_or_short_body_is_found(post: Post, body: str, level: Level, code: str) -> None:
    assert [(p.level, p.code) for p in lint(post(body))] == [(level, code)]


@pytest.mark.parametrize(
    "title",
    ["'Chip News 13: '", "芯片周报 13：", "'Chip News #13 -'", "'News:'", "第 13 期：", "News —"],
)
def test_a_title_without_its_headline_is_an_error(post: Post, title: str) -> None:
    (problem,) = lint(post(front=f"lang: en\ntitle: {title}"))

    assert (problem.level, problem.code, problem.line) == (Level.ERROR, "dangling-title", 3)


def test_a_number_at_the_end_dangles_where_the_series_has_headlines(post: Post) -> None:
    post(front="title: 'Chip News 12: Money'", name="2025-09-15-chip-news-12.md")
    issue = post(front="title: Chip News 13", name="2025-09-22-chip-news-13.md")

    assert found(issue) == []
    assert found(issue, neighbours=neighbours(issue)) == [("dangling-title", 2)]


@pytest.mark.parametrize(
    ("title", "slug", "codes"),
    [
        ("Chip News 2: Money", "chip-news-1-money", ["slug-number"]),
        ("Chip News 2: Money", "chip-news-2-money", []),
        ("Chip News 2: Money", "chip-news-money", []),
        ("Chip News 2: GPT 5", "chip-news-gpt-5", []),
        ("Chip News 2: GPT 5", "chip-news-1-gpt-5", ["slug-number"]),
    ],
)
def test_the_number_in_the_slug_is_that_of_the_title(
    post: Post, title: str, slug: str, codes: list[str]
) -> None:
    issue = post(front=f"title: '{title}'", name=f"2025-09-22-{slug}.md")

    assert [problem.code for problem in lint(issue)] == codes


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (3, []),
        (5, [("number-gap", "Number 5 follows number 2.", "Write 3, if none is missing.")]),
        (
            2,
            [
                (
                    "number-taken",
                    "Number 2 is also `2025-09-15-chip-two.md`.",
                    "Give this one number 3.",
                )
            ],
        ),
    ],
)
def test_the_number_follows_the_issue_before(
    post: Post, number: int, expected: list[tuple[str, str, str]]
) -> None:
    post(front="title: 'Chip News 1: A'", name="2025-09-08-chip-one.md")
    post(front="title: 'Chip News 2: B'", name="2025-09-15-chip-two.md")
    post(front="title: 'Other News 70: B'", name="2025-09-16-other.md")
    post(front="title: 'Chip News 9: later'", name="2025-12-15-chip-later.md")
    issue = post(front=f"title: 'Chip News {number}: C'", name="2025-09-22-chip-new.md")

    problems = lint(issue, neighbours=neighbours(issue))

    assert [(p.code, p.message, p.next) for p in problems] == expected


def test_neighbours_are_read_by_their_first_lines_in_either_format(tmp_path: Path) -> None:
    posts = tmp_path / "content" / "posts"
    for name, text in {
        "one": "+++\ntitle = 'Chip News 1: A'\ndate = 2025-09-01\n+++\n",
        "two": '---\r\ntitle: "Chip News 2: B" # note\r\ndate: 2025-09-08 08:00 +0800\r\n---\r\n',
        "none": "no front matter\n",
        "untitled": "---\ndate: 2025-09-02\n---\n",
        "own": "---\ntitle: 'Chip News 3: C'\ndate: 2025-09-15\n---\nText",
    }.items():
        (posts / name).mkdir(parents=True)
        (posts / name / "index.md").write_bytes(text.encode())

    beside = neighbours(load_issue(posts / "own/index.md", Site(tmp_path, "hugo")))

    assert [(n.title, n.slug, n.date) for n in beside] == [
        ("Chip News 1: A", "one", datetime(2025, 9, 1, tzinfo=UTC)),
        ("Chip News 2: B", "two", datetime(2025, 9, 8, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("slug", "cut"),
    [
        ("chip-news-2-who-pays-for-all-the-power-of-ai-models", False),
        ("chip-news-2-who-pays-for-all-the-power-of-ai-mode1", True),
        ("chip-news-2-who-pays-for-all-the-power-and-the", True),
        ("chip-news-2-who-pays-for-all-the-power-of-t", True),
        ("vitamin-c", False),
    ],
)
def test_a_slug_that_looks_cut_is_found(post: Post, slug: str, cut: bool) -> None:  # noqa: FBT001
    issue = post(front="title: 'Chip News 2: Who'", name=f"2025-09-22-{slug}.md")

    assert ("slug-cut" in [p.code for p in lint(issue)]) is cut


def test_tags_that_name_channels_are_one_error(post: Post) -> None:
    (problem,) = lint(post(front="tags:\n  - Blog\n  - AI\n  - 微信公众号"))

    assert (problem.level, problem.code, problem.line) == (Level.ERROR, "channel-tag", 3)
    assert problem.message == "Tags that name a channel, not a topic: Blog, 微信公众号."


@pytest.mark.parametrize(
    ("release", "codes"),
    [
        ("2025-09-22 08:00", []),
        ("2025-09-22 16:00 +0800", []),
        ("2025-09-22 09:00", ["release-differs"]),
        ("2025-09-22 07:00", ["release-before-date"]),
    ],
)
def test_release_and_date_are_compared(post: Post, release: str, codes: list[str]) -> None:
    issue = post(front=f"date: 2025-09-22 08:00\nrelease: {release}")

    assert [problem.code for problem in lint(issue)] == codes


@pytest.mark.parametrize(
    ("date", "codes"),
    [
        ("2025-09-22 23:59", []),
        ("2025-09-23 07:00 +0800", []),
        ("2025-09-22 07:00 +0800", []),
        ("2025-09-24", ["name-date"]),
    ],
)
def test_the_day_of_the_file_name_is_that_of_the_date(
    post: Post, date: str, codes: list[str]
) -> None:
    assert [problem.code for problem in lint(post(front=f"date: {date}"))] == codes


def test_the_title_is_read_like_a_line_of_the_text(post: Post) -> None:
    issue = post(front="title: 'Claude.ai gets **faster'")

    assert found(issue) == [("accidental-domain", 2), ("literal-markup", 2)]


def test_posts_of_other_years_and_languages_are_known_apart(tmp_path: Path) -> None:
    posts = tmp_path / "_posts"
    for name in ("2024/2024-12-30-news-1.md", "2025/2025-01-06-news-2.md"):
        (posts / name).parent.mkdir(parents=True, exist_ok=True)
        (posts / name).write_text(f"---\ntitle: 'News {name[-4]}: x'\n---\nText", encoding="utf-8")
    pages = tmp_path / "content"
    pages.mkdir()
    for name in ("a.md", "b.md", "b.zh.md"):
        (pages / name).write_text("---\ntitle: 'News 2: x'\n---\nText", encoding="utf-8")
    hugo = Site(tmp_path, "hugo", languages=("en", "zh"))

    jekyll_post = load_issue(posts / "2025/2025-01-06-news-2.md", Site(tmp_path, "jekyll"))
    hugo_post = load_issue(pages / "b.md", hugo)

    assert [n.slug for n in neighbours(jekyll_post)] == ["news-1"]
    assert [n.path.name for n in neighbours(hugo_post)] == ["a.md"]


def test_a_date_still_to_come_is_found_only_with_a_clock(post: Post) -> None:
    issue = post(front="date: 2025-09-22 08:00")

    assert found(issue) == []
    assert found(issue, now=datetime(2025, 9, 22, 7, 59, tzinfo=UTC)) == [("future-date", 3)]
    assert found(issue, now=datetime(2025, 9, 22, 8, tzinfo=UTC)) == []


def test_pictures_without_alternative_text_are_one_row(post: Post) -> None:
    body = f"{FILLED}\n\n![](a.png)\n\n![said](b.png)\n\nText ![](c.png) here.\n"

    (problem,) = lint(post(body))

    assert (problem.level, problem.code, problem.line) == (Level.WARNING, "no-alt-text", 6)
    assert problem.message == "2 pictures have no alternative text (lines 6, 10)."


def test_a_single_picture_needs_no_list_of_lines(post: Post) -> None:
    (problem,) = lint(post(f"{FILLED}\n\n![](a.png)\n"))

    assert problem.message == "A picture has no alternative text."


def test_domains_that_x_would_link_are_found_but_links_are_not(post: Post) -> None:
    body = (
        f"{FILLED}\n\nRead README.md and Claude.ai.\n\n- Claude.ai again\n\n"
        "Links: [example.com](https://example.com/), <https://b.test>, [Node.js](https://c.test)\n"
    )

    problems = lint(post(body))

    assert [(p.code, p.line, p.message) for p in problems] == [
        ("accidental-domain", 6, "X makes a link of `README.md`."),
        ("accidental-domain", 6, "X makes a link of `Claude.ai` (also on 8)."),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# A\n\nx\n\n# B\n\nx\n\n# A\n\nx", [("title-repeated", 4), ("double-heading", 12)]),
        ("# One\n\nx\n\n# Two\n", [("bare-heading", 8)]),
        ("## One\n\n## Two\n\nx", [("bare-heading", 4)]),
        ("# One\n\n## Two\n\nx", []),
        ("## One\n\n# Two\n\nx", [("bare-heading", 4)]),
        ("#\n\nx", [("empty-heading", 4)]),
    ],
)
def test_headings_are_checked(post: Post, body: str, expected: list[tuple[str, int]]) -> None:
    assert text_codes(post(body)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Some **bold text", "literal-markup"),
        ("A tag {% that is open", "literal-markup"),
        ("Kept as `**code**` and `{% tag %}`", None),
        ("2 ** 3 is 8 and $x**y$", "literal-markup"),
        ("TODO", "placeholder"),
        ("TODO: write about chips", "placeholder"),
        ("The chips （待补） are small", "placeholder"),
        ("The chips are [TBD]", "placeholder"),
        ("My TODO app is done", None),
        ("他说（芯片很小", "unbalanced"),
        ("他说芯片很小）", "unbalanced"),
        ("He said (small", "unbalanced"),
        ("1) one :) and 他说（芯片「很小」）", None),
    ],
)
def test_lines_are_checked(post: Post, text: str, code: str | None) -> None:
    assert [name for name, _ in text_codes(post(text))] == ([code] if code else [])


def test_every_finding_has_a_file_a_line_and_a_next_step(post: Post) -> None:
    issue = post("TODO: **x\n", "title: 'News 2:'\ntags: [Blog]", "2025-09-22-news-1.md")

    problems = lint(issue)

    assert problems == tuple(sorted(problems, key=lambda p: p.line))
    assert {p.file for p in problems} == {str(issue.path)}
    assert all(p.next and isinstance(p, Problem) for p in problems)


def test_an_issue_without_an_address_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: A\n---\n{FILLED}", encoding="utf-8")

    assert found(load_issue(path)) == [("no-canonical-url", 0)]
