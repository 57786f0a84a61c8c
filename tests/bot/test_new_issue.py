"""`pressrun new`: the next issue from the previous one, in every kind of site."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.app import BadInput
from bot.new_issue import Made, new_issue, next_commands
from config.settings import Settings
from content.issue import load_issue
from tests.adapters.drawn import saved
from tests.bot.cli_stage import pressrun

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday
WIDE = Image.new("RGB", (1000, 500))

JEKYLL = """\
---
layout: post
title:  "LeadNews 12: Chips get cheaper"   # the headline last
date:   2026-11-23 08:00:00 +0800
release: 2026-11-23T08:00:00+08:00
tags: [AI, chips]
description: >-
  Cheaper chips,
  and what they mean.
cover: /assets/img/2026-11-23-leadnews-12-chips/a.png
toc: true
pressrun:
  id: leadnews-12
  x:
    mode: full
    hook: Chips get cheaper.
---

![a](/assets/img/2026-11-23-leadnews-12-chips/a.png)

Text.
"""
ELEVENTH = "---\ntitle: 'LeadNews 11: Robots'\n---\nText.\n"
NEXT_JEKYLL = """\
---
layout: post
title:  "LeadNews 13:"   # the headline last
date:   2026-11-30 08:00:00 +0800
release: 2026-11-30T08:00:00+08:00
tags: [AI, chips]
description: ""
cover: ""
toc: true
pressrun:
  id: leadnews-13
  x:
    mode: full
---

"""


def lay_out(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".png"):
            path.write_bytes(saved(WIDE, "PNG"))
        else:
            path.write_text(text, "utf-8")
    return root


def jekyll(root: Path) -> Path:
    return lay_out(root, {
        "_config.yml": "url: https://b.test\npermalink: /:title/\ntimezone: Asia/Shanghai\n",
        "_posts/2026-11-16-leadnews-11-robots.md": ELEVENTH,
        "_posts/2026-11-23-leadnews-12-chips.md": JEKYLL,
        "_posts/2026-11-24-about-my-desk.md": "---\ntitle: About my desk\n---\nText.\n",
        "assets/img/2026-11-23-leadnews-12-chips/a.png": "",
    })  # fmt: skip


def made(root: Path, title: str = "", settings: Settings | None = None) -> Made:
    return new_issue(root, settings or Settings(), title=title, now=NOW)


def named(root: Path, done: Made) -> tuple[str, str]:
    pictures = str(done.pictures.relative_to(root)) if done.pictures else ""
    return str(done.path.relative_to(root)), pictures


def test_in_jekyll_the_keys_keep_their_order_and_style(tmp_path: Path) -> None:
    done = made(jekyll(tmp_path))

    assert named(tmp_path, done) == (
        "_posts/2026-11-30-leadnews-13.md", "assets/img/2026-11-30-leadnews-13",
    )  # fmt: skip
    assert done.path.read_text("utf-8") == NEXT_JEKYLL
    assert done.pictures is not None
    assert done.pictures.is_dir()
    assert (done.issue.number, done.issue.day) == (13, date(2026, 11, 30))


def test_a_title_becomes_headline_and_name(tmp_path: Path) -> None:
    done = made(jekyll(tmp_path), "Models that listen")

    assert done.issue.title == "LeadNews 13: Models that listen"
    assert done.path.name == "2026-11-30-leadnews-13-models-that-listen.md"
    assert load_issue(done.path).title == done.issue.title


def test_the_issue_made_is_the_previous_one_of_the_next(tmp_path: Path) -> None:
    jekyll(tmp_path)

    numbers = [made(tmp_path, title).issue.number for title in ("One", "", "Three")]

    assert numbers == [13, 14, 15]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    previous = jekyll(tmp_path) / "_posts" / "2026-11-23-leadnews-12-chips.md"
    first = made(previous)
    first.path.write_text("mine", "utf-8")

    with pytest.raises(BadInput) as caught:
        made(previous)

    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == ("issue-exists", str(first.path))
    assert problem.next == f"Go on from it: pressrun new {first.path}"
    assert first.path.read_text("utf-8") == "mine"


def test_a_cadence_names_the_day(tmp_path: Path) -> None:
    cadences = {"monthly": "every 1st tuesday of the month at 08:00"}
    settings = Settings.model_validate({"cadences": cadences})

    assert made(jekyll(tmp_path), settings=settings).issue.day == date(2026, 12, 1)


def test_after_a_long_pause_the_same_weekday_that_is_not_over_is_taken(tmp_path: Path) -> None:
    late = datetime(2027, 1, 6, tzinfo=UTC)  # a Wednesday

    done = new_issue(jekyll(tmp_path), Settings(), now=late)

    assert done.issue.day == date(2027, 1, 11)


@pytest.mark.parametrize(("hour", "day"), [(7, 11), (9, 18)])
def test_a_release_time_that_is_over_is_not_taken(tmp_path: Path, hour: int, day: int) -> None:
    monday = datetime(2027, 1, 11, hour, tzinfo=ZoneInfo("Asia/Shanghai"))  # it goes out at 8

    done = new_issue(jekyll(tmp_path), Settings(), now=monday)

    assert done.issue.day == date(2027, 1, day)


def test_after_a_long_pause_the_cadences_next_slot_is_taken(tmp_path: Path) -> None:
    settings = Settings.model_validate({"cadences": {"weekly": "every tuesday at 08:00"}})
    late = datetime(2027, 1, 6, tzinfo=UTC)

    assert new_issue(jekyll(tmp_path), settings, now=late).issue.day == date(2027, 1, 12)


def test_a_day_may_be_named(tmp_path: Path) -> None:
    done = new_issue(jekyll(tmp_path), Settings(), day=date(2026, 12, 3), now=NOW)

    assert done.path.name == "2026-12-03-leadnews-13.md"


HUGO = """\
+++
title = '周刊 12：机器人'
date = 2026-10-19T08:00:00+02:00
slug = "weekly-12"
number = 12
tags = ["ai",
  "robots"]
images = ["cover.png"]

[pressrun.wechat]
title = "短"
+++
正文。
"""
NEXT_HUGO = """\
+++
title = '周刊 13：模型'
date = 2026-10-26T08:00:00+01:00
slug = "weekly-13"
number = 13
tags = ["ai",
  "robots"]

[pressrun.wechat]
+++

"""


def test_in_hugo_a_bundle_follows_a_bundle(tmp_path: Path) -> None:
    lay_out(tmp_path, {
        "hugo.toml": 'baseURL = "https://h.test"\ntimeZone = "Europe/Berlin"\n',
        "content/posts/weekly-12/index.md": HUGO,
        "content/posts/weekly-12/images/a.png": "",
        "content/posts/weekly-12/cover.png": "",
    })  # fmt: skip

    done = new_issue(tmp_path, Settings(), title="模型", now=datetime(2026, 10, 20, tzinfo=UTC))

    assert named(tmp_path, done) == (
        "content/posts/weekly-13/index.md", "content/posts/weekly-13",
    )  # fmt: skip
    assert done.path.read_text("utf-8") == NEXT_HUGO


@pytest.mark.parametrize(
    ("files", "path", "title"),
    [
        (
            {"hugo.toml": 'baseURL = "https://h.test"',
             "content/posts/2026/issue-007.md": "---\ntitle: Issue 007\ndate: 2026-12-28\n---\n"},
            "content/posts/2027/issue-008.md", "Issue 008",
        ),
        (
            {"_config.yml": "url: https://x.test\npermalink: :title/\n",
             "source/_posts/weekly-12.md": "---\ntitle: 周刊 第 12 期\ndate: 2026-11-23\n---\n"},
            "source/_posts/weekly-13.md", "周刊 第 13 期",
        ),
        (
            {"letters/letter-12.md": "---\ntitle: 'Vol. 3, No. 12'\ndate: 2026-11-23\n---\nText\n",
             "letters/README.md": "# Letters\n"},
            "letters/letter-13.md", "Vol. 3, No. 13",
        ),
        ({"12/letter.md": "# Letter #12\n\nText\n"}, "13/letter.md", "Letter #13"),
        ({"9.md": "# Letter 9\n", "10.md": "# Letter 10\n"}, "11.md", "Letter 11"),
        (
            {"2026-11-23.md": "---\ntitle: Robots\n---\nText\n"}, "2026-11-30.md", "",
        ),
        (
            {".obsidian/app.json": "{}", "Weekly 12.md": "# Weekly 12\n"},
            "Weekly 13.md", "Weekly 13",
        ),
        ({"a-12.zh.md": "---\ntitle: 周刊 12\n---\n"}, "a-13.zh.md", "周刊 13"),
    ],
)  # fmt: skip
def test_a_file_follows_a_file(
    tmp_path: Path, files: dict[str, str], path: str, title: str
) -> None:
    done = made(lay_out(tmp_path, files))

    assert (named(tmp_path, done)[0], done.issue.title) == (path, title)
    assert done.path.is_file()


def test_the_next_three_commands_name_the_new_file(tmp_path: Path) -> None:
    done = made(jekyll(tmp_path))

    assert list(next_commands(done)) == [
        f"pressrun lint {done.path}",
        f"pressrun preview {done.path}",
        f'pressrun release {done.path} --at "2026-11-30 08:00"',
    ]


def test_a_name_with_spaces_is_quoted_in_the_commands(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"周刊 12.md": "---\ntitle: 周刊 12\ndate: 2026-11-23\n---\n字。\n"})

    assert next(iter(next_commands(made(root)))) == f"pressrun lint '{root}/周刊 13.md'"


@pytest.mark.parametrize(
    ("files", "code", "line"),
    [
        ({"_config.yml": "url: https://x.test\n"}, "no-previous", 0),
        ({"about.md": "---\ntitle: About\n---\nText\n"}, "no-successor", 0),
        ({"a-12.md": "---\ntitle: 'A 12\nb: c\n---\nText\n"}, "no-successor", 3),
    ],
)
def test_without_an_issue_to_go_on_from_it_says_what_to_do(
    tmp_path: Path, files: dict[str, str], code: str, line: int
) -> None:
    lay_out(tmp_path, files)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(BadInput) as caught:
        made(tmp_path)

    (problem,) = caught.value.problems
    assert (problem.code, problem.line, bool(problem.next)) == (code, line, True)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_command_prints_the_path_and_machines_get_json(tmp_path: Path) -> None:
    site = jekyll(tmp_path / "site")

    ran = pressrun(tmp_path / "home", "new", site, "--date", "2026-12-07")
    again = pressrun(tmp_path / "home", "new", site, "--title", "Models", "--json")
    wrong = pressrun(tmp_path / "home", "new", site, "--date", "monday")

    made_here = site / "_posts" / "2026-12-07-leadnews-13.md"
    assert (ran.code, ran.out.splitlines()[0]) == (0, str(made_here))
    assert again.json["previous"] == str(made_here)
    assert (again.json["number"], again.json["title"]) == (14, "LeadNews 14: Models")
    assert len(again.json["next"]) == 3
    assert (wrong.code, wrong.err) == (2, '"monday" is not a day. Write it like 2026-11-30.\n')
