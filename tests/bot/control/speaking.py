"""Values of a release for the screens, and how a phone would show a screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.base import Account, Edition, ImageRow, Json, Part
from bot.app import Rendered
from bot.control.escape import parsed
from bot.control.screen import Screen
from bot.listing import Post
from bot.publishing import Proposal
from bot.release.board import Board
from bot.release.plan import Due
from bot.release.questions import Question
from bot.release.records import Delivery
from bot.release.release import Standing
from bot.release.states import DeliveryState
from bot.release.workers import Worker
from content.problems import Level, Problem
from tests.bot.fakes import issue

ZONE = "Asia/Shanghai"
SLOT = datetime(2025, 10, 6, tzinfo=UTC)  # 08:00 in Shanghai, a Monday
TITLE = "Qigang Notes 41: A Library Without Shelves"
LONG = ("第 41 期：没有书架的图书馆 <b>& A Library Without Shelves & More</b> " * 12)[:300]
RELEASE, REV = "0123456789ab", "89abcdef"
URLS = {
    "telegram": "https://t.me/qigang/118",
    "x": "https://x.com/qigang/status/1975000000000000001",
    "wechat": "https://mp.weixin.qq.com/s/AbCdEfGhIjKl",
    "substack": "https://qigang.substack.com/p/a-library-without-shelves",
    "blog": "https://qigang.example/blog/2025/a-library-without-shelves/",
}
HOURS = {"telegram": 0, "substack": 30, "wechat": 30, "x": 60, "blog": 0}  # minutes


def at(minutes: int) -> datetime:
    return SLOT.replace(hour=minutes // 60, minute=minutes % 60)


def delivery(channel: str = "telegram", **changes: Any) -> Delivery:
    whole = Delivery(
        id="d00000000001", release_id=RELEASE, issue_key="_posts/41.md", channel=channel,
        account_id=f"{channel}|loopback|1", run=1, verb="web", state=DeliveryState.WAITING,
        reason="time", due_at=at(HOURS.get(channel, 0)), hash="0" * 64, cost_usd=0.0, anchor=None,
        url=None, images=[], title=TITLE, zone=ZONE, updated_at=SLOT, purpose="send", revision=1,
        base_id=None, wake_at=None, generation=1, question="", waive=frozenset(), delay=0.0,
        after="", after_until=None, otherwise="canonical", latest_at=None, links={}, out_at=None,
        newsletter="qigang.example", machine="desk", source_path="/site/_posts/41.md",
        source_sha256="0" * 64, slot_at=SLOT, late_limit=None, canonical_url=URLS["blog"],
        approved_by="Lin (7)",
    )  # fmt: skip
    return replace(whole, **changes)


def question(kind: str, channel: str = "telegram", part: str = "", why: str = "") -> Question:
    asking = delivery(channel, question="" if kind in ("call", "partial") else kind, after="x")
    return Question("c00000000001", kind, asking, part, why, "")


def problem(level: Level = Level.ERROR, line: int = 12, code: str = "missing-picture") -> Problem:
    message = "The picture `a<b>&.png` is not there."
    return Problem(level, code, "_posts/41.md", line, message, "Add the file, or mend the path.")


def thread(*texts: str, **facts: str) -> Edition:
    parts = [Part(f"post/{n}", "post", {"text": text}) for n, text in enumerate(texts, start=1)]
    known = {"mode": "digest", "posts": str(len(parts)), "with a link": "1", "seconds": "45"}
    note = Problem(
        Level.NOTE, "x-left-out", "_posts/41.md", 0, "The digest leaves out: Small print & <more>",
        "Mark a sentence with <!-- x:post -->.",
    )  # fmt: skip
    return Edition("x", tuple(parts), (note,), cost_usd=0.32, facts={**known, **facts})


def image(source: str, action: str = "as is", *, lost: bool = False) -> ImageRow:
    return ImageRow(source, "ab" * 32, "", action, "image/abababab", open=lost)


def post_with_pictures(text: str, pictures: int) -> Part:
    ids: list[Json] = [f"pressrun:ref/image/{n}/id" for n in range(pictures)]
    return Part("post/1", "post", {"text": text, "media": {"media_ids": ids}})


def rendered(
    *problems: Problem, title: str = TITLE, editions: Mapping[str, Edition] | None = None
) -> Rendered:
    made = issue(Path("/site"), title)
    made = replace(made, site=replace(made.site, zone=ZONE), canonical_url=URLS["blog"])
    telegram = Edition(
        "telegram", (), images=(image("a.png"), image("b.webp", "webp -> jpeg")),
        facts={"layout": "sections", "bubbles": "2", "notifications": "1", "seconds": "6"},
    )  # fmt: skip
    default = {
        "telegram": telegram,
        "substack": Edition("substack", (), facts={"pictures": "2"}),
        "wechat": Edition("wechat", (), facts={"pictures": "2"}),
        "x": thread("One <b>& two", "Two https://qigang.example"),
    }
    return Rendered(made, default if editions is None else editions, {}, problems)


def proposal(*problems: Problem, title: str = TITLE, **changes: Any) -> Proposal:
    shown = rendered(*problems, title=title)
    verbs = {"telegram": "web", "substack": "web+email", "wechat": "draft", "x": "web"}
    whole = Proposal(
        shown, "qigang.example", SLOT, "", {}, {key: Due(at(HOURS[key])) for key in verbs}, verbs,
        accounts={key: Account(key, "loopback", "1") for key in verbs},
        standings={key: Standing("new") for key in verbs}, gate=True,
    )  # fmt: skip
    return replace(whole, **changes)


def board(**changes: Any) -> Board:
    worker = Worker("w", "desk", 1, "serve", SLOT, at(0), "")
    whole = Board(at(1), (delivery(), delivery("x")), (), (worker,), ())
    return replace(whole, **changes)


def post(ref: str = "0a1b2c3d", title: str = TITLE, state: str = "new", fault: str = "") -> Post:
    return Post(ref, "_posts/41.md", title, Path("/site/_posts/41.md"), SLOT, state, fault)


def shown(screen: Screen) -> str:
    """As a phone shows it, with its buttons row by row below."""
    rows = [" ".join(f"[{button.text}]" for button in row) for row in screen.rows]
    return "\n".join([parsed(screen.text), *rows])


def actions(screen: Screen) -> list[str]:
    """What its buttons do, in order; an address for one that opens it."""
    return [b.url or b.data.split(":")[1] for row in screen.rows for b in row]
