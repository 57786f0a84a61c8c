"""Made documents as pages: rendered by the editions, dressed as each service serves them."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.importing import Imported, Wish, import_post
from sandbox.substack.document import Look, body_html
from tests.editions.shown import edition_of
from tests.witness.documents import Made, lay_out
from tests.witness.sites import picture_bytes

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MADE_PICTURE = picture_bytes("p7.webp")


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def wechat_page(made: Made, place: Path) -> str:
    """The article as WeChat's page holds it: hidden until its script runs, pictures lazy."""
    parts = _draft(made, place, "wechat")
    content = str(parts["articles"][0]["content"]).replace("<img src=", "<img data-src=")
    return (
        "<!doctype html><html><head><title></title><script>var ct = '1763856000';</script></head>"
        '<body><h1 id="activity-name"> Made issue </h1><a id="js_name">Made weekly</a>'
        f'<div id="js_content" style="visibility: hidden;">{content}</div></body></html>'
    )


def substack_page(made: Made, place: Path) -> str:
    """The post as the stand-in renders its document, dressed as Substack's page."""
    parts = _draft(made, place, "substack")
    look = Look(lambda source: "/picture.png", frozenset())
    body = _with_real_notes(body_html(parts["draft_body"], look))
    return (
        "<!doctype html><html lang='en'><head><title>Made issue</title></head><body><article>"
        f'<h1 class="post-title">Made issue</h1><div class="available-content">'
        f'<div class="body markup">{body}</div></div></article></body></html>'
    )


def _with_real_notes(body: str) -> str:
    """The stand-in shows bare numbers where Substack's pages have anchors."""
    body = re.sub(
        r'<div class="footnote"><b>(\d+)</b> (.*?)</div>',
        r'<div class="footnote"><a id="footnote-\1" class="footnote-number">\1</a>'
        r'<div class="footnote-content">\2</div></div>',
        body,
        flags=re.DOTALL,
    )
    anchor = r'<a class="footnote-anchor" id="footnote-anchor-\1" href="#footnote-\1">\1</a>'
    return re.sub(r"<sup>(\d+)</sup>", anchor, body)


def _draft(made: Made, place: Path, channel: str) -> Mapping[str, Any]:
    _, edition = edition_of(lay_out(made, place), channel)
    return next(part.payload for part in edition.parts if part.kind == "draft")  # type: ignore[return-value]


def imported(page: str, place: Path, config: str = "", **wishes: Any) -> Imported:
    """The page saved in `place`, imported into a folder beside it."""
    source, out = place / "page.html", place / "out"
    source.write_text(page, encoding="utf-8")
    (place / "picture.png").write_bytes(picture_bytes("p1.png"))
    out.mkdir(exist_ok=True)
    if config:
        (out / "_config.yml").write_text(config, encoding="utf-8")
    return import_post(Wish(str(source), out, NOW, **wishes))


__all__ = ["MADE_PICTURE", "NOW", "folder", "imported", "json", "substack_page", "wechat_page"]
