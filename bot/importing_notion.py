"""A Notion export as a post: one page of the zip, with the pictures it names."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from bot.control.archive import Archive, Refused, opened
from bot.importing import (
    PICTURE,
    Article,
    BadImport,
    Imported,
    NoPicture,
    Wish,
    lay_out,
    read_file,
)
from content.importing.comparing import document_rows, picture_count
from content.importing.notion import Export, NoPage, choose_page, read_export, renamed
from content.importing.writing import Style
from content.markdown.tree import parse_document
from content.site import Site

ZIP = 200 * 1024 * 1024  # bytes of an export


def import_export(wish: Wish, site: Site) -> Imported:
    """Raises BadImport and FailedImport."""
    content = read_file(Path(wish.source), ZIP)
    try:
        with _unwrapped(content) as archive, tempfile.TemporaryDirectory() as folder:
            return _imported(wish, site, archive, Path(folder))
    except Refused as error:
        raise BadImport(f"{wish.source}: {error} {error.next_step}") from None
    except NoPage as error:
        raise BadImport(f"{wish.source}: {error}") from None


@contextmanager
def _unwrapped(content: bytes) -> Iterator[Archive]:
    """Notion packs large exports as a zip within a zip."""
    with opened(content) as archive, tempfile.TemporaryDirectory() as folder:
        files = list(archive.files)
        if len(files) != 1 or files[0].suffix.lower() != ".zip":
            yield archive
            return
        place = Path(folder) / "inner"
        archive.unpack({files[0]: place})
        with opened(place.read_bytes()) as inner:
            yield inner


def _imported(wish: Wish, site: Site, archive: Archive, folder: Path) -> Imported:
    page, below = choose_page(archive.files)
    places = {page: folder / "page"}
    archive.unpack(places)
    try:
        text = places[page].read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise BadImport(f"{wish.source}: the page is not UTF-8.") from None
    export = read_export(page, text, list(archive.files), below)
    pictures = _unpacked(archive, export, folder)

    def get(address: str) -> bytes:
        if address not in pictures:
            raise NoPicture("its address is not one of the export")
        return read_file(pictures[address], PICTURE)

    return lay_out(wish, site, export.facts, _article(export), page.stem, get)


def _unpacked(archive: Archive, export: Export, folder: Path) -> Mapping[str, Path]:
    files: dict[PurePosixPath, Path] = {}
    for path in export.pictures.values():
        files.setdefault(path, folder / f"picture-{len(files)}")
    archive.unpack(files)
    return {address: files[path] for address, path in export.pictures.items()}


def _article(export: Export) -> Article:
    def written(style: Style) -> str:
        return renamed(export.body, style.pictures).strip("\n") + "\n"

    document = parse_document(export.body, file="")[0]
    rows, shown = document_rows(document), picture_count(document)
    return Article(tuple(export.pictures), rows, written, export.left_out, shown)
