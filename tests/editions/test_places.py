"""Every node in every place, through every channel and layout: no exception, and nothing is lost.

A run of a minute is marked `faults`; the one of each day makes few issues of each dialect.
"""

from __future__ import annotations

import html
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.base import Channel, Edition
from bot import app
from bot.control.issue_screen import summary_screen, x_thread
from bot.preview import page_of
from bot.wiring import build_channels
from config.settings import Settings
from tests.witness.places import DIALECTS, MOST_PICTURES, Scattered, scattered
from tests.witness.sites import PLACES, TITLE, picture_bytes

WHOLE: Mapping[str, dict[str, Any]] = {
    "telegram auto": {"layout": "auto"}, "telegram inline": {"layout": "inline"},
    "telegram sections": {"layout": "sections"}, "telegram plates": {"layout": "plates"},
    "telegram rich": {"layout": "rich"}, "x full": {"mode": "full"}, "wechat ink": {"theme": "ink"},
    "wechat split": {"theme": "magazine", "split": True}, "substack": {},
}  # fmt: skip
PARTIAL: Mapping[str, dict[str, Any]] = {
    "telegram summary": {"layout": "summary"}, "x digest": {"mode": "digest"},
}  # fmt: skip
PAGES = (
    ("telegram auto", "x full", "wechat ink", "substack"),
    ("telegram rich", "x digest", "wechat split"),
)
NOW = datetime(2025, 9, 2, tzinfo=UTC)
REASONS = {"short-body", "empty-body", "wechat-empty", "title-too-long"}  # errors of such issues


def channels() -> dict[str, Mapping[str, Channel]]:
    made: dict[str, Mapping[str, Channel]] = {}
    for name, options in {**WHOLE, **PARTIAL}.items():
        key = name.split()[0]
        made[name] = build_channels(Settings(channels={key: options}), (key,))
    return made


CHANNELS = channels()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_whatever_stands_wherever_is_shown(dialect: str) -> None:
    _run(dialect, examples=8)


@pytest.mark.faults
@pytest.mark.parametrize("dialect", DIALECTS)
def test_whatever_stands_wherever_is_shown_in_hundreds_of_issues(dialect: str) -> None:
    _run(dialect, examples=300)


def _run(dialect: str, examples: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = _site(Path(folder), dialect)

        @settings(max_examples=examples, deadline=None)
        @given(made=scattered(dialect))
        def check(made: Scattered) -> None:
            path.write_text(f"---\ntitle: '{TITLE}'\n---\n\n{made.markdown}\n", encoding="utf-8")
            assert _faults(path, made) == {}

        check()


def _site(folder: Path, dialect: str) -> Path:
    config, text, post, _ = PLACES[dialect]
    (folder / config).parent.mkdir(parents=True, exist_ok=True)
    (folder / config).write_text(text, encoding="utf-8")
    (folder / post).parent.mkdir(parents=True, exist_ok=True)
    for number in range(MOST_PICTURES):
        (folder / post).with_name(f"p{number}.png").write_bytes(picture_bytes(f"p{number}.png"))
    return folder / post


def _faults(path: Path, made: Scattered) -> dict[str, object]:
    rendered = {
        name: app.render(path, app.as_found, made_of, NOW) for name, made_of in CHANNELS.items()
    }
    for names in PAGES:
        _look_at([rendered[name] for name in names])
    return {name: found for name in WHOLE if (found := _missing(rendered[name], made))}


def _missing(rendered: app.Rendered, made: Scattered) -> list[str]:
    (edition,) = rendered.editions.values()
    stopped = [p.code for p in edition.errors if p.code not in REASONS]
    pictures = [media.source for part in edition.parts for media in part.media]
    return stopped or made.lost(_text(edition), pictures)


def _text(edition: Edition) -> str:
    """All that a reader sees, hears or can follow; also without tags, small letters as usual."""
    said = [text for part in edition.parts for text in _strings(part.payload)]
    said += [media.alt for part in edition.parts for media in part.media]
    raw = "\n".join(said)
    plain = unicodedata.normalize("NFKC", re.sub("<[^>]*>", "", html.unescape(raw)))
    return f"{raw}\n{plain}"


def _strings(payload: Any) -> Iterator[str]:
    match payload:
        case str() if payload.startswith('{"type"'):
            yield from _strings(json.loads(payload))
        case str():
            yield payload
        case dict():
            for value in payload.values():
                yield from _strings(value)
        case list():
            for value in payload:
                yield from _strings(value)


def _look_at(made: list[app.Rendered]) -> None:
    """The page and the screens of the chat, which must come to be."""
    together = replace(
        made[0],
        editions={key: e for one in made for key, e in one.editions.items()},
        blobs={key: b for one in made for key, b in one.blobs.items()},
        problems=tuple(p for one in made for p in one.problems),
    )
    assert page_of(together)
    assert summary_screen("en", together).text
    assert x_thread("zh", together.editions["x"]) or not together.editions["x"].parts
