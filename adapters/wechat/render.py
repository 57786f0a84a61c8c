"""An issue as one WeChat article: its uploads, its draft, and when asked its publishing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from adapters.base import Edition, Json, Part, Phase, Pictures
from adapters.lower import lower
from adapters.modes import mode_of
from adapters.references import ref
from adapters.shots import Roll, Upload, ledger, picture_problems, roll, shots, upload_parts
from adapters.wechat.blanks import Form, Outline, cut
from adapters.wechat.blocks import article_html
from adapters.wechat.cover import crops
from adapters.wechat.headline import Headline, headline
from adapters.wechat.inline import Image, Page
from adapters.wechat.ladder import Fitted, fit, reserved
from adapters.wechat.links import Reference, Shown, references, shown_links
from adapters.wechat.losses import empty_problems, length_problems, losses
from adapters.wechat.own_css import styled
from adapters.wechat.spec import (
    BODY_PICTURE,
    COVER_PICTURE,
    KEY,
    LABELS,
    LIMITS,
    REFERENCES_TITLES,
    SPEC,
    VERBS,
    Options,
)
from adapters.wechat.split import Section, covers, sections, split_problems
from adapters.wechat.theme import Look, Rung, Theme
from content.document import Document, Link
from content.issue import Issue

DRAFT = "draft"
PUBLISH = "publish"


def render(issue: Issue, pictures: Pictures, options: Options) -> Edition:
    """The edition; pure. Above the last rung it carries an error and cannot be released."""
    file = str(issue.path)
    mode, told = mode_of(issue, KEY, tuple(VERBS), options.mode)
    document, lowered = lower(issue.document, KEY, SPEC.shows, file=file)
    found = sections(document) if options.split else (Section("", document),)
    head = headline(issue, options, file)
    body = roll(shots(document), BODY_PICTURE, pictures)
    shown = covers(issue, found)
    cover = roll(shown, COVER_PICTURE, pictures)
    look = styled(options.theme, options.css, issue.site.root)
    made = [_made(section, body, look.theme, issue.language) for section in found]
    files = (*upload_parts(body), *upload_parts(cover))
    articles = [
        _article(head, one, cover.uploads.get(shot.source), alone=len(made) == 1)
        for one, shot in zip(made, shown, strict=True)
    ]
    return Edition(
        channel=KEY,
        parts=(*files, *_article_parts(articles, files, mode)),
        problems=(
            *told,
            *lowered,
            *losses(issue.document, document, [link for one in made for link in one.links], file),
            *empty_problems(document, file),
            *picture_problems(body, file),
            *picture_problems(cover, file),
            *head.problems,
            *look.problems,
            *(split_problems(found, file) if options.split else ()),
            *(told for one in made for told in length_problems(one.fitted, one.section.line, file)),
        ),
        images=(*ledger(body), *ledger(cover)),
        facts=_facts(made, body),
        files=look.files,
        verb=VERBS[mode],
    )


@dataclass(frozen=True, slots=True)
class Made:
    """One article: its part of the issue, and what became of it."""

    section: Section
    links: Sequence[tuple[Link, Shown]]
    references: Mapping[str, Reference]
    fitted: Fitted


def _made(section: Section, body: Roll, theme: Theme, language: str) -> Made:
    links = shown_links(section.document)
    numbered = references(links, LABELS)
    write = writer(section.document, numbered, body, theme, language)
    return Made(section, links, numbered, fit(write, write.size))


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


def _article(head: Headline, made: Made, cover: Upload | None, *, alone: bool) -> dict[str, Json]:
    """One article as draft/add takes it; keys without a value are left out.

    A digest is taken from the only article of a draft alone.
    """
    article: dict[str, Json] = {
        "article_type": "news",
        "title": made.section.title or head.title,
        "author": head.author,
        "digest": head.digest if alone else "",
        "content": made.fitted.html,
        "content_source_url": head.source_url,
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
    }
    if cover:
        article["thumb_media_id"] = ref(cover.key, "id")
        article |= crops(cover.media)
    return {key: value for key, value in article.items() if value != ""}


def _article_parts(
    articles: Sequence[dict[str, Json]], files: tuple[Part, ...], mode: str
) -> tuple[Part, ...]:
    draft = Part(
        key=DRAFT,
        kind=DRAFT,
        payload={"articles": [*articles]},
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


def _facts(made: Sequence[Made], body: Roll) -> dict[str, str]:
    """`rung` is that of the plainest article, `characters` of each."""
    limit = LIMITS["content"].value + 1
    sizes = " + ".join(f"{one.fitted.size:,}" for one in made)
    several = {"articles": str(len(made))} if len(made) > 1 else {}
    return {
        "rung": str(max(one.fitted.rung.number for one in made)),
        "characters": f"{sizes} of fewer than {limit:,}" + (" each" if several else ""),
        "pictures": str(len(body.shots)),
        "references": str(sum(len(one.references) for one in made)),
        **several,
    }
