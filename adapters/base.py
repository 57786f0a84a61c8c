"""The channel port: the values that pass between an issue, a channel and the ledger.

A channel turns an issue into an Edition (pure), and performs one Part of it per call. It owns no
loop, no retry, no pacing, no clock and no storage: those belong to the ledger, which reads what it
needs from the ChannelSpec.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from pydantic import BaseModel

from adapters.nodes import Column
from adapters.remote import Remote
from content.issue import Issue
from content.problems import Level, Problem

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Phase(StrEnum):
    """Prepare runs at approval and changes nothing a reader sees; send runs at its time."""

    PREPARE = "prepare"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Media:
    """One converted picture of a part.

    `source` is as the author wrote it, `sha256` names the converted bytes in the blob store.
    """

    source: str
    sha256: str
    mime: str
    width: int
    height: int
    size: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Exactly one remote call with a remote effect.

    `key` is stable under edits of other parts (`message/2`, `image/3fa9c1d2`); `kind` says which
    call; `payload` is the service's own request body, with `pressrun:ref/<part key>/<url|id>`
    where a receipt of an earlier part goes; `repeatable` means that doing it twice is harmless.
    """

    key: str
    kind: str
    payload: Json
    media: tuple[Media, ...] = ()
    repeatable: bool = False
    waits_for: tuple[str, ...] = ()
    phase: Phase = Phase.SEND


@dataclass(frozen=True, slots=True)
class ImageRow:
    """A row of the image ledger: which rule the source broke, and what was done about it.

    `part` is the key of the part that carries it; `action` is "as is", "webp -> jpeg" and the
    like; `open` says that it could not be brought within the rule.
    """

    source: str
    sha256: str
    rule: str
    action: str
    part: str
    line: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """The issue as one channel will show it. Same issue and pictures: same bytes.

    `facts` are short label/value pairs for plan and preview ("bubbles": "6", "rung": "3"). `files`
    are those beside the issue's own that it is made from: absolute path -> sha256. `verb` is what
    will have been done where an issue may choose it; "" leaves it to the channel's own.
    """

    channel: str
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = ()
    images: tuple[ImageRow, ...] = ()
    cost_usd: float = 0.0
    facts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    verb: str = ""

    @property
    def hash(self) -> str:
        """sha256 of the parts in canonical JSON: what an approval names."""
        return hashlib.sha256(canonical_json(edition_parts(self)).encode()).hexdigest()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level is Level.ERROR)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the service answered to a part: its id, a URL for readers or none, and details.

    `details` keeps what later parts or an undo need (all ids of an album, a file id, a slug).
    """

    id: str
    url: str | None = None
    details: Mapping[str, Json] = field(default_factory=dict)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service took the job and works on it; `look` tells how it ended."""

    job: Json


@dataclass(frozen=True, slots=True)
class Live:
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Pending:
    """Still being worked on; look again after `after` seconds."""

    after: float


@dataclass(frozen=True, slots=True)
class Failed:
    reason: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The remote side holds exactly this part: adopt its receipt."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Partial:
    """Some of the part is there (items of an album)."""

    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """The remote side was read and does not hold this part."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """No reading can decide; a person is asked, with `where` to look."""

    reason: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the channel stood before the first effect: newest remote id and the remote clock."""

    newest_id: str = ""
    remote_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """What the ledger wrote down before a call: when it started, which attempt, and the anchor."""

    started_at: datetime
    attempt: int
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Account:
    """Where a delivery goes."""

    channel: str
    host: str
    remote_id: str
    name: str = ""


ABSENT = "absent"  # among a receipt's details: what was to be set is not there, so it is not set
Receipts = Mapping[str, Receipt]  # part key -> receipt
Blobs = Callable[[str], bytes]  # sha256 of a converted picture -> its bytes


@dataclass(frozen=True, slots=True)
class PictureRule:
    """What a channel takes as a picture, as data with its source.

    `formats` are Pillow names; `max_bytes` is exclusive (a picture must be smaller); `max_sides`
    bounds width + height; 0 means no bound. `version` enters a converted picture's name.
    """

    purpose: str
    formats: tuple[str, ...]
    max_bytes: int
    max_width: int = 0
    max_height: int = 0
    max_sides: int = 0
    max_ratio: float = 0.0
    keeps_alpha: bool = True
    keeps_animation: bool = False
    version: int = 1

    def __hash__(self) -> int:
        """Of the purpose alone: a rule is looked up for every picture, and there are few rules."""
        return hash(self.purpose)


@dataclass(frozen=True, slots=True)
class Picture:
    """A source picture as one channel's rule wants it, or why it cannot be had.

    `source_sha256` names the author's bytes; `media` is None when `problem` says why.
    """

    source: str
    source_sha256: str
    rule: str
    action: str
    media: Media | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Pictures:
    """Everything `prepare` read and converted: by purpose and source, and the bytes by sha256."""

    rows: Mapping[tuple[str, str], Picture] = field(default_factory=dict)
    blobs: Mapping[str, bytes] = field(default_factory=dict)

    def get(self, purpose: str, source: str) -> Picture | None:
        return self.rows.get((purpose, source))


@dataclass(frozen=True, slots=True)
class Limit:
    """A number, how it is counted, and where it comes from."""

    name: str
    value: int
    counter: Callable[[str], int]
    source: str


@dataclass(frozen=True, slots=True)
class Lifetime:
    """For how many days a secret is good, and where that comes from."""

    days: int
    source: str


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """What a channel can do and how the ledger has to treat it: data with its sources.

    Times are seconds. `settle` are the waits before each look after an unknown outcome; `lease`
    is how long one call may take; `spacing` is the least gap between two posts. `left_to_you` is
    what only a person can set, where a draft is finished, each with the kind of part that sets it
    where the options ask for that, or "". `draws` are the nodes that the options can ask for as
    pictures, which the channel keeps an alternative text with if `keeps_alt`.
    `nodes` tell a reader what becomes of everything, by mode: "" where that changes nothing of it.
    `lives` names the secrets that end by themselves.
    """

    key: str
    title: str
    verbs: tuple[str, ...]
    limits: Mapping[str, Limit]
    pictures: tuple[PictureRule, ...]
    settle: tuple[float, ...]
    spacing: float
    lease: float
    reserve: Mapping[str, int]
    shows: Mapping[str, str]
    finds: bool
    item_spacing: float = 0.0
    secrets: tuple[str, ...] = ()
    lives: Mapping[str, Lifetime] = field(default_factory=dict)
    left_to_you: Mapping[str, str] = field(default_factory=dict)
    draws: tuple[str, ...] = ()
    keeps_alt: bool = True
    nodes: Mapping[str, Column] = field(default_factory=dict)


class Channel(Protocol):
    """One channel: `send` makes exactly one remote effect.

    `render`, `revise`, `remove` and `also_on` are pure; the rest reads. What cannot be edited or
    removed by a program is a problem of the edition that `revise` and `remove` give.
    """

    spec: ClassVar[ChannelSpec]
    options: ClassVar[type[BaseModel]]

    @property
    def verb(self) -> str:
        """What a delivery will have done, unless its edition says less: "draft", "web",
        "web+email"."""
        ...

    def prepare(self, issue: Issue) -> Pictures: ...
    def render(self, issue: Issue, pictures: Pictures) -> Edition: ...
    def whoami(self) -> Account: ...
    def anchor(self) -> Anchor: ...
    def send(self, part: Part, sent: Receipts) -> Receipt | Accepted: ...
    def look(self, accepted: Accepted) -> Live | Pending | Failed: ...
    def find(
        self, part: Part, sent: Receipts, intent: Intent
    ) -> Found | Partial | Absent | CannotTell: ...
    def revise(self, old: Edition, sent: Receipts, new: Edition) -> Edition:
        """Edits, as parts, that make of what stands there the new edition."""
        ...

    def remove(self, sent: Receipts) -> Edition:
        """Deletions, as parts, of what these receipts name."""
        ...

    def also_on(self, edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
        """The edition with a line of links (title -> URL), or itself where none is shown."""
        ...

    def inspect(self, edition: Edition, sent: Receipts) -> Remote:
        """Whether what stands there is as we left it."""
        ...


def canonical_json(value: Json) -> str:
    """One spelling per value: sorted keys, no white space, raw UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def part_json(part: Part) -> dict[str, Json]:
    """A part as `pressrun render --json` prints it."""
    return {
        "key": part.key,
        "kind": part.kind,
        "payload": part.payload,
        "media": [
            {"source": m.source, "sha256": m.sha256, "alt": m.alt, "mime": m.mime,
             "width": m.width, "height": m.height, "bytes": m.size}
            for m in part.media
        ],
        "repeatable": part.repeatable,
        "waits_for": list(part.waits_for),
        "phase": part.phase.value,
    }  # fmt: skip


def edition_parts(edition: Edition) -> list[Json]:
    """The parts as JSON, in order: the bytes that the hash covers."""
    return [part_json(part) for part in edition.parts]
