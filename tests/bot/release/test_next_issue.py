"""A cadence picks the issue of a slot by front matter, and says why when there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.release.cadence import Cadence
from bot.release.next_issue import Choice, next_issue, slot_of
from config.rules import rule
from config.site import detect
from content.issue import load_issue

SLOT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # Monday, 08:00 in Shanghai
WEEKLY = Cadence("weekly", rule("every monday at 08:00"), "Asia/Shanghai")
JEKYLL = {"_config.yml": "url: https://b.test\ntimezone: Asia/Shanghai\n"}
NONE = "no issue in _posts is dated after 2026-11-16 and up to 2026-11-23"


def lay_out(root: Path, posts: dict[str, str], others: dict[str, str] | None = None) -> Path:
    """A site whose posts have the front matter given; "" for a file with none."""
    for name, text in {**(JEKYLL if others is None else others), **posts}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        front = f"---\ntitle: T\n{text}\n---\n\nText.\n" if name in posts and text else text
        path.write_text(front, encoding="utf-8")
    return root


def choose(
    root: Path, *taken: str, cadence: Cadence = WEEKLY, slot: datetime = SLOT
) -> tuple[str | None, Choice]:
    choice = next_issue(detect(root), cadence, slot, frozenset(taken))
    return choice.path.relative_to(root).as_posix() if choice.path else None, choice


def test_the_issue_of_the_slots_day_is_picked(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "_posts/2026-11-16-weekly-13.md": "date: 2026-11-16 08:00",
            "_posts/2026-11-23-weekly-14.md": "date: 2026-11-23 08:00",
            "_posts/2026-11-30-weekly-15.md": "date: 2026-11-30 08:00",
        },
    )

    path, choice = choose(tmp_path, "_posts/2026-11-16-weekly-13.md")

    assert path == "_posts/2026-11-23-weekly-14.md"
    assert choice == Choice(
        tmp_path / "_posts/2026-11-23-weekly-14.md",
        "_posts/2026-11-23-weekly-14.md",
        "_posts/2026-11-23-weekly-14.md, dated 2026-11-23 08:00",
    )


@pytest.mark.parametrize(
    ("date", "picked"),
    [
        ("2026-11-16 23:59:59", False),  # the day of the slot before
        ("2026-11-17", True),
        ("2026-11-22 23:11:00", True),
        ("2026-11-23", True),
        ("2026-11-23 23:30:00", True),  # later than the slot, but on its day
        ("2026-11-24", False),
        ("2026-11-23T16:30:00Z", False),  # the 24th in Shanghai
        ("2026-11-16T16:00:00Z", True),  # the 17th
    ],
)
def test_a_slots_time_is_the_days_since_the_slot_before(
    tmp_path: Path, date: str, *, picked: bool
) -> None:
    lay_out(tmp_path, {"_posts/2020-01-01-a.md": f"date: {date}"})

    path, _ = choose(tmp_path)

    assert path == ("_posts/2020-01-01-a.md" if picked else None)


@pytest.mark.parametrize("key", ["pressrun: {release: 2026-11-23 08:00}", "release: 2026-11-23"])
def test_a_release_time_counts_before_the_date(tmp_path: Path, key: str) -> None:
    lay_out(
        tmp_path,
        {
            "_posts/2026-11-02-a.md": f"date: 2026-11-02\n{key}",
            "_posts/2026-11-23-b.md": "date: 2026-11-23\npressrun: {release: 2026-11-30 08:00}",
        },
    )

    path, choice = choose(tmp_path)

    assert (path, choice.passed) == ("_posts/2026-11-02-a.md", ())


def test_the_earliest_of_several_is_picked_and_the_others_are_named(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "_posts/2026-11-20-b.md": "date: 2026-11-20",
            "_posts/2026-11-19-a.md": "date: 2026-11-19",
            "_posts/2026-11-18-draft.md": "date: 2026-11-18\ndraft: true",
        },
    )

    path, choice = choose(tmp_path)

    assert path == "_posts/2026-11-19-a.md"
    assert choice.passed == (
        "_posts/2026-11-18-draft.md is a draft",
        "_posts/2026-11-20-b.md is for the same slot",
    )


def test_a_post_without_a_date_has_that_of_its_name(tmp_path: Path) -> None:
    lay_out(tmp_path, {"_posts/2026-11-23-a.md": "tags: [x]", "_posts/2026-11-16-b.md": ""})

    assert choose(tmp_path)[0] == "_posts/2026-11-23-a.md"


# --- what is passed over ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "front", "reason"),
    [
        ("_posts/2026-11-23-a.md", "draft: true", "is a draft"),
        ("_posts/2026-11-23-a.md", "published: false", "is a draft"),
        ("_posts/_drafts/2026-11-23-a.md", "x: 1", "is a draft"),
        (
            "_posts/2026-11-23-a.md",
            "tags: [x",
            "cannot be read: The front matter is not valid YAML: did not find expected ',' or ']'",
        ),
        ("_posts/a.md", "x: 1", "has no date"),
    ],
)
def test_what_is_passed_over_is_named_with_its_reason(
    tmp_path: Path, name: str, front: str, reason: str
) -> None:
    lay_out(tmp_path, {name: front})

    path, choice = choose(tmp_path)

    assert path is None
    assert choice.words == f"{NONE}; {name} {reason}"
    assert choice.passed == (f"{name} {reason}",)


def test_a_post_that_is_no_text_is_passed_over_by_the_day_of_its_name(tmp_path: Path) -> None:
    lay_out(tmp_path, {})
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts/2026-11-23-a.md").write_bytes(b"---\ntitle: \xff\n---\n")
    (tmp_path / "_posts/2026-11-02-b.md").write_bytes(b"---\ntitle: \xff\n---\n")

    _, choice = choose(tmp_path)

    assert choice.passed == ("_posts/2026-11-23-a.md cannot be read",)


@pytest.mark.parametrize("front", ["x: 1", "pressrun: {id: issue-14}", "pressrun: {id: 14}"])
def test_an_issue_is_taken_by_the_key_it_is_known_by(tmp_path: Path, front: str) -> None:
    name = "_posts/2026-11-23-a.md"
    lay_out(tmp_path, {name: front})
    key = load_issue(tmp_path / name).key

    _, free = choose(tmp_path)
    _, taken = choose(tmp_path, key)

    assert free.key == key
    assert taken == Choice(
        None, "", f"{NONE}; {name} has its release already", (f"{name} has its release already",)
    )


def test_a_translation_is_no_issue_of_its_own(tmp_path: Path) -> None:
    names = [f"_posts/2026-11-23-a{tag}.md" for tag in ("", ".en", ".ja")]
    lay_out(tmp_path, dict.fromkeys(names, "date: 2026-11-23"))

    assert choose(tmp_path)[1].passed == ()
    assert choose(tmp_path)[0] == names[0]
    assert [choose(tmp_path, name)[0] for name in names] == [None, None, None]


def test_many_that_are_passed_over_are_counted(tmp_path: Path) -> None:
    days = range(17, 22)
    lay_out(tmp_path, {f"_posts/2026-11-{day}-a.md": "draft: true" for day in days})

    _, choice = choose(tmp_path)

    assert choice.words.endswith("; _posts/2026-11-19-a.md is a draft; and 2 more")
    assert len(choice.passed) == 5


def test_only_posts_are_looked_at(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "_posts/2026-11-23-a.txt": "date: 2026-11-23",
            "_posts/.trash/2026-11-23-a.md": "date: 2026-11-23",
            "_posts/_index.md": "date: 2026-11-23",
            "pages/2026-11-23-a.md": "date: 2026-11-23",
        },
    )

    assert choose(tmp_path)[1] == Choice(None, "", NONE)


# --- other sites, other cadences --------------------------------------------------------------


def test_a_cadence_may_have_a_folder_of_its_own(tmp_path: Path) -> None:
    lay_out(tmp_path, {"_monthly/a.md": "date: 2026-11-23", "_posts/2026-11-23-b.md": "x: 1"})
    monthly = Cadence("m", WEEKLY.rule, WEEKLY.zone, posts="_monthly")
    absent = Cadence("m", WEEKLY.rule, WEEKLY.zone, posts="_gone")

    assert choose(tmp_path, cadence=monthly)[0] == "_monthly/a.md"
    assert choose(tmp_path, cadence=absent)[1].words == f"there is no folder {tmp_path / '_gone'}"


def test_hugo_bundles_and_toml_are_read_too(tmp_path: Path) -> None:
    bundle = "content/posts/a/index.md"
    lay_out(tmp_path, {bundle: ""}, {"hugo.toml": "baseURL = 'https://h.test'"})
    (tmp_path / bundle).write_text("+++\ntitle = 'T'\ndate = 2026-11-23\n+++\nText.\n")

    assert choose(tmp_path)[0] == bundle


def test_a_plain_folder_is_its_own_folder_of_posts(tmp_path: Path) -> None:
    lay_out(tmp_path, {"2026-11-22-a.md": "date: 2026-11-22", "notes.md": "x: 1"}, {".git/x": ""})

    assert choose(tmp_path)[0] == "2026-11-22-a.md"


def test_on_a_day_with_several_slots_each_has_its_own_hours(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "_posts/2026-11-23-early.md": "date: 2026-11-23 07:00",
            "_posts/2026-11-23-noon.md": "date: 2026-11-23 12:00",
            "_posts/2026-11-23-late.md": "date: 2026-11-23 22:00",
        },
    )
    twice = Cadence("twice", rule("cron 0 8,18 * * *"), "Asia/Shanghai")
    morning, evening = SLOT, SLOT.replace(hour=10)

    assert choose(tmp_path, cadence=twice, slot=morning)[0] == "_posts/2026-11-23-early.md"
    assert choose(tmp_path, cadence=twice, slot=evening)[0] == "_posts/2026-11-23-noon.md"
    assert choose(tmp_path, "_posts/2026-11-23-noon.md", cadence=twice, slot=evening)[0] == (
        "_posts/2026-11-23-late.md"
    )


@pytest.mark.parametrize(
    ("date", "now", "expected"),
    [
        ("2026-11-23 08:00", "2026-11-22", SLOT),
        ("2026-11-17 00:00", "2026-11-22", SLOT),  # the day after the slot before
        ("2026-11-16 09:00", "2026-11-22", None),  # belongs to the slot before, which is over
        ("2026-11-23 23:00", "2026-11-24", None),
        ("2026-11-23 23:00", "2026-06-01", SLOT),
        ("2025-09-22 08:00", "2026-11-22", None),
    ],
)
def test_a_date_falls_into_the_time_of_a_slot_to_come(
    date: str, now: str, expected: datetime | None
) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    when = datetime.fromisoformat(date).replace(tzinfo=zone)

    assert slot_of(WEEKLY, when, datetime.fromisoformat(now).replace(tzinfo=UTC)) == expected
