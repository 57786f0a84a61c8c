"""The pictures of an article and its cover, converted: the one step that reads files and fonts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from adapters.base import Media, Picture, Pictures
from adapters.fonts import find_typefaces, usual_folders
from adapters.lower import lower
from adapters.pictures import prepare_pictures
from adapters.shots import Shot, shots, wanted
from adapters.title_card import Words, title_card
from adapters.wechat.headline import CARD, cover_shot
from adapters.wechat.spec import BODY_PICTURE, COVER_PICTURE, KEY, SPEC
from adapters.wechat.split import covers, sections
from content.defaults import series
from content.issue import Issue


def prepare(
    issue: Issue, cache: Path | None, *, split: bool = False, drawn: Pictures | None = None
) -> Pictures:
    file = str(issue.path)
    taken = [wanted(issue, shot, BODY_PICTURE) for shot in shots(issue.document, KEY)]
    shown = _covers(issue, file) if split else (cover_shot(issue),)
    named = dict.fromkeys(shot for shot in shown if shot.source != CARD)
    taken += [wanted(issue, shot, COVER_PICTURE) for shot in named]
    pictures = prepare_pictures(taken, file=file, cache=cache, drawn=drawn)
    return _with_card(pictures, issue, file) if shown[0].source == CARD else pictures


def _covers(issue: Issue, file: str) -> tuple[Shot, ...]:
    return covers(issue, sections(lower(issue.document, KEY, SPEC.shows, file=file)[0]))


def _with_card(pictures: Pictures, issue: Issue, file: str) -> Pictures:
    words = Words(issue.title)
    if found := series(issue.title):
        words = Words(found.headline or issue.title, found.name, str(found.number))
    typefaces = find_typefaces(usual_folders(Path.home()))
    card = title_card(words, typefaces, file=file, line=issue.meta.line("title"))
    sha256 = hashlib.sha256(card.data).hexdigest()
    media = Media(CARD, sha256, "image/png", card.width, card.height, len(card.data))
    row = Picture(CARD, sha256, "no fitting picture", CARD, media, card.problem)
    return replace(
        pictures,
        rows={**pictures.rows, (COVER_PICTURE.purpose, CARD): row},
        blobs={**pictures.blobs, sha256: card.data},
    )
