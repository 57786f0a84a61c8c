"""The sample sites in the frames of Telegram and X: all texts and pictures of every part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from adapters.base import Edition, Part
from adapters.telegram.rich_reading import html_of, html_words, letters
from bot import app
from bot.preview import telegram, x
from bot.preview.payload import referred
from bot.preview.pictures import Thumbnails
from bot.preview.telegram_rich import PHOTO
from bot.wiring import build_channels
from config.settings import Settings
from tests.bot.preview.pages import words
from tests.sites.lay_out import POSTS, lay_out

LAYOUTS = ("auto", "inline", "sections", "plates", "summary", "rich")
MODES = ("digest", "full")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
Sites = tuple[Path, list[Path]]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """The folder of converted pictures, and every post."""
    folder = tmp_path_factory.mktemp("sites")
    return folder / "cache", [post for site in POSTS for post in lay_out(site, folder / site)]


def editions(sites: Sites, channel: str, options: dict[str, str]) -> list[Edition]:
    cache, posts = sites
    settings = Settings.model_validate({"channels": {channel: options}})
    channels = build_channels(settings, (channel,), pictures=cache)
    return [app.render(post, app.as_found, channels, NOW).editions[channel] for post in posts]


def drawn(edition: Edition, frame: Any) -> Any:
    """The frame's document; no picture is scaled down for it."""
    taken = {media.sha256: b"-" for part in edition.parts for media in part.media}
    return html.document_fromstring(frame(edition, Thumbnails({}, taken), words()))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_telegram_shows_what_is_sent(sites: Sites, layout: str) -> None:
    made = editions(sites, "telegram", {"layout": layout})

    shown = [[seen(node) for node in articles(each, telegram.frame)] for each in made]

    assert shown == [[sent(part) for part in each.parts] for each in made]


@pytest.mark.parametrize("mode", MODES)
def test_x_shows_what_is_sent(sites: Sites, mode: str) -> None:
    made = editions(sites, "x", {"mode": mode})

    shown = [[seen(node) for node in articles(each, x.frame)] for each in made]

    assert shown == [list(posted(each)) for each in made]


# --- what is seen -------------------------------------------------------------------------------


def articles(edition: Edition, frame: Any) -> list[Any]:
    return [node for node in drawn(edition, frame).iter("article") if node.get("id")]


def seen(article: Any) -> tuple[str, str, list[str]]:
    """The key, the letters of texts and captions, and the pictures in the order they stand in."""
    said = "".join(node.text_content() for node in article.xpath(WORDED))
    return article.get("id"), letters(said), [str(key) for key in article.xpath(PICTURED)]


WORDED = ".//*[@class='words' or @class='words rich' or @class='caption']"
PICTURED = ".//*[not(@class='shot')]/img/@data-sha256"


# --- what is sent -------------------------------------------------------------------------------


def sent(part: Part) -> tuple[str, str, list[str]]:
    body: Any = part.payload
    if "rich_message" in body:
        found = html_of(body) or ""
        names = [each["id"] for each in body["rich_message"].get("media", [])]
        files = {name: media.sha256 for name, media in zip(names, part.media, strict=True)}
        return part.key, letters(html_words(found)), [files[n] for n in PHOTO.findall(found)]
    said = "".join(h.get("text") or h.get("caption") or "" for h in (body, *body.get("media", [])))
    return part.key, letters(said), [media.sha256 for media in part.media]


def posted(edition: Edition) -> Iterator[tuple[str, str, list[str]]]:
    uploads = {part.key: part.media[0].sha256 for part in edition.parts if part.media}
    for part in edition.parts:
        body: Any = part.payload
        if part.kind == "post":
            named = map(referred, body.get("media", {}).get("media_ids", []))
            yield part.key, letters(body.get("text", "")), [uploads[name] for name in named]
