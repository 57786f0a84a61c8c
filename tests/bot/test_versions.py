"""One release, each channel in its own language and with its own words around the issue."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.base import edition_parts
from bot import app
from bot.wiring import build_channels
from config.files import SettingsError
from config.settings import Settings, load, options
from content.problems import Problem

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CHINESE = """\
---
title: 周刊 12：机器人学会让路
date: 2026-11-20
---
两台机器人在走廊里相遇，谁先让路。这一期讲它们怎样学会等待，也讲这件事为什么比想象的难。

## 走廊

研究者让它们练习了一年，直到每一台都愿意在门口停下，让人和对方先走。
"""
ENGLISH = """\
---
title: 'Weekly 12: Robots learn to yield'
date: 2026-11-20
---
Two robots meet in a corridor. Who gives way? This issue tells how they learned to wait for people.

## The corridor

They practised for a year until each of them stopped at doors and let people and others pass first.
"""
SETTINGS = """\
channels:
  telegram:
    lang: en
    intro: "Hello, readers of No. {{ number }}."
    outro: |
      Until next week,
      [the blog]({{ url }}).
  x: {mode: full, intro: 各位早}
"""


def lay_out(root: Path, settings: str = SETTINGS) -> Path:
    (root / "_posts").mkdir(parents=True)
    (root / "_config.yml").write_text("url: https://b.test\npermalink: /:title/\n", "utf-8")
    (root / "pressrun.yaml").write_text(settings, "utf-8")
    path = root / "_posts" / "2026-11-20-weekly-12.zh.md"
    path.write_text(CHINESE, "utf-8")
    path.with_name("2026-11-20-weekly-12.en.md").write_text(ENGLISH, "utf-8")
    return path


def rendered(path: Path) -> app.Rendered:
    settings = load(path.parents[1] / "pressrun.yaml")
    channels = build_channels(settings, ("telegram", "x"))
    return app.render(path, settings.adjust, channels, NOW)


def words(made: app.Rendered, channel: str) -> str:
    return str(edition_parts(made.editions[channel]))


def errors(made: app.Rendered) -> list[Problem]:
    return [problem for problem in made.errors if problem.code != "x-cost"]


def test_each_channel_shows_its_language_and_the_release_stays_one_issue(tmp_path: Path) -> None:
    made = rendered(lay_out(tmp_path))

    telegram, x = words(made, "telegram"), words(made, "x")
    assert errors(made) == []
    assert made.issue.key == "_posts/2026-11-20-weekly-12.zh.md"
    assert "Robots learn to yield" in telegram
    assert "Hello, readers of No. 12." in telegram
    assert "https://b.test/weekly-12.en/" in telegram
    assert "机器人" not in telegram
    assert "各位早" in x
    assert "Hello" not in x


def test_rendering_twice_gives_the_same_editions(tmp_path: Path) -> None:
    path = lay_out(tmp_path)

    first, second = rendered(path), rendered(path)

    assert {key: e.hash for key, e in first.editions.items()} == {
        key: e.hash for key, e in second.editions.items()
    }


def test_a_missing_translation_stops_the_release_with_the_name_to_write(tmp_path: Path) -> None:
    path = lay_out(tmp_path)
    path.with_name("2026-11-20-weekly-12.en.md").unlink()

    assert [(p.code, p.file, p.next) for p in errors(rendered(path))] == [(
        "no-translation", "pressrun.yaml",
        "Write `2026-11-20-weekly-12.en.md` beside it, or delete `telegram.lang`.",
    )]  # fmt: skip


def test_what_is_wrong_with_the_translation_is_named_with_its_file(tmp_path: Path) -> None:
    path = lay_out(tmp_path)
    other = path.with_name("2026-11-20-weekly-12.en.md")
    other.write_text(ENGLISH.replace("date:", "draft: true\ndate:"), "utf-8")

    assert [(p.code, p.file, p.line) for p in errors(rendered(path))] == [("draft", str(other), 3)]


def test_a_digest_says_that_it_shows_no_intro(tmp_path: Path) -> None:
    same = "这段话每一期都一样，摘要里不该有它，读者已经看过很多遍了。"
    made = rendered(lay_out(tmp_path, f'channels: {{x: {{outro: "## 关于\\n\\n{same}"}}}}\n'))

    assert same not in words(made, "x")
    assert [p.message for p in made.problems if "intro" in p.message] == [
        "The digest leaves out X's intro and outro."
    ]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("{intro: '{{ title.x }}'}", "channels.x.intro   is no template: it reaches inside"),
        ('{outro: "a\\n{{ nope }}"}', "channels.x.outro   is no template: line 2: `nope`"),
        ("{lang: klingon}", 'channels.x.lang   "klingon" is no language'),
        ("{title: [a]}", "channels.x.title   Input should be a valid string"),
        ("{intr: a}", "channels.x.intr   Extra inputs are not permitted"),
    ],
)
def test_settings_that_cannot_be_used_are_named_by_their_key(
    tmp_path: Path, section: str, said: str
) -> None:
    lay_out(tmp_path, f"channels: {{x: {section}}}\n")

    with pytest.raises(SettingsError) as caught:
        rendered(tmp_path / "_posts" / "2026-11-20-weekly-12.zh.md")

    assert said in str(caught.value)


def test_choices_are_no_options_of_a_channel() -> None:
    from adapters.x.spec import Options

    settings = Settings(channels={"x": {"intro": "Hello", "mode": "full"}})

    assert options(settings, "x", Options) == Options(mode="full")
    assert settings.choices() == {"x": {"intro": "Hello"}}
    assert Settings.read_again(settings.written()).choices() == settings.choices()
