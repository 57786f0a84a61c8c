"""`rich_message` of a request, read: HTML alone, its pictures bound by ids or by address.

Markdown and blocks are taken by the real service and not modelled here; neither are entities that
it finds in the text by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sandbox.exchange import Json, NotModelled
from sandbox.telegram.arguments import Arguments, Fields
from sandbox.telegram.errors import Malformed, bad
from sandbox.telegram.files import Files, Unfit
from sandbox.telegram.rich_blocks import Counting, blocks_of
from sandbox.telegram.rich_markup import UNSUPPORTED, parse_rich
from sandbox.telegram.rows import Bot, State

FORMS = ("html", "markdown", "blocks")
MOST_CHARACTERS = 32_768
MOST_PHOTOS = 50
MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
BOUND = "tg://photo?id="
SINCE = {"blocks": "10.2", "media": "10.2"}  # fields, and the version that brought them


def read_rich(state: State, files: Files, bot: Bot, arguments: Arguments) -> dict[str, Json]:
    """The message as it is kept: blocks with the names of files. Refused otherwise."""
    arguments.required("rich_message")
    value = arguments.json("rich_message", "rich message")
    version = state.switches.word("server_version")
    try:
        fields = Fields(value, "Object expected as rich message")
        html = _html(fields, version)
        _check_length(html, state.switches.word("rich_unit"))
        bound = _bound(files, bot, arguments, fields) if version >= SINCE["media"] else {}
        counting = Counting(lambda address: _file(files, bot, address, bound))
        blocks = blocks_of(parse_rich(html), counting)
    except Malformed as wrong:
        raise bad(f"can't parse rich message: {wrong}") from wrong
    except Unfit as unfit:
        raise bad(str(unfit)) from unfit
    if len(counting.photos) > MOST_PHOTOS:
        raise bad("rich message has too many media")
    return {"blocks": blocks, **({"is_rtl": True} if fields.flag("is_rtl") else {})}


def photos_of(blocks: Json) -> Iterator[str]:
    """The files of all photos, in order."""
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, dict):
            if block.get("type") == "photo":
                yield str(block["file"])
            for name in ("items", "blocks"):
                yield from photos_of(block.get(name))


def _html(fields: Fields, version: str) -> str:
    known = [form for form in FORMS if version >= SINCE.get(form, "")]
    given = [form for form in known if form in fields]
    if len(given) != 1:
        raise Malformed(f"exactly one of {', '.join(known)} must be used")
    if given != ["html"]:
        raise NotModelled(f"rich messages as {given[0]}")
    html = fields.text("html")
    for tag in UNSUPPORTED:
        if re.search(rf"<{tag}\b", html):
            raise NotModelled(f"the tag {tag} in rich messages")
    return html


def _check_length(html: str, unit: str) -> None:
    length = len(html.encode()) if unit == "bytes" else len(html)
    if length > MOST_CHARACTERS:
        raise Malformed("message is too long")


def _bound(files: Files, bot: Bot, arguments: Arguments, fields: Fields) -> Mapping[str, str]:
    """The file that each id stands for."""
    found: dict[str, str] = {}
    for row in fields.items("media"):
        one = Fields(row, "Object expected as rich message media")
        name, media = one.required_text("id"), one.required_object("media")
        if not MEDIA_ID.fullmatch(name):
            raise Malformed(f'media identifier "{name}" is invalid')
        if name in found:
            raise Malformed(f'media identifier "{name}" is used twice')
        if media.required_text("type") != "photo":
            raise NotModelled(f"media of type {media.text('type')} in rich messages")
        given = files.given(arguments, "", media.required_text("media"))
        if not given:
            raise Malformed("media not found")
        found[name] = files.take(bot, "photo", given).unique
    return found


def _file(files: Files, bot: Bot, address: str, bound: Mapping[str, str]) -> str:
    if address.startswith(BOUND):
        name = address.removeprefix(BOUND)
        if name not in bound:
            raise Malformed(f'there is no media with the identifier "{name}"')
        return bound[name]
    if not address.startswith(("http://", "https://")):
        raise Malformed("wrong HTTP URL specified")
    return files.take(bot, "photo", address).unique
