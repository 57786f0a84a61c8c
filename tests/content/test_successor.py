"""The next issue as a value: numbers, names and keys."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from content import frontmatter
from content.numbers import next_title, number_of
from content.rewriting import DROP, rewritten
from content.successor import Previous, successor

ZONE = ZoneInfo("Asia/Shanghai")
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("周刊 12", 12),
        ("周刊12", 12),
        ("科技爱好者周刊（第 373 期）：AI 与人", 373),
        ("AI Weekly #12", 12),
        ("AI Weekly #12: Chips", 12),
        ("Vol. 3, No. 7", 7),
        ("Vol. 3", 3),
        ("Issue 7: 3 robots", 7),
        ("LeadNews 12: Chips", 12),
        ("12: Chips", 12),
        ("Letter 007", 7),
        ("The year 2026", None),
        ("Top 10 tools", None),
        ("Robots", None),
        ("", None),
    ],
)
def test_the_number_of_a_title(title: str, number: int | None) -> None:
    assert number_of(title) == number


@pytest.mark.parametrize(
    ("title", "headline", "following"),
    [
        ("周刊 12", "", "周刊 13"),
        ("周刊 12", "机器人", "周刊 13：机器人"),
        ("周刊（第 9 期）：AI 与人", "", "周刊（第 10 期）："),
        ("周刊（第 9 期）：AI 与人", "机器人", "周刊（第 10 期）：机器人"),
        ("AI Weekly #12", "Chips", "AI Weekly #13: Chips"),
        ("Vol. 3, No. 7", "", "Vol. 3, No. 8"),
        ("Letter 099 | Chips", "Robots", "Letter 100 | Robots"),
        ("LeadNews 12: Chips", "LeadNews 13: Robots", "LeadNews 13: Robots"),
        ("LeadNews 12:", "Chips", "LeadNews 13: Chips"),
        ("周刊 12：", "机器人", "周刊 13：机器人"),
        ("Chips", "Robots", "Robots"),
    ],
)
def test_the_next_title_has_one_number_more(title: str, headline: str, following: str) -> None:
    assert next_title(title, headline) == following


@given(
    before=st.sampled_from(["周刊 ", "Weekly #", "AI No. ", "第 "]),
    number=st.integers(1, 1800),
    behind=st.sampled_from(["", ": Chips", " | Chips"]),
    headline=st.sampled_from(["", "Robots", "机器人"]),
)
def test_any_number_of_steps_counts_on(
    before: str, number: int, behind: str, headline: str
) -> None:
    title = f"{before}{number}{' 期' if before == '第 ' else ''}{behind}"
    assume(number_of(title) == number)

    numbers = [number_of(title := next_title(title, headline)) for _ in range(3)]

    assert numbers == [number + 1, number + 2, number + 3]


def follow(path: str, text: str, day: date | None = date(2026, 11, 23), pictures: str = "",
           headline: str = "") -> tuple[str, str, str]:  # fmt: skip
    previous = Previous(PurePosixPath(path), text, day, ZONE, pictures)
    made = successor(previous, day + WEEK if day else None, headline)
    return str(made.path), made.text, made.pictures


TEXT = "---\ntitle: Weekly 12\n---\nText.\n"


@pytest.mark.parametrize(
    ("path", "following"),
    [
        ("_posts/2026-11-23-weekly-12.md", "_posts/2026-11-30-weekly-13.md"),
        ("_posts/2026-11-23-weekly-12-chips.md", "_posts/2026-11-30-weekly-13.md"),
        ("_posts/2026-11-23-chips.md", "_posts/2026-11-30-issue-13.md"),
        ("posts/2026/11/weekly-12.md", "posts/2026/11/weekly-13.md"),
        ("content/weekly/12/index.md", "content/weekly/13/index.md"),
        ("content/weekly/2026-11-23/index.zh.md", "content/weekly/2026-11-30/index.zh.md"),
        ("weekly_20261123.md", "weekly_20261130.md"),
        ("012.md", "013.md"),
        ("v12/weekly-12.md", "v12/weekly-13.md"),
        ("_posts/2026-11-23-weekly-11-chips.md", "_posts/2026-11-30-weekly-13.md"),
    ],
)
def test_names_follow(path: str, following: str) -> None:
    assert follow(path, TEXT)[0] == following


@pytest.mark.parametrize(
    ("path", "pictures", "following"),
    [
        ("_posts/2026-11-23-weekly-12.md", "assets/img/2026-11-23-weekly-12",
         "assets/img/2026-11-30-weekly-13"),
        ("_posts/2026-11-23-weekly-12.md", "img/weekly-12", "img/weekly-13"),
        ("_posts/2026-11-23-weekly-12.md", "img/12", "img/13"),
        ("_posts/2026-11-23-weekly-12.md", "img", ""),
        ("source/_posts/weekly-12.md", "source/_posts/weekly-12", "source/_posts/weekly-13"),
        ("content/w/12/index.md", "content/w/12/images", "content/w/13/images"),
    ],
)  # fmt: skip
def test_the_folder_of_pictures_follows(path: str, pictures: str, following: str) -> None:
    assert follow(path, TEXT, pictures=pictures)[2] == following


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("date: 2026-11-23", "date: 2026-11-30"),
        ("date: 2026/11/23 08:00", "date: 2026/11/30 08:00"),
        ("date: '2026-11-23T08:00:00+08:00' # mine", "date: '2026-11-30T08:00:00+08:00' # mine"),
        ("slug: weekly-12", "slug: weekly-13"),
        ("slug: chips", ""),
        ("permalink: /w/12/", "permalink: /w/13/"),
        ("permalink: /:year/:title/", "permalink: /:year/:title/"),
        ("permalink: /chips/", ""),
        ("canonical_url: https://b.test/12/", ""),
        ("aliases:\n  - /old/\n  - /older/", ""),
        ("number: 12", "number: 13"),
        ("number: 11", "number: 11"),
        ("description: 'Chips.'", "description: ''"),
        ("summary: |\n  One.\n\n  Two.", 'summary: ""'),
        ("cover: chips.png", 'cover: ""'),
        ("cover: /img/weekly-12/a.png", 'cover: ""'),
        ("cover: /img/logo.png", "cover: /img/logo.png"),
        ("cover:\n  image: a.png\n  hidden: true", 'cover:\n  image: ""\n  hidden: true'),
        ("tags: [a, b]", "tags: [a, b]"),
        ("draft: true", "draft: true"),
        ("pressrun: {id: w-12, x: {hook: A, mode: full}}", "pressrun: {id: w-13, x: {mode: full}}"),
        ("pressrun: {x: {mode: full, hook: A}}", "pressrun: {x: {mode: full}}"),
        ("# a note\nlayout: post", "# a note\nlayout: post"),
    ],
)
def test_a_key_follows_in_its_own_style(line: str, following: str) -> None:
    _, text, _ = follow("weekly-12.md", f"---\ntitle: Weekly 12\n{line}\nauthor: A\n---\nText.\n")

    kept = f"{following}\n" if following else ""
    assert text == f"---\ntitle: Weekly 13\n{kept}author: A\n---\n\n"


def test_a_title_with_a_colon_is_quoted_where_it_must_be() -> None:
    _, text, _ = follow("weekly-12.md", TEXT, headline="it's: a 'test'")

    keys = frontmatter.read(text, file="x").keys.values
    assert keys == {"title": "Weekly 13: it's: a 'test'"}


def test_line_ends_and_a_heading_as_title_stay() -> None:
    assert follow("weekly-12.md", "# Weekly 12\r\n\r\nText\r\n")[1] == "# Weekly 13\r\n\r\n"
    assert follow("w-12.md", "---\r\ntoc: no\r\n---\r\n# W 12\r\n")[1] == (
        "---\r\ntoc: no\r\n---\r\n\r\n# W 13\r\n\r\n"
    )


def test_what_stands_within_a_key_that_is_dropped_goes_with_it() -> None:
    text = "a:\n  b: 1\n  c: 2\nd: 3\n"

    assert rewritten(text, "---", lambda e: DROP if e.key == "a" else "45") == "d: 45\n"


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("title = 'Weekly 12' # mine", "title = 'Weekly 13' # mine"),
        ('title = """\nWeekly 12"""', 'title = "Weekly 13"'),
        ("title = 'Weekly 12'\nimages = [\n  'a.png',\n]", "title = 'Weekly 13'"),
        ("title = 'Weekly 12'\nlead = '''\n# no\nb = 1'''", "title = 'Weekly 13'\nlead = \"\""),
        ("title = 'W 12'\n[pressrun]\nid = 'w-12'", "title = 'W 13'\n[pressrun]\nid = 'w-13'"),
    ],
)
def test_a_key_of_toml_follows_in_its_own_style(line: str, following: str) -> None:
    _, text, _ = follow("weekly-12.md", f"+++\n{line}\n+++\nText.\n")

    assert text == f"+++\n{following}\n+++\n\n"


KEYS = st.dictionaries(
    st.from_regex(r"[a-z]{1,6}", fullmatch=True),
    st.one_of(st.text(st.characters(exclude_categories=["C"]), max_size=20), st.integers(),
              st.booleans(), st.lists(st.text("ab: #'\"", max_size=5), max_size=3)),
    min_size=1, max_size=6,
)  # fmt: skip
YAML_STYLES = st.sampled_from([None, "'", '"', "|", ">"])


@given(
    values=KEYS, style=YAML_STYLES, flow=st.booleans(), new=st.text("abc:#'\"{}[]中 -", max_size=9)
)
def test_one_key_changes_and_the_others_stay(
    values: dict[str, object],
    style: str | None,
    flow: object,
    new: str,
) -> None:
    import yaml

    text = yaml.safe_dump(
        values,
        allow_unicode=True,
        default_style=style,
        default_flow_style=bool(flow),
        sort_keys=False,
    )
    first = next(key for key in values)
    scalar = isinstance(values[first], str)
    assume(yaml.safe_load(text) == values)

    changed = rewritten(text, "---", lambda e: new if e.key == first and scalar else None)
    dropped = rewritten(text, "---", lambda e: DROP if e.key == first else None)

    assert yaml.safe_load(changed) == ({**values, first: new} if scalar else values)
    assert (yaml.safe_load(dropped) or {}) == {k: v for k, v in values.items() if k != first}


@pytest.mark.parametrize(
    ("title", "name", "following"),
    [
        (
            "栖港技术笔记 42：机器人",
            "2026-11-23-qigang-notes-41-robots",
            "2026-11-30-qigang-notes-43",
        ),
        ("周刊 42：机器人", "2026-11-23-notes-30-robots", "2026-11-30-issue-43"),
        ("周刊 4：机器人", "2026-11-23-top-3-robots", "2026-11-30-issue-5"),
    ],
)
def test_a_number_that_was_copied_from_the_issue_before_is_put_right(
    title: str, name: str, following: str
) -> None:
    text = f"---\ntitle: {title}\n---\n"
    before = Previous(PurePosixPath(f"_posts/{name}.md"), text, date(2026, 11, 23), ZONE)

    assert successor(before, date(2026, 11, 30)).path.stem == following
