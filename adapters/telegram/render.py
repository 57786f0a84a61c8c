"""An issue as a row of Telegram messages: the layout, the header and footer, and the parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.base import Edition, Json, Part, Pictures
from adapters.lower import lower
from adapters.pictures import Wanted
from adapters.references import ref
from adapters.shots import Roll, Upload, ledger, picture_problems, roll, shots, wanted
from adapters.telegram.blocks import BULLET, Item, Shots, TextItem, inline_rich, items
from adapters.telegram.contents import with_contents
from adapters.telegram.framing import HASHTAGS, face, greetings, title
from adapters.telegram.layouts import (
    CAPTION,
    Bubble,
    Frame,
    by_section,
    fits_caption,
    in_plates,
    inline,
)
from adapters.telegram.losses import losses
from adapters.telegram.passages import GAP, MESSAGE, Plate, Section, has_words, load, sections
from adapters.telegram.rich import Rich, joined, payload, styled
from adapters.telegram.rich_edition import RICH, rich_edition
from adapters.telegram.shaping import shaped
from adapters.telegram.spec import KEY, LIMITS, PHOTO, SPEC, Options
from content.defaults import override, story_headings, words
from content.document import Figure
from content.hashtags import hashtags
from content.issue import Issue
from content.problems import Level, Problem
from content.teaser import teaser

MOST_BUBBLES = 8  # more is spam: the pictures then stand in albums, or only a summary is sent
LAYOUTS = {"inline": inline, "sections": by_section, "plates": in_plates}
MOST_PLACES = "99/99"  # as wide as a number of a message gets


@dataclass(frozen=True, slots=True)
class Shown:
    """The bubbles of a layout, and its name."""

    layout: str
    bubbles: list[Bubble]


def wanted_pictures(issue: Issue, options: Options) -> list[Wanted]:
    covers = face(issue, always=_layout(issue, options) == RICH)
    places = (*covers, *shots(issue.document, KEY))
    return [wanted(issue, shot, PHOTO) for shot in places]


def edition(issue: Issue, pictures: Pictures, options: Options) -> Edition:
    """The messages; pure, the same bytes for the same issue and pictures."""
    if _layout(issue, options) == RICH:
        return rich_edition(issue, pictures)
    file = str(issue.path)
    document, notes = lower(shaped(issue.document), KEY, SPEC.shows, file=file)
    covers = face(issue)
    taken = roll((*covers, *shots(document)), PHOTO, pictures)
    plates = [Plate(Figure(s.source, s.line), 0, "") for s in covers if s.source in taken.uploads]
    shown = _framed(issue, _laid_out(issue, _sendable(items(document), taken), plates, options))
    parts = tuple(_parts(issue, shown, taken))
    problems = [
        *notes,
        *losses(issue.document, document, file),
        *picture_problems(taken, file),
        *filter(None, [title(issue).problem]),
        *_layout_problems(issue, shown, options),
    ]
    return Edition(
        channel=KEY,
        parts=parts,
        problems=tuple(problems),
        images=ledger(taken, {m.source: part.key for part in parts for m in part.media}),
        facts=_facts(shown, parts),
    )


# --- the layout -------------------------------------------------------------------------------


def _laid_out(issue: Issue, row: list[Item], face: Sequence[Plate], options: Options) -> Shown:
    """The layout asked for, else the first that keeps the bubbles few; `face` is the cover."""
    name = _layout(issue, options)
    found = sections(row)
    frame = _frame(issue, marks=has_words(found))
    if name in LAYOUTS:
        return Shown(name, _opened(LAYOUTS[name](found, frame), face, frame))
    for choice in _choices(found) if name == "auto" else ():
        bubbles = _opened(LAYOUTS[choice](found, frame), face, frame)
        if len(bubbles) <= MOST_BUBBLES:
            return Shown(choice, bubbles)
    return Shown("summary", _opened([_summary(issue, frame)], face, frame))


def _layout(issue: Issue, options: Options) -> str:
    own = override(issue, KEY, "layout")
    return own if isinstance(own, str) else options.layout


def _opened(bubbles: list[Bubble], face: Sequence[Plate], frame: Frame) -> list[Bubble]:
    """Beginning with a bubble that has room for the title: the first text, with the cover if it is
    short enough to stand with a picture, or a bubble of their own."""
    first = bubbles[0] if bubbles else Bubble()
    if not face:
        return [Bubble(), *bubbles] if first.captions else bubbles
    if first.plates or not fits_caption((frame.header, *first.texts, frame.footer)):
        return [Bubble(plates=tuple(face)), *bubbles]
    return [Bubble(first.texts, tuple(face)), *bubbles[1:]]


def _choices(found: Sequence[Section]) -> tuple[str, ...]:
    """What auto tries; every section with pictures makes a bubble at the least."""
    illustrated = sum(any(p.plates for p in section.passages) for section in found)
    return ("plates",) if illustrated > MOST_BUBBLES else ("sections", "plates")


def _frame(issue: Issue, *, marks: bool) -> Frame:
    pattern = words(issue.language).figure
    header, footer = _header(issue, MOST_PLACES), _footer(issue)
    room = MESSAGE - load((header,)) - load((footer,))
    return Frame(
        lambda n: pattern.format(n=n), header, Rich(MOST_PLACES), footer, room=room, marks=marks
    )


def _sendable(row: list[Item], taken: Roll) -> list[Item]:
    """Without the pictures that could not be converted (open rows); their captions stay."""
    kept: list[Item] = []
    for item in row:
        if isinstance(item, TextItem) or all(f.source in taken.uploads for f in item.figures):
            kept.append(item)
            continue
        good = tuple(f for f in item.figures if f.source in taken.uploads)
        lost = (f.caption for f in item.figures if f.source not in taken.uploads and f.caption)
        kept.extend(TextItem(inline_rich(caption)) for caption in lost)
        if good:
            kept.append(Shots(good))
    return kept


def _summary(issue: Issue, frame: Frame) -> Bubble:
    """The teaser and the headings, as many as there is room for, between intro and outro."""
    limit = LIMITS["teaser"]
    found = teaser(issue, limit.value, limit.counter, channel=KEY)
    before, after = greetings(issue)
    lines = [] if found.origin == "headings" else story_headings(issue, KEY)
    listed = [f"{BULLET}{line}" for line in lines]
    room = frame.room - load((*before, Rich(found.text), *after))
    while listed and load((Rich("\n".join(listed)),)) > room:
        listed[-2:] = [words(issue.language).ellipsis]
    texts = (*before, Rich(found.text), Rich("\n".join(listed)), *after)
    return Bubble(tuple(text for text in texts if text))


# --- header and footer ------------------------------------------------------------------------


def _framed(issue: Issue, shown: Shown) -> Shown:
    """Title and place on every text, the link and hashtags on the last, contents on the first."""
    framed = shown.bubbles or [Bubble()]
    worded = [n for n, bubble in enumerate(framed) if not bubble.captions]
    texts: list[Rich] = []
    for number, n in enumerate(worded, start=1):
        place = f"{number}/{len(worded)}" if len(worded) > 1 else ""
        head = _header(issue, place) if number == 1 else Rich(place)
        foot = _footer(issue, link=len(worded) > 1) if n == worded[-1] else Rich()
        texts.append(joined((rich for rich in (head, *framed[n].texts, foot) if rich), GAP))
    room = CAPTION if framed[0].plates else MESSAGE
    said = dict(zip(worded, with_contents(texts, room), strict=True))
    return Shown(shown.layout, [
        replace(bubble, texts=(said[n],)) if n in said else bubble
        for n, bubble in enumerate(framed)
    ])  # fmt: skip


def _header(issue: Issue, place: str) -> Rich:
    head = styled(Rich(title(issue).text), "bold")
    line = [Rich(place)] if place else []
    if issue.canonical_url:
        line.append(_link(issue))
    below = joined(line, " · ")
    return joined([part for part in (head, below) if part], "\n")


def _footer(issue: Issue, *, link: bool = True) -> Rich:
    """A single message has the link in its header already."""
    found = _link(issue) if link and issue.canonical_url else Rich()
    tags = Rich(" ".join(hashtags(issue, HASHTAGS)))
    return joined([part for part in (found, tags) if part], "\n")


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
        if position and bubble.texts:
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
        text, entities = payload(*bubble.texts, separator=GAP)
        body |= {"text": text, "entities": entities}
        body["link_preview_options"] = _preview(issue, first=first)
        return body
    whole = joined(bubble.texts, GAP)
    uploads = [taken.uploads[plate.figure.source] for plate in bubble.plates]
    captions = bubble.captions or (whole, *(Rich() for _ in bubble.plates[1:]))
    above = bool(whole)
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
    """`above` is the album's: the server wants it alike on every picture, captioned or not."""
    body: dict[str, Json] = {"show_caption_above_media": True} if above else {}
    if not rich:
        return body
    text, entities = payload(rich)
    return {"caption": text, "caption_entities": entities, **body}


def _attached(upload: Upload) -> str:
    return f"attach://{upload.key.replace('/', '-')}"


# --- what is said about it ----------------------------------------------------------------------


def _layout_problems(issue: Issue, shown: Shown, options: Options) -> Iterator[Problem]:
    file = str(issue.path)
    if shown.layout == "summary" and any(issue.framed) and not any(greetings(issue)):
        yield Problem(
            Level.NOTE, "telegram-left-out", file, 0,
            "A summary has no room for Telegram's intro and outro.",
            "Shorten them, or set telegram.layout to plates or sections.",
        )  # fmt: skip
    if shown.layout == "summary" and _layout(issue, options) == "summary":
        message = "The summary names the issue's sections and leaves out their text."
        yield Problem(Level.NOTE, "telegram-summary", file, 0, message)
    elif shown.layout == "summary":
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
