"""A channel with a remote side in memory, honest about what it holds and faulty on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from adapters.base import (
    Absent,
    Accepted,
    Account,
    Anchor,
    CannotTell,
    ChannelSpec,
    Edition,
    Found,
    Intent,
    Live,
    Media,
    Part,
    Pending,
    Phase,
    Receipt,
)
from adapters.remote import Remote, Untouched
from content.document import Document
from content.issue import Issue, Meta
from content.site import Site

SETTLE = (5.0, 15.0, 45.0)

SPEC = ChannelSpec(
    key="telegram",
    title="Fake",
    verbs=("web",),
    limits={},
    pictures=(),
    settle=SETTLE,
    spacing=2.0,
    lease=60.0,
    reserve={"url": 120},
    shows={},
    finds=True,
)


@dataclass
class FakeService:
    """The remote side: what arrived, in order, and what happens to the next calls."""

    posts: list[str] = field(default_factory=list)
    before: list[Exception] = field(default_factory=list)  # raised before the effect
    after: list[Exception] = field(default_factory=list)  # raised after the effect
    hidden_for: int = 0  # so many looks do not see the newest post
    blind: bool = False  # looks cannot tell at all
    looks: int = 0


@dataclass
class FakeChannel:
    """Performs parts on a FakeService; the text of a payload is what is posted."""

    service: FakeService
    key: str = "telegram"
    verb: str = "web"
    jobs: bool = False
    remote: Remote = field(default_factory=Untouched)

    @property
    def spec(self) -> ChannelSpec:
        return SPEC

    def whoami(self) -> Account:
        return Account(self.key, "loopback", "1")

    def anchor(self) -> Anchor:
        return Anchor(str(len(self.service.posts)))

    def send(self, part: Part, sent: Mapping[str, Receipt]) -> Receipt | Accepted:
        assert set(part.waits_for) <= set(sent)
        if self.service.before:
            raise self.service.before.pop(0)
        text = part.payload["text"]  # type: ignore[index,call-overload]
        self.service.posts.append(str(text))
        if self.service.after:
            raise self.service.after.pop(0)
        if self.jobs and part.phase is Phase.SEND:
            return Accepted({"job": len(self.service.posts)})
        return self._receipt(str(text))

    def look(self, accepted: Accepted) -> Live | Pending:
        self.service.looks += 1
        if self.service.looks < 3:
            return Pending(10.0)
        return Live(self._receipt(self.service.posts[-1]))

    def find(
        self, part: Part, sent: Mapping[str, Receipt], intent: Intent
    ) -> Found | Absent | CannotTell:
        self.service.looks += 1
        if self.service.blind:
            return CannotTell("nothing can be read there")
        text = part.payload["text"]  # type: ignore[index,call-overload]
        if text in self.service.posts and self.service.looks > self.service.hidden_for:
            return Found(self._receipt(str(text)))
        return Absent()

    def revise(self, old: Edition, sent: Mapping[str, Receipt], new: Edition) -> Edition:
        changed = [b for a, b in zip(old.parts, new.parts, strict=True) if a.payload != b.payload]
        parts = tuple(replace(p, key=f"edit/{p.key}", waits_for=()) for p in changed)
        return Edition(self.key, parts)

    def remove(self, sent: Mapping[str, Receipt]) -> Edition:
        parts = (Part(f"delete/{key}", "delete", {"text": f"-{key}"}) for key in sent)
        return Edition(self.key, tuple(parts))

    def also_on(self, edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
        return edition

    def inspect(self, edition: Edition, sent: Mapping[str, Receipt]) -> Remote:
        return self.remote

    def _receipt(self, text: str) -> Receipt:
        return Receipt(text, f"https://fake.example/{text}")


@dataclass
class FakeClock:
    """A clock that waits by moving on."""

    moment: datetime = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    waited: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def after(self, seconds: float) -> datetime:
        return self.moment + timedelta(seconds=seconds)

    def lease(self, seconds: float) -> datetime:
        return self.after(seconds)

    def later(self, moment: datetime, seconds: float) -> datetime:
        return moment + timedelta(seconds=seconds)

    def wait_until(self, moment: datetime) -> None:
        if moment > self.moment:
            self.waited.append((moment - self.moment).total_seconds())
            self.moment = moment


def post(number: int, *, after: tuple[str, ...] = ()) -> Part:
    waits = after or ((f"message/{number - 1}",) if number > 1 else ())
    return Part(f"message/{number}", "message", {"text": f"post-{number}"}, waits_for=waits)


def upload(name: str) -> Part:
    media = Media(f"{name}.png", name * 8, "image/png", 10, 10, 3)
    return Part(
        f"image/{name}", "image", {"text": f"upload-{name}"}, (media,), repeatable=True,
        phase=Phase.PREPARE,
    )  # fmt: skip


def edition(*parts: Part, channel: str = "telegram") -> Edition:
    return Edition(channel, parts)


def issue(folder: Path, title: str = "Weekly 1: one") -> Issue:
    return Issue(
        path=folder / "2026-11-23-weekly-1.md",
        key="_posts/2026-11-23-weekly-1.md",
        site=Site(folder),
        meta=Meta(title=title),
        document=Document(()),
        assets={},
        language="en",
        slug="weekly-1",
        canonical_url=None,
        source_sha256="0" * 64,
    )


def names(rows: list[Any]) -> list[str]:
    return [SimpleNamespace(**row).move for row in rows]
