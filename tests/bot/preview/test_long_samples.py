"""The sample sites, and all that an author can write, in the frames of WeChat and Substack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from adapters.base import Edition
from adapters.substack.schema import NODES
from bot import app
from bot.preview import substack, wechat
from bot.preview.payload import carried, referred
from bot.preview.pictures import Thumbnails
from bot.wiring import build_channels
from config.settings import Settings
from tests.adapters.node_samples import SAMPLES
from tests.bot.preview.pages import png, words
from tests.sites.lay_out import POSTS, lay_out

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CUES = "".join(
    f"<!-- substack:{cue} -->\n\n" for cue in ("subscribe", "paywall", "share", "comment")
)
PULLED = "> [!quote]\n> Pulled."
OURS = ".//*[@class='tag' or @class='paywall'] | .//*[@class='button']/span"
Sites = tuple[Path, list[Path]]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """The folder of converted pictures; a post of each site, and one with everything in it."""
    folder = tmp_path_factory.mktemp("sites")
    posts = [lay_out(site, folder / site)[0] for site in POSTS]
    return folder / "cache", [*posts, everything(folder / "all")]


def everything(folder: Path) -> Path:
    (folder / "img").mkdir(parents=True)
    for name in ("one", "two"):
        (folder / f"img/{name}.png").write_bytes(png())
    samples = [sample.markdown for pair in SAMPLES.values() for sample in pair]
    (folder / "_config.yml").write_text("title: All\n")
    post = folder / "_posts/2026-03-05-everything.md"
    post.parent.mkdir()
    post.write_text("---\ntitle: All\n---\n\n" + "\n\n".join([*samples, PULLED, CUES]))
    return post


def editions(sites: Sites, channel: str, options: dict[str, Any]) -> list[Edition]:
    cache, posts = sites
    settings = Settings.model_validate({"channels": {channel: options}})
    channels = build_channels(settings, (channel,), pictures=cache)
    return [app.render(post, app.as_found, channels, NOW).editions[channel] for post in posts]


def contents(edition: Edition, frame: Any) -> list[Any]:
    """What stands in the frame as the post's own; no picture is scaled down for it."""
    taken = {media.sha256: b"-" for part in edition.parts for media in part.media}
    drawn = html.document_fromstring(frame(edition, Thumbnails({}, taken), words()))
    return list(drawn.find_class("content"))


def pictures(content: Any) -> list[str]:
    return [str(sha256) for sha256 in content.xpath(".//img/@data-sha256")]


@pytest.mark.parametrize("options", [{"theme": "ink"}, {"theme": "magazine", "split": True}])
def test_wechat_shows_what_is_sent(sites: Sites, options: dict[str, Any]) -> None:
    made = editions(sites, "wechat", options)

    shown = [
        [(c.text_content(), pictures(c)) for c in contents(each, wechat.frame)] for each in made
    ]

    assert shown == [list(articles(each)) for each in made]


def articles(edition: Edition) -> Iterator[tuple[str, list[str]]]:
    uploads = {key: media.sha256 for key, media in carried(edition).items()}
    for article in draft(edition)["articles"]:
        body = html.fragment_fromstring(article["content"], create_parent="div")
        yield body.text_content(), [uploads[referred(src)] for src in body.xpath(".//img/@src")]


def test_substack_shows_what_is_sent(sites: Sites) -> None:
    made = editions(sites, "substack", {})

    shown = []
    for each in made:
        (content,) = contents(each, substack.frame)
        for node in content.xpath(OURS):
            node.drop_tree()
        shown.append((content.text_content(), pictures(content), content.find_class("unknown")))

    assert shown == [
        ("".join(said(body)), list(sent_pictures(body, each)), [])
        for each in made
        for body in [document(each)]
    ]


def test_the_post_with_everything_has_every_node(sites: Sites) -> None:
    cache, posts = sites
    (made,) = editions((cache, posts[-1:]), "substack", {})

    assert set(kinds(document(made))) == set(NODES)


def draft(edition: Edition) -> Any:
    return next(part.payload for part in edition.parts if part.kind == "draft")


def document(edition: Edition) -> Any:
    return json.loads(draft(edition)["draft_body"])


def kinds(node: Any) -> Iterator[str]:
    yield node["type"]
    for child in node.get("content", []):
        yield from kinds(child)


def said(node: Any) -> Iterator[str]:
    """The words of a document in their order, those in attributes too."""
    attrs = node.get("attrs") or {}
    match node["type"]:
        case "text":
            yield node["text"]
        case "footnote" | "footnoteAnchor":
            yield str(attrs["number"])
        case "latex_block":
            yield attrs["persistentExpression"]
        case "youtube2":
            yield f"▶ YouTube · {attrs['videoId']}"
    for child in node.get("content", []):
        yield from said(child)
    if node["type"] in {"button", "subscribeWidget", "captionedShareButton"}:
        yield attrs["text"]


def sent_pictures(node: Any, edition: Edition) -> Iterator[str]:
    if node["type"] == "image2":
        yield carried(edition)[referred(node["attrs"]["src"])].sha256
    for child in node.get("content", []):
        yield from sent_pictures(child, edition)
