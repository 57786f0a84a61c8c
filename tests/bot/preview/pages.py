"""Releases made by hand for the preview, and its page read back as a browser would."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lxml import html
from PIL import Image

from adapters.base import Edition, ImageRow, Json, Media, Part, Phase
from bot.app import Rendered
from bot.preview import write_page
from bot.preview.timetable import Planned
from content.issue import Issue
from content.problems import Level, Problem
from tests.bot.fakes import issue

SHA = "ab" * 32
KEY = "image/abababab"
HOSTILE = (
    "<script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>"
    "\"'><svg onload=alert(2)></textarea></style></iframe><a href='javascript:alert(3)'>x</a>"
    " \\3c script\\3e {{ 7*7 }} {% raw %} &lt;b&gt; &amp;"
)
BAD_LINK = "javascript:alert(1)"


def png(width: int = 1200, height: int = 600, mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    Image.new(mode, (width, height), "teal").save(made, "PNG")
    return made.getvalue()


def media(alt: str = "", source: str = "a.png", sha256: str = SHA) -> Media:
    return Media(source, sha256, "image/png", 1200, 600, 999, alt)


def picture(alt: str = "", source: str = "a.png") -> Part:
    return Part(KEY, "image", {}, (media(alt, source),), repeatable=True, phase=Phase.PREPARE)


# --- editions ---------------------------------------------------------------------------------


def telegram(*payloads: Json) -> Edition:
    parts = [Part(f"message/{n}", "message", body) for n, body in enumerate(payloads, start=1)]
    return Edition("telegram", tuple(parts), facts={"bubbles": str(len(parts))})


def thread(*texts: str, pictures: int = 0) -> Edition:
    posts = []
    for n, text in enumerate(texts, start=1):
        body: dict[str, Json] = {"text": text}
        if n > 1:
            body["reply"] = {"in_reply_to_tweet_id": f"pressrun:ref/post/{n - 1}/id"}
        if n == 1 and pictures:
            body["media"] = {"media_ids": [f"pressrun:ref/{KEY}/id"] * pictures}
        posts.append(Part(f"post/{n}", "post", body))
    return Edition("x", (*([picture()] if pictures else []), *posts), cost_usd=0.015 * len(posts))


def article(content: str, **values: Json) -> Edition:
    body: dict[str, Json] = {"title": "T", "content": content, **values}
    draft = Part("draft", "draft", {"articles": [body]}, phase=Phase.PREPARE)
    return Edition("wechat", (picture(), draft))


def substack(*nodes: Json, **values: Json) -> Edition:
    body = json.dumps({"type": "doc", "content": list(nodes)})
    draft = {"draft_title": "T", "draft_subtitle": "", "draft_body": body, **values}
    settings = {"slug": "t", "should_send_email": False}
    return Edition(
        "substack",
        (
            picture(),
            Part("draft", "draft", draft, phase=Phase.PREPARE),
            Part("settings", "settings", settings, phase=Phase.PREPARE),
        ),
    )


def hostile() -> Rendered:
    """Hostile words wherever a word may stand."""
    h = HOSTILE
    entity: Json = {"type": "text_link", "offset": 0, "length": 9, "url": BAD_LINK}
    reply: Json = {"message_id": h}
    card: Json = {"url": f"https://evil.example/{h}"}
    text: Json = {
        "text": h, "entities": [entity], "reply_parameters": reply, "link_preview_options": card
    }  # fmt: skip
    bad_link: Json = {"type": "link", "attrs": {"href": BAD_LINK}}
    words: Json = {"type": "text", "text": h, "marks": [bad_link, {"type": h}]}
    nodes: list[Json] = [
        {"type": "paragraph", "content": [words]},
        {"type": h, "content": [words]},
        {"type": "image2", "attrs": {"src": "https://evil.example/p.png", "alt": h}},
        {"type": "image2", "attrs": {"src": f"pressrun:ref/{KEY}/url", "alt": h, "href": BAD_LINK}},
        {"type": "ordered_list", "attrs": {"start": h}},
        {"type": "highlighted_code_block", "attrs": {"language": h}, "content": [words]},
        {"type": "latex_block", "attrs": {"persistentExpression": h}},
        {"type": "footnoteAnchor", "attrs": {"number": h}},
        {"type": "footnote", "attrs": {"number": h}},
        {"type": "youtube2", "attrs": {"videoId": h}},
        {"type": "button", "attrs": {"url": BAD_LINK, "text": h}},
    ]
    content = (
        f"<section style='color:red;background:url(https://evil.example/b)' onclick='x()'>{h}"
        "<img src='https://evil.example/c.png'><iframe src='https://evil.example'></iframe>"
        f"<img src='pressrun:ref/{KEY}/url' onerror='x()'><style>@import 'x'</style>"
        "<p style='x:expression(alert(1))'>p</p><meta http-equiv=refresh content=0>"
        "<form action='https://evil.example'><button>b</button></form></section>"
    )
    made = {
        "telegram": telegram(text, {"text": h}),
        "x": thread(h, h, pictures=2),
        "wechat": article(
            content, title=h, author=h, digest=h, content_source_url=BAD_LINK,
            thumb_media_id=f"pressrun:ref/{KEY}/id",
        ),
        "substack": substack(*nodes, draft_title=h, draft_subtitle=h),
        h: Edition(h, (Part(h, h, {h: h}),), facts={h: h}),
    }  # fmt: skip
    rows = (ImageRow(h, SHA, h, h, h, 1, open=True),)
    problem = Problem(Level.ERROR, h, h, 3, h, h)
    editions = {k: replace(e, images=rows, problems=(problem,)) for k, e in made.items()}
    found = replace(issue(Path("/tmp"), title=h), key=h, canonical_url=BAD_LINK)  # noqa: S108
    return rendered(editions, problems=(problem,), of=found)


def rendered(
    editions: Mapping[str, Edition],
    *,
    problems: tuple[Problem, ...] = (),
    of: Issue | None = None,
    blobs: Mapping[str, bytes] | None = None,
) -> Rendered:
    return Rendered(
        of or issue(Path("site")), editions, {SHA: png()} if blobs is None else blobs, problems
    )


# --- the page, read back ------------------------------------------------------------------------


@dataclass(frozen=True)
class Read:
    """The page and the documents of its frames, by channel."""

    raw: bytes
    page: Any
    frames: dict[str, Any]

    @property
    def pictures(self) -> dict[str, str]:
        """The pictures embedded in the page, as data URIs by their keys."""
        found: dict[str, str] = json.loads(self.page.get_element_by_id("picture-data").text)
        return found

    def documents(self) -> Iterator[Any]:
        yield self.page
        yield from self.frames.values()

    def text(self, name: str) -> str:
        """What stands in the page's section of this id, white space joined."""
        pieces = self.page.get_element_by_id(name).itertext()
        return " ".join(" ".join(pieces).split())

    def texts(self, channel: str, style: str) -> list[str]:
        return [node.text_content() for node in self.frames[channel].find_class(style)]


def read(release: Rendered, out: Path, plan: str = "") -> Read:
    raw = write_page(release, out, Planned(plan)).read_bytes()
    page = html.document_fromstring(raw.decode())
    frames = {
        node.getparent().get("id"): html.document_fromstring(node.get("srcdoc"))
        for node in page.iter("iframe")
    }
    return Read(raw, page, frames)


def shown(edition: Edition, folder: Path) -> Read:
    return read(rendered({edition.channel: edition}), folder)


def inside(page: Read, channel: str, style: str = "content") -> str:
    """The markup within the one element of a class."""
    (node,) = page.frames[channel].find_class(style)
    return (node.text or "") + "".join(html.tostring(child, encoding="unicode") for child in node)


def words() -> SimpleNamespace:
    from bot.preview.labels import labels

    return labels("en")
