"""An issue as a row of Telegram messages: the layout, the header and footer, and the parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.base import Edition, ImageRow, Json, Part, Pictures
from adapters.losses import plain_styles
from adapters.lower import lower
from adapters.pictures import Wanted
from adapters.references import ref
from adapters.shots import Roll, Upload, ledger, picture_problems, roll, shots, wanted
from adapters.telegram.blocks import BULLET, Item, Shots, TextItem, items
from adapters.telegram.blocks import inline as inline_rich
from adapters.telegram.layouts import (
    Bubble,
    Frame,
    by_section,
    inline,
    plates,
    with_text,
)
from adapters.telegram.rich import Rich, joined, payload, styled
from adapters.telegram.spec import KEY, LIMITS, PHOTO, SPEC, Options
from content.defaults import override, story_headings, words
from content.document import Mark, Sub, Super
from content.hashtags import hashtags
from content.issue import Issue
from content.measure import utf16_units
from content.problems import Level, Problem
from content.teaser import teaser

MOST_BUBBLES = 8  # more is spam: the pictures then stand in albums, or only a summary is sent
HASHTAGS = 3
LAYOUTS = {"inline": inline, "sections": by_section, "plates": plates}


@dataclass(frozen=True, slots=True)
class Shown:
    """The bubbles of a layout, and its name."""

    layout: str
    bubbles: list[Bubble]


def wanted_pictures(issue: Issue) -> list[Wanted]:
    return [wanted(issue, shot, PHOTO) for shot in shots(issue.document, KEY)]


def edition(issue: Issue, pictures: Pictures, options: Options) -> Edition:
    """The messages; pure, the same bytes for the same issue and pictures."""
    file = str(issue.path)
    document, notes = lower(issue.document, KEY, SPEC.shows, file=file)
    taken = roll(shots(document), PHOTO, pictures)
    shown = _framed(issue, _laid_out(issue, _sendable(items(document), taken), options))
    parts = tuple(_parts(issue, shown, taken))
    problems = [
        *notes,
        *plain_styles(document, (Mark, Super, Sub), SPEC.title, file),
        *picture_problems(taken, file),
        *_layout_problems(shown, options, file),
    ]
    return Edition(
        channel=KEY,
        parts=parts,
        problems=tuple(problems),
        images=tuple(_with_parts(taken, parts)),
        facts=_facts(shown, parts),
    )


# --- the layout -------------------------------------------------------------------------------


def _laid_out(issue: Issue, row: list[Item], options: Options) -> Shown:
    """The layout asked for, else the first that keeps the bubbles few."""
    frame = _frame(issue)
    own = override(issue, KEY, "layout")
    name = own if isinstance(own, str) else options.layout
    if name != "auto":
        made = LAYOUTS.get(name)
        return Shown(name, made(row, frame) if made else [_summary(issue)])
    for name in ("sections", "plates"):
        bubbles = LAYOUTS[name](row, frame)
        if len(bubbles) <= MOST_BUBBLES:
            return Shown(name, bubbles)
    return Shown("summary", [_summary(issue)])


def _frame(issue: Issue) -> Frame:
    pattern = words(issue.language).figure
    around = _header(issue, "99/99"), _footer(issue)
    reserve = sum(utf16_units(rich.text) + 2 for rich in around)
    return Frame(lambda n: pattern.format(n=n), reserve)


def _sendable(row: list[Item], taken: Roll) -> list[Item]:
    """Without the pictures that could not be converted (open rows); their captions stay."""
    kept: list[Item] = []
    for item in row:
        if isinstance(item, TextItem):
            kept.append(item)
            continue
        good = tuple(f for f in item.figures if f.source in taken.uploads)
        lost = (f.caption for f in item.figures if f.source not in taken.uploads and f.caption)
        kept.extend(TextItem(inline_rich(caption)) for caption in lost)
        if good:
            kept.append(Shots(good))
    return kept


def _summary(issue: Issue) -> Bubble:
    limit = LIMITS["teaser"]
    found = teaser(issue, limit.value, limit.counter, channel=KEY)
    lines = [Rich(f"{BULLET}{heading}") for heading in story_headings(issue, KEY)]
    listed = [] if found.origin == "headings" else [joined(lines, "\n")]
    return Bubble(joined([part for part in (Rich(found.text), *listed) if part], "\n\n"))


# --- header and footer ------------------------------------------------------------------------


def _framed(issue: Issue, shown: Shown) -> Shown:
    """Title and place on every text, the link and hashtags on the last."""
    texts = [n for n, bubble in enumerate(shown.bubbles) if bubble.text]
    if not texts:
        return Shown(shown.layout, [Bubble(_header(issue, "")), *shown.bubbles])
    framed = list(shown.bubbles)
    messages = [n for n in texts if not framed[n].plates]
    for n in texts:
        place = ""
        if n in messages and len(messages) > 1:
            place = f"{messages.index(n) + 1}/{len(messages)}"
        head = _header(issue, place) if n == texts[0] else Rich(place)
        foot = _footer(issue) if n == texts[-1] else Rich()
        framed[n] = with_text(framed[n], head, foot)
    return Shown(shown.layout, framed)


def _header(issue: Issue, place: str) -> Rich:
    title = styled(Rich(issue.title), "bold")
    line = [Rich(place)] if place else []
    if issue.canonical_url:
        line.append(_link(issue))
    below = joined(line, " · ")
    return joined([part for part in (title, below) if part], "\n")


def _footer(issue: Issue) -> Rich:
    link = _link(issue) if issue.canonical_url else Rich()
    tags = Rich(" ".join(hashtags(issue, HASHTAGS)))
    return joined([part for part in (link, tags) if part], "\n")


def _link(issue: Issue) -> Rich:
    label = words(issue.language).full_issue.rstrip("：: ")
    return styled(Rich(label), "text_link", url=issue.canonical_url or "")


# --- parts ------------------------------------------------------------------------------------


def _parts(issue: Issue, shown: Shown, taken: Roll) -> Iterator[Part]:
    """The messages in order, each waiting for the one before; only the first makes a sound."""
    before: tuple[str, ...] = ()
    counts = {"message": 0, "photo": 0, "album": 0}
    for position, bubble in enumerate(shown.bubbles):
        kind = _kind(bubble)
        counts[kind] += 1
        body = _body(issue, bubble, taken, first=position == 0)
        if position and bubble.text:
            body["reply_parameters"] = {"message_id": ref(_first_key(shown), "id")}
        key = f"{kind}/{counts[kind]}"
        uploads = [taken.uploads[plate.figure.source] for plate in bubble.plates]
        yield Part(key, kind, body, tuple(u.media for u in uploads), waits_for=before)
        before = (key,)


def _kind(bubble: Bubble) -> str:
    if not bubble.plates:
        return "message"
    return "photo" if len(bubble.plates) == 1 else "album"


def _first_key(shown: Shown) -> str:
    return f"{_kind(shown.bubbles[0])}/1"


def _body(issue: Issue, bubble: Bubble, taken: Roll, *, first: bool) -> dict[str, Json]:
    """The request without its chat, which the client adds."""
    body: dict[str, Json] = {} if first else {"disable_notification": True}
    if not bubble.plates:
        text, entities = payload(bubble.text)
        body |= {"text": text, "entities": entities}
        body["link_preview_options"] = _preview(issue, first=first)
        return body
    uploads = [taken.uploads[plate.figure.source] for plate in bubble.plates]
    captions = bubble.captions or (bubble.text, *(Rich() for _ in bubble.plates[1:]))
    above = bool(bubble.text)
    if len(uploads) == 1:
        return body | {"photo": _attached(uploads[0])} | _caption(captions[0], above=above)
    media: list[Json] = [
        {"type": "photo", "media": _attached(upload), **_caption(caption, above=above)}
        for upload, caption in zip(uploads, captions, strict=True)
    ]
    return body | {"media": media}


def _preview(issue: Issue, *, first: bool) -> Json:
    """The issue's own page as a large picture above the first text; no preview anywhere else."""
    if first and issue.canonical_url:
        return {"url": issue.canonical_url, "prefer_large_media": True, "show_above_text": True}
    return {"is_disabled": True}


def _caption(rich: Rich, *, above: bool) -> dict[str, Json]:
    if not rich:
        return {}
    text, entities = payload(rich)
    body: dict[str, Json] = {"caption": text, "caption_entities": entities}
    return body | {"show_caption_above_media": True} if above else body


def _attached(upload: Upload) -> str:
    return f"attach://{upload.key.replace('/', '-')}"


# --- what is said about it ----------------------------------------------------------------------


def _with_parts(taken: Roll, parts: Sequence[Part]) -> Iterator[ImageRow]:
    carried = {media.source: part.key for part in parts for media in part.media}
    for row in ledger(taken):
        yield replace(row, part=carried.get(row.source, ""))


def _layout_problems(shown: Shown, options: Options, file: str) -> Iterator[Problem]:
    if shown.layout == "summary" and options.layout == "auto":
        yield Problem(
            Level.WARNING, "telegram-summary", file, 0,
            f"The whole issue would make more than {MOST_BUBBLES} bubbles; a summary is sent.",
            "Set telegram.layout to plates or sections to send all of it.",
        )  # fmt: skip


def _facts(shown: Shown, parts: Sequence[Part]) -> dict[str, str]:
    sent = sum(max(1, len(part.media)) for part in parts)
    return {
        "layout": shown.layout,
        "bubbles": str(len(parts)),
        "notifications": "1",
        "seconds": str(round(sent * SPEC.item_spacing)),
    }
