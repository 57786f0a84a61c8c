"""A new edition in the rich messages of the old one, and the line about the other channels.

A rich message is edited as a whole, its pictures with it, so borders may move from one to another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import zip_longest

from adapters.also_on import JOINER, LABELS, label, named
from adapters.base import Edition, Json, Part, Receipts
from adapters.changes import EDIT, by_hand, edit_key, not_possible
from adapters.telegram.messages import numbers
from adapters.telegram.rich_edition import RICH
from adapters.telegram.rich_fitting import CHARACTERS
from adapters.telegram.rich_reading import html_of, html_words
from adapters.telegram.spec import KEY
from content.problems import Problem

EDIT_RICH = "edit-rich"
LINE = re.compile(rf"<footer>(?:{'|'.join(map(re.escape, LABELS.values()))}).*?</footer>\Z")


def is_rich(edition: Edition) -> bool:
    return any(part.kind == RICH for part in edition.parts)


def revise_rich(old: Edition, sent: Receipts, new: Edition) -> Edition:
    """The edits that turn `old`, as it stands there, into `new`; pure."""
    if is_rich(old) != is_rich(new):
        words = "The posts stand there in another layout, so they stay as they are."
        step = "Set channels.telegram.layout back to what it was to edit them."
        return Edition(KEY, (), (not_possible(KEY, words, step),), facts={"edits": "0"})
    found = list(_changes(_standing(old.parts), new.parts, sent))
    parts = tuple(each for each in found if isinstance(each, Part))
    problems = tuple(each for each in found if isinstance(each, Problem))
    return Edition(KEY, parts, problems, facts={"edits": str(len(parts))})


def also_on_rich(edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
    """With the line, in place of an older one; the same object where there is no room for it."""
    found = named(links, lang, KEY)
    last = edition.parts[-1]
    html = html_of(_body(last)) or ""
    names = [f'<a href="{escape(url)}">{escape(name, quote=False)}</a>' for name, url in found]
    line = f"<footer>{escape(label(lang), quote=False)}{JOINER.join(names)}</footer>"
    told = f"{LINE.sub('', html)}{line}"
    if not found or told == html or len(told) > CHARACTERS:
        return edition
    return replace(edition, parts=(*edition.parts[:-1], _with_html(last, told)))


def _changes(
    standing: Sequence[Part], wanted: Sequence[Part], sent: Receipts
) -> Iterator[Part | Problem]:
    for before, after in zip_longest(standing, wanted):
        if after is None:
            yield from _emptied(before, sent)
        elif before is None:
            yield by_hand(
                KEY, f"These words have no message yet:\n{_words(after)}",
                "Post them in the channel as a further message.",
            )  # fmt: skip
        elif _message(before) != _message(after):
            yield _edited(before, after, sent)


def _edited(before: Part, after: Part, sent: Receipts) -> Part | Problem:
    known = numbers(sent[before.key]) if before.key in sent else []
    if not known:
        words = f"{before.key} was not sent, so it cannot be edited. It should say:\n"
        return not_possible(KEY, f"{words}{_words(after)}")
    body: dict[str, Json] = {"message_id": known[0], "rich_message": _message(after)}
    return Part(edit_key(before.key), EDIT_RICH, body, after.media, repeatable=True)


def _emptied(before: Part, sent: Receipts) -> Iterator[Problem]:
    receipt = sent.get(before.key)
    if receipt:
        where = receipt.url or before.key
        words = f"Nothing is left to say in {where}. It says:\n{_words(before)}"
        yield by_hand(KEY, words, f"Delete it in Telegram: {receipt.url or ''}")


def _standing(parts: Sequence[Part]) -> list[Part]:
    """The messages as the edits behind them left them."""
    found: dict[str, Part] = {}
    for part in parts:
        if part.key.startswith(EDIT):
            key = part.key.removeprefix(EDIT)
            body = {**_body(found[key]), "rich_message": _message(part)}
            found[key] = replace(found[key], payload=body, media=part.media)
        else:
            found[part.key] = part
    return list(found.values())


def _with_html(part: Part, html: str) -> Part:
    message = _message(part)
    return replace(part, payload={**_body(part), "rich_message": {**message, "html": html}})


def _words(part: Part) -> str:
    return html_words(html_of(_body(part)) or "")


def _message(part: Part) -> dict[str, Json]:
    message = _body(part).get("rich_message")
    return message if isinstance(message, dict) else {}


def _body(part: Part) -> dict[str, Json]:
    return part.payload if isinstance(part.payload, dict) else {}
