"""Every part that a channel can make has words, so that it can be asked about in any language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from adapters import CHANNELS, channel_class
from adapters.changes import delete_key, edit_key
from bot import app
from bot.control.phrases import is_part, part
from bot.wiring import build_channels
from config.settings import Settings
from tests.faults.stage import lay_out

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ALL_OF_IT: dict[str, dict[str, Any]] = {  # beside what the options below change one by one
    "substack": {"section": "Long Reads", "attach_tags": "all"},
    "x": {"also_on": True, "max_cost_usd": 100.0},
}
LINKS = {"substack": "https://letters.substack.com/p/three"}
VARIED = ("mode", "layout")  # options that decide what parts there are
MADE = {  # at least, lest the issue or the options make less than they seem to
    "telegram": {"message", "photo"},
    "substack": {"image", "draft", "settings", "publish", "section", "tag", "new-tag"},
    "wechat": {"image", "cover", "draft", "publish"},
    "x": {"image", "alt", "post", "also-on"},
}


def choices(key: str) -> Iterator[dict[str, Any]]:
    """The options of a channel in each of their ways."""
    fields = channel_class(key).options.model_fields
    yield ALL_OF_IT.get(key, {})
    for name in VARIED:
        for value in get_args(fields[name].annotation) if name in fields else ():
            yield {**ALL_OF_IT.get(key, {}), name: value}


def keys_of(key: str, issue: Path) -> set[str]:
    found = set()
    for options in choices(key):
        settings = Settings.model_validate({"channels": {key: options}})
        channels = build_channels(settings, (key,))
        edition = app.render(issue, settings.adjust, channels, NOW).editions[key]
        linked = channels[key].also_on(edition, LINKS, "en")
        found |= {made.key for made in (*edition.parts, *linked.parts)}
    return found


@pytest.mark.parametrize("key", CHANNELS)
def test_every_part_of_a_channel_has_words(key: str, tmp_path: Path) -> None:
    keys = keys_of(key, lay_out(tmp_path / "site"))

    changed = {*map(edit_key, keys), *map(delete_key, keys)}
    assert [each for each in sorted(keys | changed) if not is_part(each)] == []
    assert MADE[key] <= {each.partition("/")[0] for each in keys}


def test_a_tag_is_named_without_its_spelling() -> None:
    assert part("en", "new-tag/0a1b2c3d4e5f") == "a new tag"
    assert part("zh", "section/long-reads") == "栏目"
