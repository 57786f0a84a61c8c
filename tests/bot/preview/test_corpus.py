"""Real issues: every word of every part stands in its frame, on a page of bearable size."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from adapters import CHANNELS
from bot import app
from bot.preview import LARGEST
from bot.wiring import build_channels
from config.settings import Settings
from tests.bot.preview.pages import Read, read

SAYING = "//*[@class='words' or @class='caption']"
CORPUS = Path(__file__).resolve().parents[4] / "shared/corpus"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[app.Rendered, Read]]:
    if not CORPUS.exists():
        pytest.skip("the corpus is not here")
    folder = tmp_path_factory.mktemp("corpus")
    subprocess.run([sys.executable, str(CORPUS / "make_site.py"), str(folder)], check=True)
    return [made(path, folder) for path in sorted((folder / "_posts").glob("*.md"))]


def made(path: Path, folder: Path) -> tuple[app.Rendered, Read]:
    channels = build_channels(Settings(), tuple(CHANNELS), pictures=folder / "cache")
    release = app.render(path, app.as_found, channels, datetime(2026, 11, 23, tzinfo=UTC))
    return release, read(release, folder / path.stem)


def payloads(release: app.Rendered, channel: str) -> list[Any]:
    return [part.payload for part in release.editions[channel].parts]


def test_a_page_is_small_and_has_every_picture(pages: list[tuple[app.Rendered, Read]]) -> None:
    assert [len(page.raw) <= LARGEST for _, page in pages] == [True, True]
    assert [page.texts(c, "missing") for _, page in pages for c in page.frames] == [[]] * 8


def test_telegram_shows_every_text_and_caption(pages: list[tuple[app.Rendered, Read]]) -> None:
    sent = [
        [words for p in payloads(release, "telegram") for words in said(p)] for release, _ in pages
    ]

    assert [
        [node.text_content() for node in page.frames["telegram"].xpath(SAYING)] for _, page in pages
    ] == sent


def said(payload: Any) -> list[str]:
    holders = [payload, *payload.get("media", [])]
    return [h.get("text") or h.get("caption") for h in holders if h.get("text") or h.get("caption")]


def test_x_shows_every_text(pages: list[tuple[app.Rendered, Read]]) -> None:
    sent = [[p["text"] for p in payloads(release, "x") if "text" in p] for release, _ in pages]

    assert [page.texts("x", "words") for _, page in pages] == sent


def test_wechat_shows_every_word_and_leaves_nothing_out(
    pages: list[tuple[app.Rendered, Read]],
) -> None:
    sent = [payloads(release, "wechat")[-1]["articles"][0]["content"] for release, _ in pages]

    assert [page.texts("wechat", "content") for _, page in pages] == [
        [html.fromstring(content).text_content()] for content in sent
    ]
    assert [page.texts("wechat", "notice") for _, page in pages] == [[], []]


def test_substack_shows_every_word(pages: list[tuple[app.Rendered, Read]]) -> None:
    import json

    drafts = [payloads(release, "substack")[-2] for release, _ in pages]

    assert [page.texts("substack", "content")[0].strip() for _, page in pages] == [
        text_of(json.loads(draft["draft_body"])) for draft in drafts
    ]


def text_of(node: Any) -> str:
    return node.get("text", "") + "".join(text_of(child) for child in node.get("content", []))
