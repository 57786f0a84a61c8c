"""A new edition in the messages of the old one: edits, and what a person has to do.

The running text goes into the messages that have some, their borders as first sent; every picture
keeps its place. No message is sent or deleted here: what is too much or too little is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from adapters.base import Edition, Json, Media, Part, Receipts
from adapters.changes import by_hand, edit_key, not_possible
from adapters.telegram.contents import with_contents, without_contents
from adapters.telegram.layouts import CAPTION
from adapters.telegram.messages import Message, Place, messages, place
from adapters.telegram.numbering import bare, numbered, recounted, room_for_number
from adapters.telegram.passages import MESSAGE
from adapters.telegram.recutting import Slot, recut
from adapters.telegram.rich import Rich, payload
from adapters.telegram.rich_revising import is_rich, revise_rich
from adapters.telegram.spec import KEY
from content.problems import Problem

EDIT_TEXT = "edit-text"
EDIT_CAPTION = "edit-caption"
EDIT_PICTURE = "edit-picture"


@dataclass(frozen=True, slots=True)
class Plan:
    """What each message is to become, by its key, and what there is to say about it."""

    becomes: Mapping[str, Message]
    problems: tuple[Problem, ...]


def revise(old: Edition, sent: Receipts, new: Edition) -> Edition:
    """The edits that turn `old`, as it stands there, into `new`; pure."""
    if is_rich(old) or is_rich(new):
        return revise_rich(old, sent, new)
    standing, wanted = messages(old.parts), messages(new.parts)
    texts = _running(standing, wanted, sent)
    pictures = _pictures(standing, wanted, sent)
    becomes = _merged(standing, texts, pictures)
    parts: list[Part] = []
    problems = [*texts.problems, *pictures.problems]
    for message in standing:
        after = becomes[message.key]
        if _same(message, after):
            continue
        where = place(message, sent)
        if where is None:
            problems.append(_not_there(message, after))
        else:
            parts.append(_edit(message, after, where))
    facts = {"edits": str(len(parts))}
    return Edition(KEY, tuple(parts), tuple(problems), facts=facts)


def _merged(standing: Sequence[Message], texts: Plan, pictures: Plan) -> dict[str, Message]:
    """Under a picture stands running text or its own caption, never both."""
    found: dict[str, Message] = {}
    for message in standing:
        shown = pictures.becomes.get(message.key, message)
        text = texts.becomes.get(message.key)
        if text is not None:
            shown = replace(shown, rich=text.rich, preview=text.preview, above=message.above)
        found[message.key] = shown
    return found


def _same(one: Message, other: Message) -> bool:
    above = one.above == other.above or not one.rich
    return _content(one) == _content(other) and above


def _content(message: Message) -> tuple[Rich, Json, str]:
    return message.rich, message.preview, message.media.sha256 if message.media else ""


# --- the running text -------------------------------------------------------------------------


def _running(standing: Sequence[Message], wanted: Sequence[Message], sent: Receipts) -> Plan:
    """The new text in the messages that have text, cut where it was cut when they were sent."""
    slots = [message for message in standing if message.runs]
    news = [message for message in wanted if message.runs]
    texts = bare(without_contents([message.rich for message in news]))
    if not slots:
        return Plan({}, tuple(_left_over(rich, "the channel") for rich in texts))
    texts[:1] = [recounted(rich, len(news), len(slots)) for rich in texts[:1]]
    made = recut(_shapes(slots), texts)
    becomes: dict[str, Message] = {}
    problems: list[Problem] = []
    worded = with_contents(numbered(made.pieces), _room(slots[0]))
    for n, (slot, rich) in enumerate(zip(slots, worded, strict=True)):
        if not rich and slot.media is None:
            problems.append(_emptied(slot, sent))
            continue
        first = slot.media is None and n == 0 and bool(news)
        preview = news[0].preview if first and news[0].preview else slot.preview
        becomes[slot.key] = replace(slot, rich=rich, preview=preview)
    problems += [_left_over(over, _name(slots[n], sent)) for n, over in made.over.items()]
    return Plan(becomes, tuple(problems))


def _shapes(slots: Sequence[Message]) -> list[Slot]:
    """What stands there without numbers and contents, and the room that the numbers leave."""
    found: list[Slot] = []
    for n, rich in enumerate(bare(without_contents([slot.rich for slot in slots]))):
        room = _room(slots[n]) - room_for_number(n + 1, len(slots))
        found.append(Slot(rich, room, pictured=slots[n].media is not None))
    return found


def _room(slot: Message) -> int:
    return MESSAGE if slot.media is None else CAPTION


# --- the pictures -----------------------------------------------------------------------------


def _pictures(standing: Sequence[Message], wanted: Sequence[Message], sent: Receipts) -> Plan:
    """Each picture in its place, with its new caption, or another one there."""
    olds = [message for message in standing if message.media]
    news = [message for message in wanted if message.media]
    becomes: dict[str, Message] = {}
    problems: list[Problem] = []
    for old, new in _paired(olds, news):
        if old and new:
            becomes[old.key] = _shown_at(old, new)
            problems += _unseen(old, new)
        elif old:
            problems.append(_no_longer(old, sent))
        elif new:
            problems.append(_further(new))
    return Plan(becomes, tuple(problems))


def _paired(
    olds: Sequence[Message], news: Sequence[Message]
) -> Iterator[tuple[Message | None, Message | None]]:
    """By their bytes or by the author's name for them; others as they stand beside one another."""
    names = {_source(message): _sha(message) for message in olds}
    known = {_sha(message) for message in olds}
    left = [_sha(message) for message in olds]
    right = [
        _sha(message) if _sha(message) in known else names.get(_source(message), _sha(message))
        for message in news
    ]
    for _, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for n in range(max(b - a, d - c)):
            yield (olds[a + n] if a + n < b else None), (news[c + n] if c + n < d else None)


def _source(message: Message) -> str:
    return message.media.source if message.media else ""


def _sha(message: Message) -> str:
    return message.media.sha256 if message.media else ""


def _shown_at(old: Message, new: Message) -> Message:
    """The caption of a picture that carries running text is settled there."""
    rich = Rich() if new.runs else new.rich
    return replace(old, media=new.media, name=new.name, rich=rich, above=new.above and bool(rich))


# --- parts ------------------------------------------------------------------------------------


def _edit(before: Message, after: Message, where: Place) -> Part:
    body: dict[str, Json] = {"message_id": where.number}
    media: tuple[Media, ...] = ()
    if after.media is None:
        kind = EDIT_TEXT
        text, entities = payload(after.rich)
        body |= {"text": text, "entities": entities}
        body |= {"link_preview_options": after.preview} if after.preview else {}
    elif before.media and after.media.sha256 == before.media.sha256:
        kind = EDIT_CAPTION
        body |= after.caption()
    else:
        kind, media = EDIT_PICTURE, (after.media,)
        body["media"] = {"type": "photo", "media": after.name, **after.caption()}
    return Part(edit_key(before.key), kind, body, media, repeatable=True)


# --- what a person has to do ------------------------------------------------------------------


def _emptied(message: Message, sent: Receipts) -> Problem:
    words = f"Nothing is left to say in {_name(message, sent)}. It says:\n{message.rich.text}"
    return by_hand(KEY, words, f"Delete it in Telegram: {_url(message, sent)}")


def _left_over(over: Rich, where: str) -> Problem:
    words = f"These words belong into {where}, which has no room for them:\n{over.text}"
    return by_hand(KEY, words, "Post them in the channel as a further message.")


def _no_longer(old: Message, sent: Receipts) -> Problem:
    words = f"{_source(old)} is no longer in the issue, but stands in {_name(old, sent)}."
    if old.runs:
        return not_possible(KEY, f"{words} Text stands under it, so it cannot be deleted.")
    return by_hand(KEY, words, f"Delete it in Telegram: {_url(old, sent)}")


def _further(new: Message) -> Problem:
    caption = f" Its caption:\n{new.rich.text}" if new.rich and not new.runs else ""
    words = f"{_source(new)} is new, and no message has a place for it.{caption}"
    return by_hand(KEY, words, "Post it in the channel.")


def _unseen(old: Message, new: Message) -> Iterator[Problem]:
    """A caption of its own, where the picture carries running text."""
    if old.runs and new.rich and not new.runs:
        words = f"Under {_source(new)} stands text, so its caption has no place:\n{new.rich.text}"
        yield not_possible(KEY, words)


def _not_there(message: Message, after: Message) -> Problem:
    words = (
        f"{message.key} was not sent, so it cannot be edited. It would say:\n{message.rich.text}\n"
        f"It should say:\n{after.rich.text}"
    )
    return not_possible(KEY, words)


def _name(message: Message, sent: Receipts) -> str:
    return _url(message, sent) or message.key


def _url(message: Message, sent: Receipts) -> str:
    where = place(message, sent)
    return where.url if where else ""
