from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from content.frontmatter import Broken, Parts, read
from content.meta import Keys, Meta, read_meta
from content.problems import Level, Problem

SHANGHAI = ZoneInfo("Asia/Shanghai")


def meta_of(yaml: str) -> Meta:
    return read_meta(read(f"---\n{yaml}\n---\n", file="a.md").keys, file="a.md", zone=SHANGHAI)[0]


def problems_of(yaml: str) -> tuple[Problem, ...]:
    return read_meta(read(f"---\n{yaml}\n---\n", file="a.md").keys, file="a.md", zone=SHANGHAI)[1]


def test_yaml_is_cut_from_the_body_with_the_line_of_every_key() -> None:
    source = "---\nlayout: post\n\n# a comment\ntitle: A\ntags:\n  - x\n---\n\nBody\n"

    parts = read(source, file="a.md")

    assert parts == Parts(
        Keys(
            values={"layout": "post", "title": "A", "tags": ["x"]},
            lines={"layout": 2, "title": 5, "tags": 6},
            raw={"layout": "post", "title": "A"},
        ),
        body="\nBody\n",
        first_line=9,
    )


def test_toml_is_read_with_the_lines_of_keys_and_tables() -> None:
    source = '+++\ntitle = "A"\ndate = 2025-09-22\n[pressrun.x]\nmode = "full"\n+++\nBody'

    parts = read(source, file="a.md")

    assert parts.keys.values == {
        "title": "A",
        "date": date(2025, 9, 22),
        "pressrun": {"x": {"mode": "full"}},
    }
    assert parts.keys.lines == {
        "title": 2,
        "date": 3,
        "pressrun": 4,
        "pressrun.x": 4,
        "pressrun.x.mode": 5,
    }
    assert (parts.body, parts.first_line) == ("Body", 7)


def test_keys_below_pressrun_have_lines_too() -> None:
    keys = read("---\npressrun:\n  id: a\n  x:\n    mode: full\n---\n", file="a.md").keys

    assert keys.lines == {"pressrun": 2, "pressrun.id": 3, "pressrun.x": 4, "pressrun.x.mode": 5}


def test_a_key_without_a_line_is_placed_at_the_key_above_it() -> None:
    meta = meta_of("title: A\npressrun: {x: {}}")

    assert (meta.line("pressrun.x.hook"), meta.line("absent")) == (3, 1)


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated() -> None:
    parts = read("\ufeff---\r\ntitle: A\r\n---\r\nOne\r\nTwo", file="a.md")

    assert (parts.keys.values, parts.body, parts.first_line) == ({"title": "A"}, "One\nTwo", 4)


@pytest.mark.parametrize(
    "source",
    ["# Title\n\nText", "---\n\nText after a rule", "---\nText\n\n- a list"],
    ids=["heading", "rule", "rule and text"],
)
def test_a_source_without_front_matter_is_all_body(source: str) -> None:
    assert read(source, file="a.md") == Parts(Keys(), source, 1)


def test_an_empty_front_matter_is_allowed() -> None:
    assert read("---\n---\nText", file="a.md") == Parts(Keys(), "Text", 3)


@pytest.mark.parametrize(
    ("source", "line", "message", "step"),
    [
        (
            "---\nlayout: post\ntitle: Weekly 13: on fire\n---\n",
            3,
            "not valid YAML: mapping values are not allowed",
            "Put the value in quotes: it holds a colon",
        ),
        ('---\ntitle: "A\n---\n', 2, "unexpected end of stream", "Close the quotation mark"),
        ("---\ntitle: A\n\ttags: x\n---\n", 3, "tab character", "not tabs"),
        ("---\ntitle: {{ .Name }}\n---\n", 2, "unhashable key", "Put the value in quotes"),
        ("---\n- a\n---\n", 2, "holds no keys", "one `key: value` per line"),
        ("---\ntitle: A\n\nText", 1, "never closed with `---`", "Put a line `---`"),
        ("\n\n---\ntitle: A\n---\n", 3, "must begin on line 1", "Delete the empty lines"),
        ("+++\na = 1\ntitle = A\n+++\n", 3, "not valid TOML: Invalid value", "text in quotes"),
        ("+++\na = 1\na = 2\n+++\n", 3, "Cannot overwrite a value", "key = value"),
        ("---\na: &a [*a]\n---\n", 2, "unfold without end", ""),
    ],
)
def test_broken_front_matter_is_one_problem_with_its_line(
    source: str, line: int, message: str, step: str
) -> None:
    with pytest.raises(Broken) as caught:
        read(source, file="a.md")

    problem = caught.value.problem
    assert (problem.level, problem.code, problem.file) == (Level.ERROR, "front-matter", "a.md")
    assert problem.line == line
    assert message in problem.message
    assert step in problem.next


def test_aliases_that_unfold_without_end_are_refused_at_once() -> None:
    rows = ["l0: &l0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 9)]

    with pytest.raises(Broken, match="unfold without end"):
        read("\n".join(["---", *rows, "---", ""]), file="a.md")


def test_a_duplicate_key_is_warned_about_and_the_last_one_counts() -> None:
    parts = read("---\ntitle: A\nlang: en\ntitle: B\n---\n", file="a.md")

    assert parts.keys.values["title"] == "B"
    assert "\n".join(map(str, parts.problems)) == (
        "a.md:4: warning: `title` stands here and on line 2; this one counts."
        " Delete one of them. [duplicate-key]"
    )


def test_fields_have_types_and_unknown_keys_are_kept() -> None:
    meta = meta_of(
        "title: '  A: b '\ndate: 2025-09-22T08:00:00+08:00\ntags: [AI, 2025]\nlang: zh-CN\n"
        "giscus_comments: true\npressrun: {id: w1, release: 2025-09-22 09:00}"
    )

    assert (meta.title, meta.tags, meta.lang, meta.draft) == (
        "A: b",
        ("AI", "2025"),
        "zh-CN",
        False,
    )
    assert meta.date == datetime(2025, 9, 22, 8, tzinfo=timezone(timedelta(hours=8)))
    assert meta.release == datetime(2025, 9, 22, 9, tzinfo=SHANGHAI)
    assert meta.own["id"] == "w1"
    assert meta.values["giscus_comments"] is True


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-09-22", datetime(2025, 9, 22, tzinfo=SHANGHAI)),
        ("2025-9-2", datetime(2025, 9, 2, tzinfo=SHANGHAI)),
        ("2025/09/22 08:30", datetime(2025, 9, 22, 8, 30, tzinfo=SHANGHAI)),
        ("2025-09-22 08:30:15", datetime(2025, 9, 22, 8, 30, 15, tzinfo=SHANGHAI)),
        ("2025-09-22 08:30:15 +0000", datetime(2025, 9, 22, 8, 30, 15, tzinfo=UTC)),
        ("2025-09-22T08:30:15Z", datetime(2025, 9, 22, 8, 30, 15, tzinfo=UTC)),
        ("2025-09-22 08:30 UTC", datetime(2025, 9, 22, 8, 30, tzinfo=UTC)),
        ("2025-09-22 08:30:00 -03:30", datetime(2025, 9, 22, 12, tzinfo=UTC)),
        ("'2025-09-22 08:30 America/New_York'", datetime(2025, 9, 22, 12, 30, tzinfo=UTC)),
    ],
)
def test_dates_are_aware_and_naive_ones_get_the_zone_of_the_site(
    written: str, expected: datetime
) -> None:
    meta = meta_of(f"date: {written}")

    assert meta.date == expected
    assert meta.date is not None
    assert meta.date.tzinfo is not None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[AI, 'large models']", ("AI", "large models")),
        ("AI LLM", ("AI", "LLM")),
        ("AI, large models", ("AI", "large models")),
        ("大模型，芯片、机器人", ("大模型", "芯片", "机器人")),
        ("", ()),
        ("2025", ("2025",)),
        ("[AI, null, ' ']", ("AI",)),
    ],
)
def test_tags_may_be_a_list_or_a_line_of_words(written: str, expected: tuple[str, ...]) -> None:
    assert meta_of(f"tags: {written}").tags == expected


@pytest.mark.parametrize("written", ["draft: true", "published: false", "draft: 'yes'"])
def test_drafts_are_known_by_either_key(written: str) -> None:
    assert meta_of(written).draft


def test_a_title_that_yaml_takes_for_a_number_keeps_its_spelling() -> None:
    assert meta_of("title: 12:30").title == "12:30"


@pytest.mark.parametrize(
    ("yaml", "line", "message"),
    [
        ("lang: en\ntitle: [a]", 3, "`title` must be one line of text: ['a']"),
        ("date: 2025-02-30", 2, "`date` is not a date: 2025-02-30"),
        ("date: next Monday", 2, "`date` is not a date: next Monday"),
        ("draft: soon", 2, "`draft` must be true or false: soon"),
        ("tags: {a: b}", 2, "`tags` must be a list of words: {'a': 'b'}"),
        ("pressrun: yes please", 2, "`pressrun` must hold keys: yes please"),
        ("pressrun:\n  release: late", 3, "`pressrun.release` is not a date: late"),
    ],
)
def test_a_value_of_a_wrong_type_is_a_problem_at_its_line(
    yaml: str, line: int, message: str
) -> None:
    problems = problems_of(yaml)

    assert [(p.level, p.code, p.line, p.message) for p in problems] == [
        (Level.ERROR, "front-matter-type", line, message)
    ]
    assert problems[0].next


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("categories: AI chips", ("AI", "chips")),
        ("category: AI chips", ("AI chips",)),
        ("a: 1", ()),
    ],
)
def test_categories_are_words_but_a_category_is_one(yaml: str, expected: tuple[str, ...]) -> None:
    assert meta_of(yaml).categories == expected
