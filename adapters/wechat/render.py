"""An issue as one WeChat article: its uploads, its draft, and when asked its publishing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.base import Edition, Json, Part, Phase, Pictures
from adapters.lower import lower
from adapters.references import ref
from adapters.shots import Roll, ledger, picture_problems, roll, shots, upload_parts
from adapters.wechat.blanks import Form, Outline, cut
from adapters.wechat.blocks import article_html
from adapters.wechat.cover import crops
from adapters.wechat.headline import Headline, headline
from adapters.wechat.inline import Image, Page
from adapters.wechat.ladder import Fitted, fit, reserved
from adapters.wechat.links import Reference, references, shown_links
from adapters.wechat.losses import length_problems, losses
from adapters.wechat.own_css import styled
from adapters.wechat.spec import (
    BODY_PICTURE,
    COVER_PICTURE,
    KEY,
    LABELS,
    LIMITS,
    REFERENCES_TITLES,
    SPEC,
    Options,
)
from adapters.wechat.theme import Look, Rung, Theme
from content.document import Document
from content.issue import Issue

DRAFT = "draft"
PUBLISH = "publish"


def render(issue: Issue, pictures: Pictures, options: Options) -> Edition:
    """The edition; pure. Above the last rung it carries an error and cannot be released."""
    file = str(issue.path)
    document, lowered = lower(issue.document, KEY, SPEC.shows, file=file)
    head = headline(issue, options, file)
    body = roll(shots(document), BODY_PICTURE, pictures)
    cover = roll((head.cover,), COVER_PICTURE, pictures)
    links = shown_links(document)
    numbered = references(links, LABELS)
    look = styled(options.theme, options.css, issue.site.root)
    write = writer(document, numbered, body, look.theme, issue.language)
    fitted = fit(write, write.size)
    files = (*upload_parts(body), *upload_parts(cover))
    return Edition(
        channel=KEY,
        parts=(*files, *_article_parts(_article(head, fitted, cover), files, options.mode)),
        problems=(
            *lowered,
            *losses(issue.document, document, links, numbered, file),
            *picture_problems(body, file),
            *picture_problems(cover, file),
            *head.problems,
            *look.problems,
            *length_problems(fitted, file),
        ),
        images=(*ledger(body), *ledger(cover)),
        facts=_facts(fitted, numbered, body),
    )


@dataclass(frozen=True, slots=True)
class Written:
    """An article with blanks; the size of what they leave as it is, and how often each stands."""

    form: Form
    common: int
    blanks: tuple[tuple[str, int], ...]


class Writer:
    """The article's HTML on any rung, and its size there; written once for rungs of one shape."""

    def __init__(self, document: Document, theme: Theme, page: Callable[[Outline], Page]) -> None:
        self._document = document
        self._theme = theme
        self._page = page
        self._written: dict[bool, Written] = {}

    def __call__(self, rung: Rung) -> str:
        return self._shape(rung).form.filled(Look(self._theme, rung).fill)

    def size(self, rung: Rung) -> int:
        """In characters, with a reserve for what is known only after the uploads."""
        shape = self._shape(rung)
        fill = Look(self._theme, rung).fill
        return shape.common + sum([n * reserved(fill(blank)) for blank, n in shape.blanks])

    def _shape(self, rung: Rung) -> Written:
        if rung.leaves not in self._written:
            form = cut(article_html(self._document, self._page(Outline(rung.leaves))))
            blanks = tuple(form.blanks().items())
            self._written[rung.leaves] = Written(form, reserved(form.common()), blanks)
        return self._written[rung.leaves]


def writer(
    document: Document, numbered: Mapping[str, Reference], body: Roll, theme: Theme, language: str
) -> Writer:
    images, title = _image_tags(body), REFERENCES_TITLES[language]
    return Writer(document, theme, lambda outline: Page(outline, numbered, images, title))


def _image_tags(body: Roll) -> dict[str, Image]:
    return {
        source: Image(upload.key, upload.media.width) for source, upload in body.uploads.items()
    }


def _article(head: Headline, fitted: Fitted, cover: Roll) -> dict[str, Json]:
    """One article as draft/add takes it; keys without a value are left out."""
    article: dict[str, Json] = {
        "article_type": "news",
        "title": head.title,
        "author": head.author,
        "digest": head.digest,
        "content": fitted.html,
        "content_source_url": head.source_url,
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
    }
    for upload in cover.uploads.values():
        article["thumb_media_id"] = ref(upload.key, "id")
        article |= crops(upload.media)
    return {key: value for key, value in article.items() if value != ""}


def _article_parts(
    article: dict[str, Json], files: tuple[Part, ...], mode: str
) -> tuple[Part, ...]:
    draft = Part(
        key=DRAFT,
        kind=DRAFT,
        payload={"articles": [article]},
        waits_for=tuple(part.key for part in files),
        phase=Phase.PREPARE,
    )
    if mode == DRAFT:
        return (draft,)
    publish = Part(
        key=PUBLISH,
        kind=PUBLISH,
        payload={"media_id": ref(DRAFT, "id")},
        waits_for=(DRAFT,),
    )
    return draft, publish


def _facts(fitted: Fitted, numbered: Mapping[str, Reference], body: Roll) -> dict[str, str]:
    limit = LIMITS["content"].value + 1
    return {
        "rung": str(fitted.rung.number),
        "characters": f"{fitted.size:,} of fewer than {limit:,}",
        "pictures": str(len(body.shots)),
        "references": str(len(numbered)),
    }
