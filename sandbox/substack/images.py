"""POST /image, and the bucket that the pictures go to."""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import uuid
from collections.abc import Awaitable
from dataclasses import asdict, dataclass

from PIL import Image, UnidentifiedImageError

from sandbox.exchange import Answer, Exchange, NotModelled, json_answer
from sandbox.substack.addresses import BUCKET
from sandbox.substack.errors import FETCH, WRONG, invalid, refuse, single
from sandbox.substack.requests import given, read_object
from sandbox.substack.rows import Picture, State

DATA_URI = re.compile(r"data:image/[\w.+-]+;base64")
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
HANG_S = 120.0  # "over a minute"
HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class Form:
    """What the bytes of a picture say of themselves."""

    mime: str
    extension: str
    width: int
    height: int


class Images:
    def __init__(self, state: State) -> None:
        self._state = state
        self._switches = state.switches

    def upload(self, exchange: Exchange) -> Answer | Awaitable[Answer]:
        if exchange.request.content_type == FORM and self._switches.word("image_form") == "hang":
            return self._hang()
        content = self._image_of(exchange)
        if isinstance(content, bytes):
            return json_answer(_receipt(self._keep(content)))
        if not content.startswith("data:"):
            return json_answer(_receipt(self._already_there(content)))
        picture = self._keep(_decoded(content))
        self._bind(exchange)
        return json_answer(_receipt(picture))

    def show(self, exchange: Exchange) -> Answer:
        url = f"{BUCKET}/public/images/{exchange.params['name']}"
        picture = self._state.pictures.get(url)
        if picture is None:
            return Answer(404, b"", "text/plain")
        return Answer(200, self._state.store.blob(picture.sha256), picture.mime)

    def _image_of(self, exchange: Exchange) -> str | bytes:
        """The value of `image`: a data URI or an address; of a multipart body also bytes."""
        kind = exchange.request.content_type
        refused = {"image_form": FORM, "image_multipart": MULTIPART}
        if any(kind == of and self._switches.word(name) == "400" for name, of in refused.items()):
            raise refuse(single(WRONG))
        if kind in (FORM, MULTIPART):
            return _image_of_form(exchange)
        body = read_object(exchange)
        value = body.get("image")
        if not isinstance(value, str):
            raise refuse(invalid("image", *given(body, "image")))
        return value

    def _already_there(self, url: str) -> Picture:
        picture = self._state.pictures.get(url)
        if picture is None:
            raise refuse(single(FETCH))
        return picture

    def _keep(self, content: bytes) -> Picture:
        form = self._measured(content)
        most = self._switches.number("image_bytes")
        if most and len(content) > most:
            raise refuse(single(WRONG))
        name = f"{uuid.uuid4()}_{form.width}x{form.height}.{form.extension}"
        picture = Picture(
            id=self._state.next("picture"),
            url=f"{BUCKET}/public/images/{name}",
            sha256=self._state.store.keep(content),
            mime=form.mime,
            size=len(content),
            width=form.width,
            height=form.height,
        )
        self._state.pictures.put(picture.url, picture)
        return picture

    def _measured(self, content: bytes) -> Form:
        if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
            if self._switches.word("heic") == "400":
                raise refuse(single(WRONG))
            return heic_form(content)
        return picture_form(content)

    def _bind(self, exchange: Exchange) -> None:
        """postId: whether it touches the draft is not known."""
        if exchange.request.content_type != "application/json":
            return
        post_id = read_object(exchange).get("postId")
        if post_id is not None and self._switches.word("post_id") == "binds":
            self._state.save(self._state.draft(str(post_id)))

    async def _hang(self) -> Answer:
        clock = self._state.clock
        await clock.until(lambda: False, clock.paced(HANG_S))
        raise NotModelled("what comes after a form upload that hangs")


def picture_form(content: bytes) -> Form:
    """Raises the 400 for bytes that are no picture."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            kind, (width, height) = str(opened.format), opened.size
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
    ) as broken:
        raise refuse(single(WRONG)) from broken
    return Form(Image.MIME.get(kind, f"image/{kind.lower()}"), kind.lower(), width, height)


def heic_form(content: bytes) -> Form:
    """The size in the first `ispe` box, which Pillow does not read."""
    at = content.find(b"ispe") + 8
    if at < 8 or len(content) < at + 8:
        raise refuse(single(WRONG))
    width, height = struct.unpack(">II", content[at : at + 8])
    return Form("image/heic", "heic", width, height)


def _image_of_form(exchange: Exchange) -> str | bytes:
    try:
        form = exchange.form()
    except ValueError as malformed:
        raise NotModelled("a form that cannot be read") from malformed
    if "image" in form.files:
        return form.files["image"].content
    if "image" not in form.fields:
        raise refuse(invalid("image"))
    return form.fields["image"]


def _decoded(uri: str) -> bytes:
    head, _, text = uri.partition(",")
    if not DATA_URI.fullmatch(head):
        raise refuse(single(WRONG))
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as broken:
        raise refuse(single(WRONG)) from broken


def _receipt(picture: Picture) -> dict[str, int | str]:
    row = asdict(picture)
    return {
        "id": row["id"],
        "url": row["url"],
        "contentType": row["mime"],
        "bytes": row["size"],
        "imageWidth": row["width"],
        "imageHeight": row["height"],
    }
