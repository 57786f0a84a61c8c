"""An issue as rich messages (Bot API 10.1, with pictures 10.2): mostly one, else few.

`layout: rich`, and never by itself: apps without support show such a message blank. What Telegram
shows in plain messages by a form of its own (aligned columns, small letters) is native here.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from adapters.base import Edition, Json, Part, Pictures
from adapters.losses import embedded, every_block, plain
from adapters.lower import lower
from adapters.references import ref
from adapters.shots import Roll, Shot, ledger, picture_problems, roll, shots
from adapters.telegram.framing import HASHTAGS, face, title
from adapters.telegram.rich_fitting import CHARACTERS, fitted, load, shallow
from adapters.telegram.rich_html import NOTHING, Piece, Writer, linked, summed, tagged
from adapters.telegram.spec import KEY, PHOTO, SPEC
from content.defaults import words
from content.document import (
    Document,
    Figure,
    Footnote,
    Heading,
    Paragraph,
    Text,
    plain_text,
    walk_all,
)
from content.hashtags import hashtags
from content.issue import Issue
from content.runs import runs
from content.split import balanced

RICH = "rich"  # the layout, and the kind of its parts
MOST_PLACES = "99/99"
SHOWS = {"Embed": "native"}  # all the rest is native by default
RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of an issue and, behind them, its footnotes, each as a piece of a message."""

    pieces: tuple[Piece, ...]
    leads: frozenset[int]  # headings: they say nothing without what follows

    def section_starts(self) -> list[int]:
        return [n for n in self.leads if n and n - 1 not in self.leads]


def rich_edition(issue: Issue, pictures: Pictures) -> Edition:
    """The messages; pure, the same bytes for the same issue and pictures."""
    file = str(issue.path)
    document, notes = lower(issue.document, KEY, SHOWS, file=file)
    document, flat = shallow(document, file)
    covers = face(issue, always=True)
    taken = roll((*covers, *shots(document)), PHOTO, pictures)
    messages = _messages(issue, document, covers, taken)
    parts = tuple(_parts(messages, taken, rtl=_is_rtl(document)))
    problems = [
        *notes,
        *flat,
        *plain(every_block(document), (), linked, "Telegram", file),
        *embedded(every_block(document), file),
        *picture_problems(taken, file),
        *filter(None, [title(issue).problem]),
    ]
    return Edition(
        channel=KEY,
        parts=parts,
        problems=tuple(problems),
        images=ledger(taken, {m.source: part.key for part in parts for m in part.media}),
        facts=_facts(parts),
    )


# --- messages -----------------------------------------------------------------------------------


def _messages(issue: Issue, document: Document, covers: Sequence[Shot], taken: Roll) -> list[Piece]:
    """One if it can be: only then do footnotes link to where they stand."""
    top = _header(issue, MOST_PLACES, covers, taken)
    room = CHARACTERS - load(top + _footer(issue, link=True))
    for anchored in (True, False):
        found = _body(document, _writer(issue, document, taken, anchored=anchored), room)
        groups = _groups(found, room)
        if len(groups) == 1:
            break
    return [
        _framed(issue, summed(found.pieces[a:b]), n, len(groups), covers, taken)
        for n, (a, b) in enumerate(groups, start=1)
    ]


def _writer(issue: Issue, document: Document, taken: Roll, *, anchored: bool) -> Writer:
    pattern = words(issue.language).figure
    ids = {source: upload.key.replace("/", "-") for source, upload in taken.uploads.items()}
    found = [block for block in walk_all(document) if isinstance(block, Figure)]
    numbers = {(figure.source, figure.line): n for n, figure in enumerate(found, start=1)}
    return Writer(ids, lambda n: pattern.format(n=n), numbers, anchored)


def _body(document: Document, writer: Writer, room: int) -> Body:
    blocks = fitted(document.blocks, writer.block, room)
    found = [(writer.block(block), isinstance(block, Heading)) for block in blocks]
    if document.footnotes:
        found.append((Piece("<hr/>", 1), True))
        found += [
            (piece, False) for note in document.footnotes for piece in _footnote(note, writer)
        ]
    kept = [(piece, leads) for piece, leads in found if piece != NOTHING]
    leading = frozenset(n for n, (_, leads) in enumerate(kept) if leads)
    return Body(tuple(piece for piece, _ in kept), leading)


def _footnote(note: Footnote, writer: Writer) -> Iterator[Piece]:
    """The first block with the mark, what follows as it comes."""
    first, rest = note.blocks[:1], note.blocks[1:]
    if first and not isinstance(first[0], Paragraph):
        first, rest = (), note.blocks
    yield writer.footnote(note.number, first)
    yield from map(writer.block, rest)


def _groups(body: Body, room: int) -> list[tuple[int, int]]:
    """Which pieces make a message: as few as can be, cut at sections nearest to equal shares."""
    chunks = _chunks(body, room)
    loads = [load(summed(body.pieces[a:b])) for a, b in chunks]
    count = max(1, math.ceil(sum(loads) / room))
    cuts = [0, *balanced(loads, count, room), len(chunks)] if chunks else [0, 0]
    edges = [chunks[n][0] if n < len(chunks) else len(body.pieces) for n in cuts]
    return list(pairwise(edges))


def _chunks(body: Body, room: int) -> list[tuple[int, int]]:
    """Sections that fit into a message; of others the blocks, no heading without what follows."""
    starts = sorted({0, *body.section_starts(), len(body.pieces)})
    found: list[tuple[int, int]] = []
    for start, end in pairwise(starts):
        if load(summed(body.pieces[start:end])) <= room:
            found.append((start, end))
        else:
            found += _in_blocks(body, start, end, room)
    return found


def _in_blocks(body: Body, start: int, end: int, room: int) -> Iterator[tuple[int, int]]:
    first = start
    for n in range(start, end):
        with_next = summed(body.pieces[first : n + 2])
        if n in body.leads and n + 1 < end and load(with_next) <= room:
            continue
        yield first, n + 1
        first = n + 1


def _framed(
    issue: Issue, body: Piece, number: int, of: int, covers: Sequence[Shot], taken: Roll
) -> Piece:
    place = f"{number}/{of}" if of > 1 else ""
    head = _header(issue, place, covers, taken) if number == 1 else tagged("p", place)
    foot = _footer(issue, link=of > 1) if number == of else NOTHING
    return head + body + foot


def _header(issue: Issue, place: str, covers: Sequence[Shot], taken: Roll) -> Piece:
    """The title, then place and link, then the cover where the text does not show it."""
    writer = _writer(issue, Document(()), taken, anchored=False)
    found = writer.block(Heading(1, (Text(title(issue).text),), 0))
    line = [place, _link(issue)]
    below = tagged("p", " · ".join(filter(None, line))) if any(line) else NOTHING
    pictured = (writer.block(Figure(shot.source, shot.line)) for shot in covers)
    return summed([found, below, *pictured])


def _footer(issue: Issue, *, link: bool) -> Piece:
    """A single message has the link in its header already."""
    lines = (_link(issue) if link else "", escape(" ".join(hashtags(issue, HASHTAGS))))
    return summed(tagged("footer", line) for line in lines if line)


def _link(issue: Issue) -> str:
    label = words(issue.language).full_issue.rstrip("：: ")
    return f'<a href="{escape(issue.canonical_url)}">{label}</a>' if issue.canonical_url else ""


def _is_rtl(document: Document) -> bool:
    """Whether most of its letters are of a script that runs from right to left."""
    text = "".join(plain_text(run) for run, _ in runs(document))
    found = [unicodedata.bidirectional(letter) for letter in text if letter.isalpha()]
    return sum(kind in RIGHT_TO_LEFT for kind in found) * 2 > len(found)


# --- parts --------------------------------------------------------------------------------------


def _parts(messages: Sequence[Piece], taken: Roll, *, rtl: bool) -> Iterator[Part]:
    """In order, each waiting for the one before; only the first makes a sound."""
    before: tuple[str, ...] = ()
    for n, piece in enumerate(messages, start=1):
        uploads = list({(u := taken.uploads[s]).key: u for s in piece.pictures}.values())
        media: list[Json] = [_bound(upload.key.replace("/", "-")) for upload in uploads]
        message: dict[str, Json] = {"html": piece.html}
        message |= {"media": media} if media else {}
        message |= {"is_rtl": True} if rtl else {}
        body: dict[str, Json] = {"rich_message": message}
        if before:
            body |= {"disable_notification": True}
            body |= {"reply_parameters": {"message_id": ref(f"{RICH}/1", "id")}}
        key = f"{RICH}/{n}"
        yield Part(key, RICH, body, tuple(u.media for u in uploads), waits_for=before)
        before = (key,)


def _bound(name: str) -> Json:
    """The id by which the HTML shows a picture, and the file that it is."""
    return {"id": name, "media": {"type": "photo", "media": f"attach://{name}"}}


def _facts(parts: Sequence[Part]) -> Mapping[str, str]:
    sent = sum(max(1, len(part.media)) for part in parts)
    return {
        "layout": RICH,
        "bubbles": str(len(parts)),
        "notifications": "1",
        "seconds": str(round(sent * SPEC.item_spacing)),
    }
