"""The image ledger: each picture as the author made it, and what every channel did to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from adapters.base import Edition, ImageRow, Media
from bot.preview.picture_words import in_words
from bot.preview.pictures import SMALL, UNREADABLE, Thumbnails, data_uri, shrink
from content.issue import Issue


@dataclass(frozen=True, slots=True)
class Before:
    """The author's file: `uri` is a small picture of it, "" when it cannot be shown."""

    uri: str = ""
    format: str = ""
    width: int = 0
    height: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What a channel did, in the page's language. `after` is sent; None for nothing."""

    row: ImageRow
    after: Media | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One picture of the issue, with what each channel did about it, in the channels' order."""

    source: str
    line: int
    before: Before
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def name(self) -> str:
        """The last piece of the source, which tells the pictures of a folder apart."""
        return self.source.rstrip("/").rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.source.removesuffix(self.name)

    @property
    def open(self) -> bool:
        return any(each.row.open for cell in self.cells for each in cell)


def picture_rows(
    issue: Issue,
    editions: Mapping[str, Edition],
    channels: Iterable[str],
    thumbnails: Thumbnails,
) -> tuple[PictureRow, ...]:
    """Open rows first, then in the order of the issue."""
    keys = [key for key in channels if key in editions]
    lines: dict[str, int] = {}
    for key in keys:
        for row in editions[key].images:
            lines[row.source] = min(lines.get(row.source, row.line), row.line)
    cells = {key: dict(_cells(editions[key], thumbnails, issue.language)) for key in keys}
    rows = [
        PictureRow(
            source,
            line,
            _before(issue, source, thumbnails),
            tuple(tuple(c for r, c in cells[key].items() if r.source == source) for key in keys),
        )
        for source, line in lines.items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.open, row.line)))


def _cells(
    edition: Edition, thumbnails: Thumbnails, language: str
) -> Iterator[tuple[ImageRow, Cell]]:
    """Each row once, with the picture that its part carries."""
    sent = {(part.key, media.source): media for part in edition.parts for media in part.media}
    for row in edition.images:
        after = sent.get((row.part, row.source))
        said = replace(
            row, rule=in_words(row.rule, language), action=in_words(row.action, language)
        )
        yield row, Cell(said, after, thumbnails.image(after).key if after else "")


def _before(issue: Issue, source: str, thumbnails: Thumbnails) -> Before:
    """The author's own file, looked at once per page."""
    asset = issue.assets.get(source)
    if asset is None or asset.path is None:
        return Before()
    try:
        stat = asset.path.stat()
        known = f"{asset.path}:{stat.st_mtime_ns}:{stat.st_size}"
        if known not in thumbnails.shrunk:
            thumbnails.shrunk[known] = shrink(asset.path.read_bytes(), SMALL)
        uri = data_uri(thumbnails.shrunk[known])
    except UNREADABLE:  # a form that only the channels' own conversion reads
        return Before("", asset.format, asset.width, asset.height)
    return Before(uri, asset.format, asset.width, asset.height, stat.st_size)
