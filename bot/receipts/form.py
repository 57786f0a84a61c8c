"""The form of a receipt file: its name, and what it says.

The file of the post `NAME` is `.NAME.pressrun.json` in the same folder. With the dot before it no
site generator sees it. Jekyll leaves out names that begin with one (its entry filter), where
`2026-11-23-x.json` in `_posts` would be another post; Hugo does, too (its source spec), where any
other file of a page bundle is published with the page. Obsidian does not show it, and git keeps it.
"""

from __future__ import annotations

import json
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from bot.receipts.kept import Kept, KeptCall
from bot.release.states import DeliveryState

SUFFIX = ".pressrun.json"
FORMAT = "pressrun receipts"
VERSION = 1

SAME = (  # fields of a delivery that stand so in its row, too
    "id", "run", "purpose", "revision", "verb", "hash", "url", "due_at", "out_at", "cost_usd",
)  # fmt: skip

Identity = tuple[str, int, str, int]  # account, run, purpose, revision: one delivery of an issue


class Unreadable(Exception):
    """There is something that is no receipt file of ours; the text says why."""


class Release(BaseModel):
    """What the deliveries of one approval have in common."""

    model_config = ConfigDict(frozen=True)

    title: str
    source_sha256: str
    hash: str
    zone: str
    approved_by: str
    approved_at: AwareDatetime | None
    created_at: AwareDatetime
    slot_at: AwareDatetime | None
    plan: str
    revision: int
    canonical_url: str | None


class Delivery(BaseModel):
    """One delivery of which something is out, or may be.

    `account` is channel|host|remote id; `base` the delivery that an update or a retraction works
    on; `as_of` when its state was last written down; `kept` all that a later update needs.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    release: str
    account: str = Field(pattern=r"^[^|]+\|[^|]*\|")
    account_name: str
    run: int
    purpose: str
    revision: int
    base: str | None
    verb: str
    state: DeliveryState
    hash: str
    url: str | None
    due_at: AwareDatetime
    out_at: AwareDatetime | None
    cost_usd: float
    as_of: AwareDatetime
    kept: Kept

    @property
    def identity(self) -> Identity:
        return self.account, self.run, self.purpose, self.revision

    @property
    def channel(self) -> str:
        return self.account.split("|", 2)[0]

    @property
    def host(self) -> str:
        return self.account.split("|", 2)[1]

    @property
    def remote_id(self) -> str:
        return self.account.split("|", 2)[2]

    @property
    def lag(self) -> float | None:
        """Seconds from its due time until it was out; a draft made before has none."""
        late = (self.out_at - self.due_at).total_seconds() if self.out_at else None
        return None if late is None else max(round(late, 3), 0.0)

    def says_the_same(self, other: Delivery) -> bool:
        """Whether it differs in nothing but the time of writing."""
        return self.model_copy(update={"as_of": other.as_of}) == other

    @model_serializer(mode="wrap")
    def _with_what_readers_want(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        posts = [_for_readers(call) for call in self.kept.calls if not call.is_upload]
        return {**plain(self), "channel": self.channel, "lag_seconds": self.lag, "parts": posts}


class ReceiptFile(BaseModel):
    """All receipts of one issue. The fields that only readers want are not read again."""

    model_config = ConfigDict(frozen=True)

    format: Literal["pressrun receipts"] = "pressrun receipts"
    version: Literal[1] = 1
    issue: str
    newsletter: str
    releases: dict[str, Release]
    deliveries: tuple[Delivery, ...]

    @model_validator(mode="after")
    def _releases_are_there(self) -> Self:
        missing = {d.release for d in self.deliveries} - self.releases.keys()
        if missing:
            raise ValueError(f"release {min(missing)} is named and missing.")
        return self

    @model_serializer(mode="wrap")
    def _with_what_readers_want(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        newest = max(self.releases.values(), key=lambda r: (r.created_at, r.hash), default=None)
        told = {"title": newest.title, "source_sha256": newest.source_sha256} if newest else {}
        return {**plain(self), **told}


def beside(post: Path) -> Path:
    """Where the receipts of a post are."""
    return post.with_name(f".{post.name}{SUFFIX}")


def post_of(path: Path) -> Path:
    """The post whose receipts are in this file."""
    return path.with_name(path.name[1 : -len(SUFFIX)])


def is_stand_in(host: str) -> bool:
    """Whether an account's host is this machine: then it is one of the sandbox."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def text_of(file: ReceiptFile) -> str:
    """As it is written; the same file has always the same text."""
    told = file.model_dump(mode="json")
    return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read(path: Path) -> ReceiptFile | None:
    """The receipts at a path, None where nothing is. Raises Unreadable and OSError."""
    if path.is_symlink() or path.is_dir():
        raise Unreadable("it is no plain file")
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8") from None
    return parse(text)


def parse(text: str) -> ReceiptFile:
    """Raises Unreadable."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"it is not JSON: {error}") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Unreadable("it is not one of pressrun's")
    if found.get("version") != VERSION:
        raise Unreadable("another version of pressrun wrote it")
    try:
        return ReceiptFile.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise Unreadable(f"{where}: {first['msg']}") from None


def _for_readers(call: KeptCall) -> dict[str, Any]:
    receipt = call.receipt
    told = {"id": receipt.id, "url": receipt.url, "details": receipt.details} if receipt else {}
    return {"key": call.key, "kind": call.kind, "state": call.state.value, **told}
