"""One post of a digest filled from one story: title, whole sentences and items, opinion."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from adapters.x.clauses import SHORTEST, Fits, begun_later, cut_short, labels_of
from adapters.x.rows import Row, opinion_body
from adapters.x.stories import Story, first_sentence
from adapters.x.units import Pieces, Unit, appended, joined, units
from adapters.x.wording import shows_address, unlinked, weight, weight_unlinked
from content.sentences import sentences_of
from content.tables import Words

OPINION_ROOM = 84  # weight kept free for an opinion
LEAST_OPINION = 52  # the same where the first piece would not fit whole otherwise
ENOUGH = 2  # pieces of text from which on one picture will do
HALF_EMPTY = 0.4  # of the room: a fuller post may end at the first piece that does not fit


@dataclass(frozen=True, slots=True)
class Page:
    """The room that a post has for its text, and the words a template may add to it."""

    room: int
    words: Words

    def fits(self, text: str) -> bool:
        return weight_unlinked(text) <= self.room


@dataclass(frozen=True, slots=True)
class Filled:
    """The text of a post, "" when there is none; `scant` when one whole piece is all there was;
    `told` are the items of a list that are in it."""

    text: str = ""
    scant: bool = False
    told: tuple[Row, ...] = ()


def story_post(story: Story, page: Page, said: str = "") -> Filled:
    """The post of a story; none when nothing but its title would be in it.

    What stands in `said` already is not said again, unless there were no post else.
    """
    offered = Pieces(_offered(story))
    title = unlinked(story.title)
    text = _text(story, page, title, _fresh(offered, said), said)
    if not text:
        leaning = Pieces(units(story.rows, leaning=True))
        text = _text(story, page, title, _fresh(leaning, said), said)
    if not text and said and title:
        text = _text(story, page, title, offered, "")
    some = itertools.islice((unit for unit in offered if unit.fit), ENOUGH)
    return Filled(text, scant=len(list(some)) < ENOUGH)


def _text(story: Story, page: Page, title: str, fresh: Pieces, said: str) -> str:
    body = _Body(title, Page(page.room - reserve(story.take), page.words))
    taken = body.taken(fresh)
    missing = _missing(taken, fresh)
    if missing or not taken:
        shorter = _in_brief(body, story, said, missing)
        if not shorter and story.take and not (taken and taken[0].whole):
            room = page.room - reserve(story.take, LEAST_OPINION)
            shorter = _first_whole(_Body(title, Page(room, page.words)).taken(fresh))
        taken = shorter or taken
    if not taken:
        return ""
    text = with_opinion(under(title, joined(taken).strip()), story.take, page)
    if not _cut(text, story, page):
        return text
    inner = Page(page.room - reserve(story.take, page.room), page.words)
    return _with_whole_opinion(story, page, taken[0], _Body(title, inner).taken(fresh)) or text


def _cut(text: str, story: Story, page: Page) -> bool:
    return story.take is not None and text.endswith(page.words.ellipsis)


def _with_whole_opinion(story: Story, page: Page, first: Unit, fewer: Sequence[Unit]) -> str:
    """Less of the story and the first sentence of the opinion to its end; "" where the story
    would not begin as it did, or with next to nothing."""
    told = joined(fewer).strip()
    if not fewer or fewer[0] != first or weight(told) < SHORTEST:
        return ""
    text = with_opinion(under(unlinked(story.title), told), story.take, page)
    return "" if _cut(text, story, page) else text


def _offered(story: Story) -> Iterator[Unit]:
    """What the story offers; of an item that became one, what stands behind its lead-in."""
    row = story.rows[0] if len(story.rows) == 1 else None
    if row is None or not row.marker or row.lead_in != story.title:
        return units(story.rows, goes_on=story.goes_on)
    rest = row.text[row.lead :].lstrip(" ：:，,—–-")
    return units((Row(rest, row.line),))


def _fresh(offered: Pieces, said: str) -> Pieces:
    return Pieces(unit for unit in offered if unit.words not in said) if said else offered


def under(title: str, body: str) -> str:
    return f"{title}\n\n{body}" if title and body else title or body


def reserve(take: Row | None, most: int = OPINION_ROOM) -> int:
    """The room kept for an opinion and the blank line above it."""
    if take is None:
        return 0
    return min(weight(first_sentence(take.text)), most) + len("\n\n")


def with_opinion(text: str, take: Row | None, page: Page) -> str:
    """The text with whole sentences of it from the first on, else the beginning of the first."""
    said = _said(take, page, lambda words: page.fits(f"{text}\n\n{words}")) if take else ""
    return f"{text}\n\n{said}" if said else text


def _said(take: Row, page: Page, fits: Fits) -> str:
    said = first = ""
    for start, end in sentences_of(take.text):
        first = first or take.text[start:end].strip()
        words = take.text[:end].strip()
        if shows_address(words) or not fits(words):
            break
        said = words
    if not said and first and not shows_address(first):
        said = cut_short(first, fits, page.words)
    return said if len(said) > opinion_body(take) else ""


@dataclass(frozen=True, slots=True)
class _Body:
    """Fills a post from the first piece on: contiguous, whole, until one does not fit."""

    title: str
    page: Page

    def taken(self, offered: Iterable[Unit]) -> list[Unit]:
        taken: list[Unit] = []
        above = ""
        waiting: Unit | None = None  # words that lead in to the next piece
        for unit in offered:
            if unit.leads_in:
                waiting = unit
            if not unit.fit:
                continue
            before, said = taken, above
            if waiting:
                before, said = [*taken, waiting], _with(taken, above, waiting)
            fitting = self._fitting(said, before[-1] if before else None, unit)
            if fitting:
                taken, above, waiting = [*before, fitting], _with(before, said, fitting), None
            if taken and fitting is not unit and not _to_its_end(fitting, unit):
                break
        return taken

    def _fitting(self, above: str, last: Unit | None, unit: Unit) -> Unit | None:
        """The piece whole; where little is taken yet, from a later clause on, or its beginning."""

        def fits(words: str) -> bool:
            body = appended(above, last, unit, words)
            return self.page.fits(under(self.title, body.strip()))

        if fits(unit.text):
            return unit
        if weight(under(self.title, above.strip())) >= HALF_EMPTY * self.page.room:
            return None
        labels = labels_of(unit.row, (unit.start, unit.start + len(unit.text)))
        later = 0 if last else begun_later(unit.text, self.title, labels, fits)
        if later:
            return unit.part(unit.text[later:], later)
        cut = cut_short(unit.words, fits, self.page.words)
        return unit.part(cut) if cut else None


def _with(taken: Sequence[Unit], text: str, unit: Unit) -> str:
    """The text of those taken, and one more behind it."""
    return appended(text, taken[-1] if taken else None, unit, unit.text)


def _to_its_end(fitting: Unit | None, unit: Unit) -> bool:
    """Whether a piece was taken to its end, so that the next one may follow."""
    return fitting is not None and unit.text.endswith(fitting.text)


def _first_whole(taken: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in taken[:1] if unit.whole]


def _missing(taken: Sequence[Unit], offered: Iterable[Unit]) -> Unit | None:
    """The first piece that was not taken whole."""
    words = {unit.words for unit in taken}
    return next((unit for unit in offered if unit.fit and unit.words not in words), None)


def _in_brief(body: _Body, story: Story, said: str, missing: Unit | None) -> list[Unit]:
    """Everything the story says, its lists come down to their lead-ins; [] when it is too much.

    `missing` did not fit as it stood: nothing is won where no list comes down before its end.
    """
    rows = _briefer(story.rows)
    for row, brief in zip(story.rows, rows, strict=True):
        if row is not brief:
            break
        if missing and row is missing.row:
            return []
    else:
        return []
    offered = _fresh(Pieces(units(rows)), said)
    taken = body.taken(offered)
    return taken if taken and not _missing(taken, offered) else []


def _briefer(rows: Sequence[Row]) -> list[Row]:
    """Lists of which every item opens with bold or linked words come down to those."""
    lists = {row.block for row in rows if row.marker and not row.lead_in}
    return [
        row._replace(text=row.lead_in, links=())
        if row.marker and row.block not in lists and row.lead_in
        else row
        for row in rows
    ]
