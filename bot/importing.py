"""A page, a saved one or a Notion export as a post of a site, with its pictures beside it, and the
proof: what was written is parsed again and its text compared with the page's."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from adapters.fetching import NotFetched, fetch
from adapters.picture_formats import sniff
from config.site import detect
from content.importing.comparing import (
    Difference,
    Row,
    differences,
    document_rows,
    page_rows,
    picture_count,
)
from content.importing.facts import Facts, read_facts
from content.importing.front import (
    front_matter,
    picture_name,
    pictures_folder,
    post_path,
    slug_for,
)
from content.importing.pages import NoArticle, read_page
from content.importing.settling import Settled, settle
from content.importing.shaping import shaped
from content.importing.trees import attr
from content.importing.writing import Style, write
from content.issue import IssueError, load_issue
from content.posts import zone_of
from content.site import Site

PAGE = 20 * 1024 * 1024  # bytes of a page; WeChat's longest are below 5 MB
PICTURE = 20 * 1024 * 1024  # bytes of one picture
PICTURES = 300  # of one post
TOGETHER = 300 * 1024 * 1024  # bytes of all its pictures
SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp", "AVIF": "avif",
            "BMP": "bmp", "TIFF": "tiff"}  # fmt: skip


class BadImport(Exception):
    """There is nothing to import, or it would overwrite something; the message says what to do."""


class FailedImport(Exception):
    """The page could not be fetched or read, or the post not be written."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`source` is an address or a file. `out` is a folder of the site, or any folder. `now` is the
    date of a post whose page names none. `loopback` is for rehearsals."""

    source: str
    out: Path
    now: datetime
    force: bool = False
    loopback: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written, and how the round trip went. `absent` are pictures that could not be had
    (address, why); `left_out` what the page shows and the post does not hold."""

    path: Path
    facts: Facts
    pictures: tuple[Path, ...]
    absent: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    differences: tuple[Difference, ...]
    problems: tuple[str, ...] = ()
    lost_pictures: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether no word and no picture of the page is lost."""
        return not self.lost_pictures and not any(one.lost for one in self.differences)


def import_post(wish: Wish) -> Imported:
    """Fetch, write and prove. Raises BadImport and FailedImport; BadSite of the site."""
    site = detect(wish.out)
    if wish.source.lower().endswith(".zip") and not _is_address(wish.source):
        from bot.importing_notion import import_export

        return import_export(wish, site)
    source, where = _source(wish)
    try:
        page = read_page(source.body, source.charset)
    except NoArticle as error:
        raise FailedImport(str(error)) from None
    facts = read_facts(page, source.url)
    if not facts.title:
        facts = replace(facts, title=Path(where).stem or "Untitled")
    settled = settle(page, source.url or facts.url, facts.title, saved=not source.url)
    return lay_out(wish, site, facts, Article.of(settled), Path(where).stem)


# --- the source ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Source:
    """`url` is "" of a file."""

    url: str
    body: bytes
    charset: str = ""


def _is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _source(wish: Wish) -> tuple[_Source, str]:
    """The page, and what names it."""
    if _is_address(wish.source):
        try:
            found = fetch(wish.source, most=PAGE, loopback=wish.loopback)
        except NotFetched as error:
            raise FailedImport(f"{wish.source}: {error}.") from None
        return _Source(found.url, found.body, found.charset), unquote(urlsplit(found.url).path)
    return _Source("", read_file(Path(wish.source), PAGE)), wish.source


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a file that is no larger than that. Raises BadImport."""
    try:
        if path.stat().st_size > most:
            raise BadImport(f"{path} is larger than {most // 1024 // 1024} MB.")
        return path.read_bytes()
    except FileNotFoundError:
        raise BadImport(f"{path}: there is no such file.") from None
    except OSError as error:
        raise BadImport(f"{path} cannot be read: {error.strerror}.") from None


# --- pictures -----------------------------------------------------------------------------------


class NoPicture(Exception):
    """The picture cannot be had; the message says why, in a sentence's words."""


Get = Callable[[str], bytes]


@dataclass(slots=True)
class Album:
    """The pictures of one post as they come in: each file once, numbered in order."""

    get: Get
    folder: Path
    names: dict[str, str] = field(default_factory=dict)  # address -> what the post names
    files: dict[Path, bytes] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    known: dict[str, Path] = field(default_factory=dict)  # sha256 -> file

    def take(self, address: str, name: Callable[[Path], str], stem: str = "") -> None:
        if address in self.names or address in self.absent:
            return
        try:
            path = self._kept(address, stem)
        except NoPicture as reason:
            self.absent[address] = str(reason)
        else:
            self.names[address] = name(path)

    def _kept(self, address: str, stem: str) -> Path:
        if len(self.files) >= PICTURES:
            raise NoPicture(f"the post has more than {PICTURES} pictures")
        content = self.get(address)
        kind = sniff(content[:4096])
        if kind not in SUFFIXES:
            raise NoPicture(f"it is {kind}" if kind else "it is no picture")
        if sum(map(len, self.files.values())) + len(content) > TOGETHER:
            raise NoPicture(f"the pictures exceed {TOGETHER // 1024 // 1024} MB")
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self.known:
            stem = stem or f"{len(self.files) + 1:02}"
            self.known[digest] = self.folder / f"{stem}.{SUFFIXES[kind]}"
            self.files[self.known[digest]] = content
        return self.known[digest]


def _getter(wish: Wish, base: str) -> Get:
    """How the pictures of a page are had: by their address, in them, or beside the saved page."""
    beside = None if _is_address(wish.source) else Path(wish.source).absolute().parent

    def get(address: str) -> bytes:
        """Of an address that is complete, or of a saved page's own folder."""
        if address.startswith("data:"):
            return _from_data(address)
        if _is_address(address):
            try:
                return fetch(address, most=PICTURE, loopback=wish.loopback).body
            except NotFetched as error:
                raise NoPicture(str(error)) from None
        if beside is None or urlsplit(address).scheme:
            raise NoPicture("its address is not one of the web")
        try:
            return _from_beside(beside, address)
        except NoPicture:
            if not base:
                raise
            return get(_complete(address, base))

    return get


def _complete(address: str, base: str) -> str:
    """Where a picture of a saved page is on the web; as written where nobody knows."""
    try:
        return urljoin(base, address)
    except ValueError:  # no address at all; it stays for the author to see
        return address


def _from_data(address: str) -> bytes:
    import base64
    import binascii

    head, _, content = address.partition(",")
    if len(content) > PICTURE * 2:
        raise NoPicture(f"it is larger than {PICTURE // 1024 // 1024} MB")
    try:
        raw = unquote_to_bytes(content)
        return base64.b64decode(raw) if head.endswith(";base64") else raw
    except (binascii.Error, ValueError):
        raise NoPicture("it is damaged") from None


def _from_beside(folder: Path, address: str) -> bytes:
    """A file of the saved page's own folder; nothing above it is looked at."""
    path = Path(os.path.realpath(folder / unquote(address.partition("?")[0].partition("#")[0])))
    if not path.is_relative_to(os.path.realpath(folder)):
        raise NoPicture("it lies outside of the page's folder")
    if not path.is_file() or path.stat().st_size > PICTURE:
        raise NoPicture("there is no such file, or it is too large")
    return path.read_bytes()


# --- laying out ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """What is to become a post. `pictures` are the addresses of its pictures, in order; `rows` its
    visible text; `written` makes its Markdown when the pictures have names."""

    pictures: tuple[str, ...]
    rows: tuple[Row, ...]
    written: Callable[[Style], str]
    left_out: tuple[str, ...] = ()
    shown: int = 0  # pictures, as often as the page shows them

    @staticmethod
    def of(settled: Settled) -> Article:
        trees = [settled.body, *settled.notes.texts.values()]
        rows = page_rows(settled.body, settled.notes)
        pictures = tuple(attr(one, "src") for tree in trees for one in tree.find_all("img"))

        def written(style: Style) -> str:
            notes = replace(
                settled.notes, texts={n: shaped(t) for n, t in settled.notes.texts.items()}
            )
            return write(shaped(settled.body), notes, style)

        return Article(pictures, rows, written, settled.left_out, settled.pictures)


def lay_out(
    wish: Wish, site: Site, facts: Facts, article: Article, file: str, get: Get | None = None
) -> Imported:
    """Write the post and its pictures, parse it again and compare. Raises BadImport where
    something stands there already, and FailedImport."""
    out = wish.out.absolute()
    date = _dated(facts.date or wish.now, site)
    slug = slug_for(facts, file)
    post = post_path(site, out, slug, date)
    album = Album(get or _getter(wish, facts.url), pictures_folder(site, post, slug))
    _refuse_standing(post, album.folder, wish)
    _take_pictures(
        album, article.pictures, facts.cover, lambda path: picture_name(site, post, path)
    )
    names = {address: _complete(address, facts.url) for address in album.absent}
    style = Style(site.kind, {**names, **album.names})
    cover = album.names.get(facts.cover, facts.cover)
    text = front_matter(facts, site, date, cover) + article.written(style)
    _write(post, text, album.files, out if site.kind in {"plain", "obsidian"} else site.root)
    return _proven(post, site, facts, article, album)


def _dated(date: datetime, site: Site) -> datetime:
    """In the zone of a site that has one, else in the page's own."""
    return date if site.zone == "UTC" else date.astimezone(zone_of(site))


def _refuse_standing(post: Path, folder: Path, wish: Wish) -> None:
    if wish.force:
        return
    if post.exists() or post.is_symlink():
        raise BadImport(f"{post} exists already. Add --force to overwrite it.")
    if folder != post.parent and folder.is_dir() and any(folder.iterdir()):
        raise BadImport(f"{folder} holds files already. Add --force to write into it.")


def _take_pictures(
    album: Album, pictures: Sequence[str], cover: str, name: Callable[[Path], str]
) -> None:
    for address in pictures:
        album.take(address, name)
    if cover:
        album.take(cover, name, "cover")


def _write(post: Path, text: str, files: Mapping[Path, bytes], top: Path) -> None:
    """Everything below `top`; the post last, and whole or not at all."""
    try:
        for path, content in files.items():
            _put(path, content, top)
        _put(post, text.encode("utf-8"), top)
    except OSError as error:
        raise FailedImport(f"{error.filename} cannot be written: {error.strerror}.") from None


def _put(path: Path, content: bytes, top: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not Path(os.path.realpath(path.parent)).is_relative_to(os.path.realpath(top)):
        raise FailedImport(f"{path.parent} leads out of {top}.")
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _proven(post: Path, site: Site, facts: Facts, article: Article, album: Album) -> Imported:
    try:
        issue = load_issue(post, site)
    except IssueError as error:
        raise FailedImport(f"What was written cannot be read again: {error}") from None
    found = differences(article.rows, document_rows(issue.document))
    ignored = {"remote-picture", "foreign-picture", *_ABSENT}
    problems = tuple(str(one) for one in issue.problems if one.code not in ignored)
    return Imported(
        path=post, facts=facts, pictures=tuple(album.files), absent=tuple(album.absent.items()),
        left_out=article.left_out, differences=found, problems=problems,
        lost_pictures=max(0, article.shown - picture_count(issue.document)),
    )  # fmt: skip


_ABSENT = frozenset({"remote-image", "missing-picture"})  # named among the absent ones already


def now() -> datetime:
    return datetime.now(UTC)
