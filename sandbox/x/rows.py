"""What the X stand-in remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.service import Setting

TWITTER_EPOCH_MS = 1_288_834_974_657
SEQUENCE_BITS = 22


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class Grant:
    """An access token. `kind` is oauth1, oauth2 or app; `lineage` survives a refresh, and media
    belongs to it; `expires_at` None never ends; `write` is an OAuth 1.0a token's permission."""

    token: str
    kind: str
    user_id: str
    lineage: str
    secret: str = ""
    scopes: tuple[str, ...] | list[str] = ()
    write: bool = True
    expires_at: float | None = None


@dataclass(frozen=True, slots=True)
class Refresh:
    """A refresh token that was not used yet, and the access token that goes with it."""

    token: str
    client_id: str
    user_id: str
    lineage: str
    scopes: tuple[str, ...] | list[str]
    access_token: str


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code (PKCE, S256)."""

    code: str
    client_id: str
    user_id: str
    redirect_uri: str
    challenge: str
    scopes: tuple[str, ...] | list[str]
    expires_at: float


@dataclass(frozen=True, slots=True)
class Nonce:
    at: float


@dataclass(frozen=True, slots=True)
class Link:
    """A web address in a post: where it stands in the sent text, in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """`text` is what was sent; `reads_at` how often the author's timeline had been read before;
    `is_long` when the API shows only its beginning; `earlier` are the ids before its edits."""

    id: str
    user_id: str
    text: str
    links: list[dict[str, Any]]
    media_ids: list[str]
    reply_to: str | None
    reply_to_user: str | None
    conversation_id: str
    created_at: float
    reads_at: int
    is_long: bool
    deleted_at: float | None = None
    earlier: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MediaRow:
    """`state` is open, ready or failed; `ready_at` is when processing ends, None without any.
    `kind` is photo, animated_gif or video; `lineage` names the authorisation that uploaded it."""

    id: str
    key: str
    lineage: str
    owners: list[str]
    category: str
    media_type: str
    state: str
    created_at: float
    expires_at: float
    total_bytes: int
    segments: list[str]
    segment_bytes: list[int]
    digest: str = ""
    kind: str = ""
    width: int = 0
    height: int = 0
    ready_at: float | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """`mills` are thousandths of a US dollar; `day` is the UTC date: reads are paid once a day."""

    item: str
    mills: int
    resource: str
    day: str


@dataclass(frozen=True, slots=True)
class Balance:
    mills: int


@dataclass(frozen=True, slots=True)
class Window:
    started: float
    used: int


@dataclass(frozen=True, slots=True)
class Tally:
    value: int


class State:
    def __init__(self, setting: Setting) -> None:
        self.clock, self.switches, self.store = setting.clock, setting.switches, setting.store
        self._next = setting.next
        self.accounts = setting.table("accounts", Account)
        self.grants = setting.table("grants", Grant)
        self.refreshes = setting.table("refreshes", Refresh)
        self.codes = setting.table("codes", Code)
        self.nonces = setting.table("nonces", Nonce)
        self.posts = setting.table("posts", PostRow)
        self.media = setting.table("media", MediaRow)
        self.charges = setting.table("charges", Charge)
        self.balance = setting.table("balance", Balance)
        self.windows = setting.table("windows", Window)
        self.reads = setting.table("reads", Tally)
        self.reply_attempts = setting.table("reply_attempts", Tally)

    def new_id(self) -> str:
        """A number that holds its time and grows, as X's own do."""
        since = int(self.clock.now() * 1000) - TWITTER_EPOCH_MS
        return str((since << SEQUENCE_BITS) + self._next("id") % (1 << SEQUENCE_BITS))

    def number(self, name: str) -> str:
        return str(self._next(name))
