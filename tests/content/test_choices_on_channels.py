"""Each choice of an issue for one channel is in that channel's edition, and in no other one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from adapters import CHANNELS
from adapters.base import Edition, edition_parts
from bot import app
from bot.wiring import build_channels
from config.settings import Settings
from content.problems import Level
from tests.adapters.drawn import saved

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SETTINGS = {
    "telegram": {"layout": "summary"},
    "substack": {"attach_tags": "existing"},
    "wechat": {},
    "x": {},
}
BODY = "Two robots meet in a corridor, and neither of them knows who is to give way first. " * 4
FRONT = "title: 'Leads 12: Robots'\ndate: 2026-11-20\ntags: [robots]\ndescription: The teaser.\n"
CASES = [
    *((channel, "title: 'Leads 12: Yield'", "Leads 12: Yield") for channel in CHANNELS),
    *((channel, "teaser: Who gives way?", "Who gives way?") for channel in CHANNELS),
    *((channel, "summary: Who gives way?", "Who gives way?") for channel in CHANNELS),
    *((channel, "intro: Good morning to {{ channel }}.", "Good morning to") for channel in
      ("telegram-full", "substack", "wechat", "x-full")),
    *((channel, "outro: Until next week.", "Until next week.") for channel in
      ("telegram-full", "substack", "wechat", "x-full")),
    ("telegram", "tags: [corridors]", "#corridors"),
    ("substack", "tags: [corridors]", "corridors"),
    ("x", "tags: [corridors]", "#corridors"),
    ("substack", "cover: /own.png", "/own.png"),
    ("wechat", "cover: /own.png", "/own.png"),
    ("x", "cover: /own.png", "/own.png"),
    ("wechat", "author: Ada Quay", "Ada Quay"),
    ("substack", "slug: robots-yield", "robots-yield"),
    ("substack", "section: Essays", "Essays"),
    ("substack", "search_title: Searched for", "Searched for"),
    ("substack", "search_description: Found by", "Found by"),
    ("substack", "social_title: Shown elsewhere", "Shown elsewhere"),
]  # fmt: skip


def editions(folder: Path, case: str, own: str) -> dict[str, Edition]:
    """Of all channels; `case` is the one spoken to, with "-full" all of its text."""
    channel, _, full = case.partition("-")
    (folder / "_config.yml").write_text("url: https://b.test\npermalink: /:title/\n", "utf-8")
    (folder / "own.png").write_bytes(saved(Image.new("RGB", (1200, 600), "teal"), "PNG"))
    path = folder / "_posts" / "2026-11-20-leads-12.md"
    path.parent.mkdir(exist_ok=True)
    keys = f"pressrun:\n  {channel}:\n    {own}\n" if own else ""
    text = f"---\n{FRONT}{keys}---\n{BODY}\n\n## Corridors\n\n{BODY}\n"
    path.write_text(text, encoding="utf-8")
    whole = {"telegram": {"layout": "inline"}, "x": {"mode": "full"}}
    settings = Settings(channels=SETTINGS | (whole if full else {}))
    made = app.render(path, settings.adjust, build_channels(settings, tuple(CHANNELS)), NOW)
    assert [p for p in made.problems if p.level is Level.ERROR] == []
    return dict(made.editions)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Edition]]:
    """Without any choice: in short, and in full."""
    folder = tmp_path_factory.mktemp("plain")
    return {full: editions(folder, f"x-{full}", "") for full in ("", "full")}


@pytest.mark.parametrize(("case", "own", "shown"), CASES)
def test_it_is_there_and_nowhere_else(
    tmp_path: Path, plain: dict[str, dict[str, Edition]], case: str, own: str, shown: str
) -> None:
    before = plain[case.partition("-")[2]]

    after = editions(tmp_path, case, own)

    spoken_to = case.partition("-")[0]
    with_it = [key for key, made in after.items() if shown in str(edition_parts(made))]
    changed = [key for key in CHANNELS if before[key].hash != after[key].hash]
    assert (with_it, changed) == ([spoken_to], [spoken_to])


@pytest.mark.parametrize(("channel", "hashtag"), [("telegram", "#robots"), ("x", "#robots")])
def test_no_tags_are_no_hashtags(tmp_path: Path, channel: str, hashtag: str) -> None:
    before, after = editions(tmp_path, channel, ""), editions(tmp_path, channel, "tags: []")

    assert hashtag in str(edition_parts(before[channel]))
    assert hashtag not in str(edition_parts(after[channel]))
