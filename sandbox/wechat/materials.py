"""Pictures inside articles (uploadimg) and permanent or temporary material."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from sandbox.exchange import Answer, Exchange, NotModelled, Upload
from sandbox.service import Setting
from sandbox.store import Table
from sandbox.wechat.errors import refused, say

URL_LENGTHS = (118, 175)
TEMPORARY_S = 3 * 24 * 3600
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
MIME = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp"}


@dataclass(frozen=True, slots=True)
class Rule:
    """`most` is the largest size allowed, in units of 1 KB; `too_large` its error."""

    formats: tuple[str, ...]
    most: int
    too_large: int


# contract 2.2
RULES: Mapping[str, Rule] = {
    "image": Rule(("bmp", "png", "jpg", "gif"), 10_000, 40009),
    "thumb": Rule(("jpg",), 64, 40006),
    "voice": Rule(("mp3", "wma", "wav", "amr"), 2_000, 45001),
    "video": Rule(("mp4",), 10_000, 45001),
}
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF8", "gif"),
    (0, b"BM", "bmp"),
    (8, b"WEBP", "webp"),
    (8, b"WAVE", "wav"),
    (4, b"ftyp", "mp4"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"#!AMR", "amr"),
    (0, b"\x30\x26\xb2\x75", "wma"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes behind an mmbiz URL, by the key in its path."""

    key: str
    url: str
    sha256: str
    kind: str


@dataclass(frozen=True, slots=True)
class Material:
    """`usable_at` is when drafts may refer to it; `expires_at` is 0 for permanent material."""

    id: str
    type: str
    sha256: str
    url: str
    usable_at: float
    expires_at: float = 0.0


class Materials:
    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._clock = setting.clock
        self._switches = setting.switches
        self.pictures: Table[Picture] = setting.table("pictures", Picture)
        self.materials: Table[Material] = setting.table("materials", Material)

    def upload_picture(self, exchange: Exchange) -> Answer:
        upload = _media(exchange)
        kind = sniff(upload.content)
        if kind not in ("jpg", "png"):
            raise refused(40005)
        if len(upload.content) >= self._switches.number("megabyte"):
            raise refused(40009)
        _check_decodable(upload.content)
        return say(
            {"url": self._keep_picture(upload.content, kind).url, "errcode": 0, "errmsg": "ok"}
        )

    def add(self, exchange: Exchange) -> Answer:
        kind, upload = self._checked(exchange)
        if kind == "video":
            _check_description(exchange)
        self._check_cap(kind)
        lag = exchange.injected("material_lag") or {}
        seconds = float(lag.get("seconds", self._switches.seconds("material_lag_s")))
        material = self._keep(kind, upload, self._clock.now() + self._clock.paced(seconds))
        reply = {"media_id": material.id}
        return say({**reply, "url": material.url} if kind == "image" else reply)

    def add_temporary(self, exchange: Exchange) -> Answer:
        kind, upload = self._checked(exchange)
        now = self._clock.now()
        material = self._keep(kind, upload, now, expires_at=now + TEMPORARY_S)
        return say({"type": kind, "media_id": material.id, "created_at": int(now)})

    def is_cover(self, media_id: str) -> bool:
        """Permanent, of the right type, and known by now."""
        material = self.materials.get(media_id)
        wanted = self._switches.word("cover_type")
        types = ("image", "thumb") if wanted == "any" else (wanted,)
        return (
            material is not None
            and not material.expires_at
            and material.type in types
            and material.usable_at <= self._clock.now()
        )

    def show_picture(self, exchange: Exchange) -> Answer:
        picture = self.pictures.get(exchange.params["key"])
        if picture is None:
            return Answer(404, b"", "text/plain")
        return Answer(200, self._setting.store.blob(picture.sha256), MIME[picture.kind])

    def _checked(self, exchange: Exchange) -> tuple[str, Upload]:
        kind = exchange.request.query.get("type", "")
        if kind not in RULES:
            raise refused(40004)
        upload = _media(exchange)
        rule = RULES[kind]
        if sniff(upload.content) not in rule.formats:
            raise refused(40005)
        if len(upload.content) > rule.most * self._kilobyte():
            raise refused(rule.too_large)
        if kind in ("image", "thumb"):
            _check_decodable(upload.content)
        return kind, upload

    def _kilobyte(self) -> int:
        return 1000 if self._switches.number("megabyte") == 1_000_000 else 1024

    def _check_cap(self, kind: str) -> None:
        cap = self._switches.number("material_cap")
        kept = [m for m in self.materials.values() if not m.expires_at]
        images = sum(m.type == "image" for m in kept)
        if (images >= cap) if kind == "image" else (len(kept) - images >= cap // 100):
            raise NotModelled("the error of a full material library is not documented")

    def _keep(self, kind: str, upload: Upload, usable: float, expires_at: float = 0.0) -> Material:
        url = ""
        if kind == "image" and not expires_at:
            url = self._keep_picture(upload.content, sniff(upload.content)).url
        digest = self._setting.store.keep(upload.content)
        material = Material(secrets.token_urlsafe(48), kind, digest, url, usable, expires_at)
        self.materials.put(material.id, material)
        return material

    def _keep_picture(self, content: bytes, kind: str) -> Picture:
        digest = self._setting.store.keep(content)
        url, key = picture_url(digest, kind, self._switches.word("picture_urls"))
        picture = Picture(key, url, digest, kind)
        self.pictures.put(key, picture)
        return picture


def picture_url(digest: str, kind: str, length: str) -> tuple[str, str]:
    """An mmbiz address of real length, the same for the same bytes, and the key in its path."""
    number = int(digest, 16)
    shortest, longest = URL_LENGTHS
    sizes = {"shortest": shortest, "longest": longest}
    total = sizes.get(length, shortest + number % (longest - shortest + 1))
    name = "jpeg" if kind == "jpg" else kind
    head, tail = f"http://mmbiz.qpic.cn/sz_mmbiz_{kind}/", f"/0?wx_fmt={name}"
    room = total - len(head) - len(tail)
    stream = hashlib.shake_256(digest.encode()).digest(room)
    key = "".join(ALPHABET[byte % len(ALPHABET)] for byte in stream)
    return f"{head}{key}{tail}", key


def sniff(content: bytes) -> str:
    for at, magic, kind in MAGIC:
        if content[at : at + len(magic)] == magic:
            return kind
    return ""


def _media(exchange: Exchange) -> Upload:
    try:
        upload = exchange.form().files.get("media")
    except ValueError as malformed:
        raise refused(41005) from malformed
    if upload is None or not upload.content:
        raise refused(41005)
    return upload


def _check_description(exchange: Exchange) -> None:
    try:
        description = json.loads(exchange.form().fields.get("description", ""))
    except ValueError as malformed:
        raise refused(47001) from malformed
    if not {"title", "introduction"} <= description.keys():
        raise refused(47001)


def _check_decodable(content: bytes) -> None:
    try:
        Image.open(io.BytesIO(content)).close()
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
    ) as broken:
        raise refused(40137) from broken
