"""Photos and documents: what is taken, what they are called, and how they are fetched again."""

from __future__ import annotations

import hashlib
import io
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from mimetypes import guess_type

from PIL import Image, UnidentifiedImageError

from sandbox.exchange import Answer, Exchange, Upload
from sandbox.telegram.arguments import Arguments
from sandbox.telegram.errors import NO_SUCH_FILE, bad, failure, ok, plain
from sandbox.telegram.rows import Bot, File, FileId, State

MOST_BYTES = 52_428_800
MOST_BY_URL: Mapping[str, int] = {"photo": 5_242_880, "document": 20_971_520}
MOST_FETCHED = 20_971_520
MOST_SIDES = 10_000
MOST_RATIO = 20
THUMBS = {"s": 90, "m": 320}
DOCUMENTS_BY_URL = ("application/pdf", "application/zip")
NAMES = {"photo": "Photo", "document": "Document"}


class Unfit(Exception):
    """A file that cannot be sent; the text is the code or sentence for it."""


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes from an upload or an address, not yet a file."""

    content: bytes
    name: str
    mime: str


class Files:
    def __init__(self, state: State) -> None:
        self._state = state

    def given(self, arguments: Arguments, field: str, value: str | None = None) -> str | Upload:
        """What a parameter names: an upload, a file_id or an address; "" for nothing."""
        value = arguments.text(field) if value is None else value
        if value.startswith("attach://"):
            return arguments.files.get(value.removeprefix("attach://"), "")
        return value or arguments.files.get(field, "")

    def take(self, bot: Bot, kind: str, given: str | Upload, *, in_album: bool = False) -> File:
        """The file to send; Unfit with the reason when there is none."""
        if isinstance(given, Upload):
            if len(given.content) > MOST_BYTES:
                raise plain(413, "Request Entity Too Large")
            mime = guess_type(given.filename)[0] or "application/octet-stream"
            return self._keep(kind, Content(given.content, given.filename, mime))
        if "." in given:
            return self._keep(kind, self._fetched(kind, given, in_album=in_album))
        return self._known(bot, kind, given)

    def id_for(self, bot: Bot, file: File, size: str) -> str:
        """What this bot calls the file: opaque, and good for no other bot."""
        seed = hashlib.sha256(f"{bot.token}/{file.unique}/{size}".encode()).digest()
        prefix = "AgACAgI" if file.kind == "photo" else "BQACAgI"
        name = f"{prefix}{urlsafe_b64encode(seed * 2)[:60].decode()}"
        self._state.file_ids.put(name, FileId(bot.id, file.unique, size))
        return name

    def unique(self, file: File, size: str) -> str:
        return f"{file.unique}{size}"

    def sizes(self, file: File) -> list[tuple[str, int, int]]:
        """Name, width and height of each size of a photo, the photo itself last, named ""."""
        longest = max(file.width, file.height)
        small = [
            (name, _scaled(file.width, box, longest), _scaled(file.height, box, longest))
            for name, box in THUMBS.items()
            if longest > box
        ]
        return [*small, ("", file.width, file.height)]

    def get_file(self, bot: Bot, arguments: Arguments) -> Answer:
        known = self._state.file_ids.get(arguments.text("file_id"))
        file = self._state.files.get(known.unique) if known and known.bot_id == bot.id else None
        if known is None or file is None:
            raise bad("invalid file_id")
        if file.size > MOST_FETCHED:
            raise bad("file is too big")
        folder = "photos" if file.kind == "photo" else "documents"
        size = {} if known.size else {"file_size": file.size}
        name = f"{file.unique}_{known.size}.jpg" if known.size else f"{file.unique}{_suffix(file)}"
        return ok(
            {
                "file_id": arguments.text("file_id"),
                "file_unique_id": self.unique(file, known.size),
                **size,
                "file_path": f"{folder}/{name}",
            }
        )

    def download(self, bot: Bot | None, exchange: Exchange) -> Answer:
        """GET /telegram/file/bot<token>/<file_path>."""
        stem = exchange.params["path"].rpartition("/")[2].partition(".")[0]
        unique, _, size = stem.partition("_")
        file = self._state.files.get(unique)
        if bot is None or file is None:
            return failure(404, "Not Found")
        return self.shown(file, size)

    def shown(self, file: File, size: str = "") -> Answer:
        content = self._state.store.blob(file.sha256)
        return Answer(200, _thumb(content, THUMBS[size]) if size in THUMBS else content, file.mime)

    def _keep(self, kind: str, content: Content) -> File:
        if not content.content:
            raise Unfit("File must be non-empty")
        width = height = 0
        mime = content.mime
        if kind == "photo":
            self._check_size(content.content)
            width, height, mime = _measured(content.content)
        unique = f"AQAD{self._state.next('file'):08d}"
        digest = self._state.store.keep(content.content)
        file = File(unique, kind, digest, len(content.content), content.name, mime, width, height)
        self._state.files.put(unique, file)
        return file

    def _check_size(self, content: bytes) -> None:
        most = self._state.switches.number("photo_bytes")
        if len(content) > most:
            raise Unfit(
                f"File of size {len(content)} bytes is too big for a photo; "
                f"the maximum size is {most} bytes"
            )

    def _known(self, bot: Bot, kind: str, file_id: str) -> File:
        known = self._state.file_ids.get(file_id)
        if known is None or known.bot_id != bot.id:
            raise Unfit(NO_SUCH_FILE)
        file = self._state.files.get(known.unique)
        if file is None:
            raise Unfit(NO_SUCH_FILE)
        if file.kind != kind:
            raise Unfit(f"can't use file of type {NAMES[file.kind]} as {NAMES[kind]}")
        return file

    def _fetched(self, kind: str, url: str, *, in_album: bool) -> Content:
        """What the emulated web has there: nothing but what a test has put up."""
        page = self._state.web.get(url)
        if page is None:
            raise Unfit("WEBPAGE_CURL_FAILED")
        content = self._state.store.blob(page.sha256)
        if len(content) > MOST_BY_URL[kind]:
            raise Unfit("WEBPAGE_CURL_FAILED")
        photo = kind == "photo" and page.type.startswith("image/")
        if in_album and page.type == "image/webp":
            raise Unfit("WEBPAGE_MEDIA_EMPTY")
        if not photo and (kind == "photo" or page.type not in DOCUMENTS_BY_URL):
            raise Unfit("WEBPAGE_MEDIA_EMPTY")
        return Content(content, url.rpartition("/")[2].partition("?")[0], page.type)


def _measured(content: bytes) -> tuple[int, int, str]:
    """Width, height and type of a photo that the service takes; Unfit otherwise."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
            mime = Image.MIME.get(image.format or "", "image/jpeg")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
    ) as broken:
        raise Unfit("IMAGE_PROCESS_FAILED") from broken
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise Unfit("PHOTO_INVALID_DIMENSIONS")
    return width, height, mime


def _scaled(side: int, box: int, longest: int) -> int:
    return max(1, round(side * box / longest))


def _thumb(content: bytes, box: int) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        image.thumbnail((box, box))
        image.convert("RGB").save(out, "JPEG")
    return out.getvalue()


def _suffix(file: File) -> str:
    if file.kind == "photo":
        return {"image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}.get(
            file.mime, ".jpg"
        )
    return f".{file.name.rpartition('.')[2]}" if "." in file.name else ""
