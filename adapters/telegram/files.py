"""Pictures that this bot has uploaded before go by their file ids, not as bytes once more.

A file id is good for the bot that got it, for ever and in every chat. Those that are known come
among the receipts, as `file/<sha256 of the bytes>`.
"""

from __future__ import annotations

from collections.abc import Mapping

from adapters.base import Json, Media, Receipts
from adapters.errors import CallError

KNOWN = "file/"
BOT = "files_of"  # the detail of a receipt that says whose its file ids are
ATTACHED = "attach://"

# What the server says of an id that it does not take, in lower case. It comes alone, or as the
# reason why an album's item failed; a request that names such an id posts nothing at all.
NO_SUCH_FILE = ("wrong file identifier", "wrong remote file")
REFUSED = frozenset({"400", "album"})  # codes of an error that may bring those words


def bot_of(token: str) -> str:
    """The bot's number, which is no secret."""
    return token.partition(":")[0]


def attached(payload: Mapping[str, Json]) -> list[str]:
    """The names of the files that a request attaches, in its order."""
    media, photo = payload.get("media"), payload.get("photo")
    rich = payload.get("rich_message")
    if isinstance(rich, dict):
        return attached({"media": [row["media"] for row in _rows(rich.get("media"))]})
    items = media if isinstance(media, list) else [media]
    places = [photo] if photo else [m.get("media") for m in items if isinstance(m, dict)]
    return [str(place).removeprefix(ATTACHED) for place in places]


def known_ids(pictures: Mapping[str, Media], sent: Receipts, bot: str) -> dict[str, str]:
    """The file ids that this bot may use, by the names under which the pictures are attached."""
    found: dict[str, str] = {}
    for name, media in pictures.items():
        receipt = sent.get(f"{KNOWN}{media.sha256}")
        if receipt and receipt.details.get(BOT, bot) == bot:
            found[name] = receipt.id
    return found


def by_ids(payload: Mapping[str, Json], ids: Mapping[str, str]) -> dict[str, Json]:
    """The request with file ids where it attaches the pictures of these names."""
    body = {**payload}
    media, rich = payload.get("media"), payload.get("rich_message")
    if isinstance(rich, dict) and isinstance(rich.get("media"), list):
        bound: list[Json] = [
            {**row, "media": _item(row["media"], ids)} for row in _rows(rich["media"])
        ]
        body["rich_message"] = {**rich, "media": bound}
    if "photo" in payload:
        body["photo"] = _place(payload["photo"], ids)
    if isinstance(media, list):
        body["media"] = [_item(item, ids) for item in media]
    elif media is not None:
        body["media"] = _item(media, ids)
    return body


def refuses_ids(error: CallError) -> bool:
    """Whether a request was refused for a file id that it names, and so posted nothing."""
    words = str(error).lower()
    return error.code in REFUSED and any(text in words for text in NO_SUCH_FILE)


def _item(item: Json, ids: Mapping[str, str]) -> Json:
    return {**item, "media": _place(item["media"], ids)} if isinstance(item, dict) else item


def _place(place: Json, ids: Mapping[str, str]) -> Json:
    return ids.get(str(place).removeprefix(ATTACHED), place)


def _rows(value: Json) -> list[dict[str, Json]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
