"""Pictures in an edition: where they stand, what was converted, and the ledger of each.

Every channel counts its pictures here, so that none is lost on the way from document to parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.base import ImageRow, Json, Media, Part, Phase, PictureRule, Pictures
from adapters.pictures import Wanted
from content.document import (
    Block,
    Break,
    Code,
    Details,
    Document,
    Figure,
    FootnoteRef,
    Gallery,
    Heading,
    Inline,
    InlineImage,
    List,
    Math,
    Only,
    Paragraph,
    Quote,
    Text,
)
from content.issue import Issue
from content.problems import Level, Problem
from content.runs import own_runs

_BARE = frozenset({Text, Code, Math, Break, FootnoteRef})  # neither a picture nor around one


@dataclass(frozen=True, slots=True)
class Shot:
    """One place where a picture stands."""

    source: str
    line: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture that can be sent. `key` names the part that sends it, after the author's bytes."""

    key: str
    media: Media


@dataclass(frozen=True, slots=True)
class Roll:
    """The pictures of one purpose: where they stand, and by source those that can be sent."""

    rule: PictureRule
    shots: tuple[Shot, ...]
    uploads: Mapping[str, Upload]
    pictures: Pictures


def shots(document: Document, channel: str = "") -> tuple[Shot, ...]:
    """The pictures of a document in reading order, those of footnotes last.

    With a channel the document may be unlowered: what is only for others is passed over.
    """
    found: list[Shot] = []
    _collect(document.blocks, channel, found)
    for note in document.footnotes:
        _collect(note.blocks, channel, found)
    return tuple(found)


def _collect(blocks: Iterable[Block], channel: str, found: list[Shot]) -> None:
    for block in blocks:
        if isinstance(block, (Paragraph, Heading)):
            children = block.children
            if len(children) != 1 or type(children[0]) is not Text:  # most runs are one plain text
                _collect_inline(children, block.line, found)
        elif isinstance(block, Figure):
            _collect_inline(block.caption, block.line, found)
            found.append(Shot(block.source, block.line, block.alt))
        elif isinstance(block, List):
            held = [inner for item in block.items for inner in item.blocks]
            _collect(held, channel, found)
        else:
            _collect_rare(block, channel, found)


def _collect_rare(block: Block, channel: str, found: list[Shot]) -> None:
    for children, line in own_runs(block):
        _collect_inline(children, line, found)
    if isinstance(block, Quote | Details):
        _collect(block.blocks, channel, found)
    elif isinstance(block, Gallery):
        _collect(block.figures, channel, found)
    elif isinstance(block, Only) and channel in block.channels:
        _collect(block.blocks, channel, found)


def _collect_inline(children: tuple[Inline, ...], line: int, found: list[Shot]) -> None:
    for node in children:
        if type(node) in _BARE:
            continue
        if isinstance(node, InlineImage):
            found.append(Shot(node.source, node.line or line, node.alt))
        else:
            _collect_inline(node.children, line, found)  # type: ignore[union-attr]


def wanted(issue: Issue, shot: Shot, rule: PictureRule) -> Wanted:
    asset = issue.assets.get(shot.source)
    return Wanted(shot.source, asset.path if asset else None, shot.line, shot.alt, rule)


def roll(taken: Sequence[Shot], rule: PictureRule, pictures: Pictures) -> Roll:
    """The pictures of a rule, each under the key of the part that uploads it."""
    found: dict[str, Upload] = {}
    for shot in taken:
        picture = pictures.get(rule.purpose, shot.source)
        if picture and picture.media:
            key = f"{rule.purpose}/{picture.source_sha256[:8]}"
            found.setdefault(shot.source, Upload(key, picture.media))
    return Roll(rule, tuple(taken), found, pictures)


def no_body(_: Media) -> Json:
    """The request's body is the file alone."""
    return {}


def upload_parts(taken: Roll, body: Callable[[Media], Json] = no_body) -> tuple[Part, ...]:
    """One part per distinct picture: two sources of equal bytes share it."""
    parts: dict[str, Part] = {}
    for upload in taken.uploads.values():
        part = Part(
            key=upload.key,
            kind=taken.rule.purpose,
            payload=body(upload.media),
            media=(upload.media,),
            repeatable=True,
            phase=Phase.PREPARE,
        )
        parts.setdefault(upload.key, part)
    return tuple(parts.values())


def ledger(taken: Roll, carried: Mapping[str, str] | None = None) -> tuple[ImageRow, ...]:
    """A row for every place with a picture, those that could not be converted among them.

    `carried` names by source the part that sends a picture, where that is none of its own.
    """
    return tuple(_row(shot, taken, carried) for shot in taken.shots)


def picture_problems(taken: Roll, file: str) -> tuple[Problem, ...]:
    """What `prepare` found, once per source; a picture it never saw is an error too."""
    first = {shot.source: shot for shot in reversed(taken.shots)}
    found = [_problem(shot, taken, file) for shot in first.values()]
    return tuple(sorted((p for p in found if p), key=lambda p: p.line))


def _row(shot: Shot, taken: Roll, carried: Mapping[str, str] | None) -> ImageRow:
    picture = taken.pictures.get(taken.rule.purpose, shot.source)
    upload = taken.uploads.get(shot.source)
    own = upload.key if upload else ""
    return ImageRow(
        source=shot.source,
        sha256=picture.source_sha256 if picture else "",
        rule=picture.rule if picture else "",
        action=picture.action if picture else "",
        part=own if carried is None else carried.get(shot.source, ""),
        line=shot.line,
        open=upload is None,
    )


def _problem(shot: Shot, taken: Roll, file: str) -> Problem | None:
    picture = taken.pictures.get(taken.rule.purpose, shot.source)
    if picture:
        return picture.problem
    message = f"{shot.source} was never converted, so it would be missing."
    return Problem(Level.ERROR, "picture-missing", file, shot.line, message, subject=shot.source)
