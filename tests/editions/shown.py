"""What a reader of each channel sees of an issue, by the witnesses' readers of the services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters.base import Edition
from bot.wiring import build_channels
from config.settings import Settings
from config.site import detect
from content.document import Heading, plain_text, walk
from content.issue import Issue, load_issue
from tests.witness import kept, readers
from tests.witness.read_telegram_rich import telegram_rich

SHARED = Path(__file__).resolve().parents[3] / "shared"
CALLOUTS = (  # the kind, where a callout has no title
    r"^(?:Note|Tip|Important|Warning|Caution|Info|Quote|Faq)$",
    r"^(?:备注|提示|重要|警告|注意|信息|引用|常见问题)$",
)
ALLOWED = (
    *kept.LIST_MARKERS, *kept.FIGURE_MARKS, *kept.PART_NUMBERS, *kept.NOTE_MARKS, *CALLOUTS,
)  # fmt: skip
CELLS = (" · ",)  # between the cells of a row


def load(path: Path) -> Issue:
    return load_issue(path, detect(path))


def edition_of(path: Path, channel: str, **options: Any) -> tuple[Issue, Edition]:
    settings = Settings(channels={channel: options})
    made = build_channels(settings, (channel,))[channel]
    issue = load(path)
    return issue, made.render(issue, made.prepare(issue))


def telegram(path: Path, **options: Any) -> tuple[readers.Shown, list[str]]:
    issue, edition = edition_of(path, "telegram", **options)
    captions = edition.facts["layout"] != "plates"
    rows = [readers.telegram_text(p.payload, captions_are_text=captions) for p in edition.parts]
    shown = readers.in_order(rows)
    header = rf"{re.escape(issue.title)}(?:\s*(?:\d+/\d+)?(?:\s*·?\s*(?:全文|Full issue))?)?"
    headings = [plain_text(b.children) for b in walk(issue.document.blocks) if type(b) is Heading]
    contents = rf"^\d+/\d+ (?:{'|'.join(map(re.escape, headings)) or '$.'})$"
    extra = [
        header, contents, r"^\d+/\d+(?: · )?$", r"^(?:全文|Full issue)$", r"^(?:#\w+ ?)+$",
        r"^(?:图|fig )\d+(?: · .*)?$", *CELLS,
    ]  # fmt: skip
    return shown, extra


def rich(path: Path) -> tuple[readers.Shown, list[str]]:
    """Telegram's rich messages."""
    issue, edition = edition_of(path, "telegram", layout="rich")
    shown = readers.in_order(telegram_rich(p.payload) for p in edition.parts)  # type: ignore[arg-type]
    return shown, [
        re.escape(issue.title), r"^(?:\d+/\d+)?(?: · )?(?:全文|Full issue)?$", r"^(?:#\w+ ?)+$",
        r"^(?:图|fig )\d+(?: · .*)?$",
    ]  # fmt: skip


def substack(path: Path) -> tuple[readers.Shown, list[str]]:
    _, edition = edition_of(path, "substack")
    draft = next(p for p in edition.parts if p.kind == "draft")
    shown = readers.substack_text(draft.payload["draft_body"])  # type: ignore[index,call-overload]
    return shown, [*CELLS]


def wechat(path: Path, **options: Any) -> tuple[readers.Shown, list[str]]:
    _, edition = edition_of(path, "wechat", **options)
    draft = next(p for p in edition.parts if p.kind == "draft")
    articles: Any = draft.payload["articles"]
    return readers.in_order(readers.wechat_text(a["content"]) for a in articles), ["[①-⑳]"]


def x(path: Path, **options: Any) -> tuple[readers.Shown, list[str]]:
    """A thread, which opens with the title; its addresses stand in the text."""
    issue, edition = edition_of(path, "x", **options)
    posts = [part.payload for part in edition.parts if part.kind == "post"]
    shown = readers.x_text(posts)
    return shown, [re.escape(issue.title), *map(re.escape, shown.links), *CELLS]


def faults(wanted: Any, shown: readers.Shown, extra: Sequence[str]) -> dict[str, object]:
    """Everything the reader misses; empty when the edition is whole."""
    found = {
        "text": kept.missing(wanted.text, shown.text, [*ALLOWED, *extra]),
        "links": kept.missing_links(wanted.links, shown.links),
        "bold": kept.not_bold(wanted.bold, shown.bold),
        "markup": kept.literal_markup(shown.prose, wanted.codes),
        "figures": [] if len(shown.figures) == len(wanted.figures) else [len(shown.figures)],
    }
    return {name: value for name, value in found.items() if value}
