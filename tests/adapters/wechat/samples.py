"""Issues and pictures made up for the tests of the WeChat channel."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from adapters.base import Edition, Media, Picture, Pictures
from adapters.lower import lower
from adapters.references import html_escape
from adapters.shots import roll, shots
from adapters.wechat.headline import cover_shot
from adapters.wechat.links import references, shown_links
from adapters.wechat.render import Writer, render, writer
from adapters.wechat.spec import BODY_PICTURE, COVER_PICTURE, KEY, LABELS, SPEC, Options
from adapters.wechat.theme import Rung
from adapters.wechat.theme import theme as built_in
from content.document import (
    Block,
    Document,
    Figure,
    Heading,
    Link,
    List,
    ListItem,
    Paragraph,
    Strong,
    Text,
)
from content.issue import Issue
from content.meta import Meta
from content.site import Site

BLOCK = re.compile(r"(?=<(?:section|p|pre|table|tr|td|th|hr)\b)")  # a line each, to be read
URL = "https://blog.example.org/2025/issue-7/"


def issue_of(document: Document, **changes: object) -> Issue:
    fields: dict[str, object] = {
        "path": Path("/site/_posts/2025-11-03-issue.md"),
        "key": "_posts/2025-11-03-issue.md",
        "site": Site(Path("/site")),
        "meta": Meta(title="周刊 7: 小模型"),
        "document": document,
        "assets": {},
        "language": "zh",
        "slug": "issue",
        "canonical_url": URL,
        "source_sha256": "0" * 64,
    }
    return Issue(**{**fields, **changes})  # type: ignore[arg-type]


def picture(source: str, purpose: str = "image") -> Picture:
    name = hashlib.sha256(source.encode()).hexdigest()
    media = Media(source, name, "image/png", 1080, 600, 40_000)
    return Picture(source, name, "", "as is", media)


def pictures_for(issue: Issue) -> Pictures:
    """What `prepare` would give if every picture were fine as it is."""
    document, _ = lower(issue.document, KEY, SPEC.shows, file="")
    rows = {("image", shot.source): picture(shot.source) for shot in shots(document)}
    cover = cover_shot(issue).source
    rows[COVER_PICTURE.purpose, cover] = picture(cover)
    return Pictures(rows=rows)


def edition_of(document: Document, options: Options | None = None, **changes: object) -> Edition:
    issue = issue_of(document, **changes)
    return render(issue, pictures_for(issue), options or Options())


def article(edition: Edition) -> dict[str, object]:
    """The article of the draft part."""
    draft = next(part for part in edition.parts if part.kind == "draft")
    return draft.payload["articles"][0]  # type: ignore[index,call-overload,return-value]


def content(edition: Edition) -> str:
    return str(article(edition)["content"])


def written(document: Document, rung: Rung, theme: str = "ink") -> str:
    """The article as one rung makes it, whether it fits or not."""
    return writer_of(document, theme)(rung)


def writer_of(document: Document, theme: str = "ink") -> Writer:
    document, _ = lower(document, KEY, SPEC.shows, file="")
    body = roll(shots(document), BODY_PICTURE, pictures_for(issue_of(document)))
    return writer(document, references(shown_links(document), LABELS), body, built_in(theme), "zh")


def uploaded(html: str, length: int) -> str:
    """The article once every picture has an address of `length` characters, query and all."""

    def address(found: re.Match[str]) -> str:
        head = f"https://mmbiz.qpic.cn/sz_mmbiz_png/{found[1]}"
        return html_escape(head.ljust(length - len("&from=app"), "x") + "&from=app")

    return re.sub(r"pressrun:ref/image/([0-9a-f]{8})/url", address, html)


def paragraph(*text: str) -> Paragraph:
    return Paragraph(tuple(Text(piece) for piece in text), 1)


def long_issue(*, pictures: int = 30, alt: str = "", paragraphs: int = 60) -> Document:
    """Sections of prose, a list and a picture each, with a reference in every second one."""
    blocks: list[Block] = []
    for number in range(pictures):
        blocks.append(Heading(2, (Text(f"第{number}节：小模型的新进展"),), number))
        blocks.extend(_prose(number, paragraphs // pictures))
        blocks.append(_points(number))
        blocks.append(Figure(f"img/{number}.png", number, alt))
    return Document(tuple(blocks))


def _prose(number: int, paragraphs: int) -> Iterable[Paragraph]:
    link = Link(f"https://example.org/reports/{number // 2}", (Text("完整的技术报告"),))
    for _ in range(paragraphs):
        words = "团队公布了训练细节，并且说明数据如何清洗、去重与配比；结果在多个基准上保持稳定。"
        yield Paragraph((Strong((Text("要点："),)), Text(words), link), number)


def _points(number: int) -> List:
    items = tuple(
        ListItem((paragraph(f"第{point}点：推理成本下降，延迟更低"),), number) for point in range(2)
    )
    return List(items, number)
