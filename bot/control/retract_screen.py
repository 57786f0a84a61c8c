"""What taking an issue back means, channel by channel, before anybody has agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from bot.control.buttons import Press
from bot.control.escape import bold, fitted, followed, link, shorten
from bot.control.phrases import channel, in_one_line
from bot.control.reasons import reason
from bot.control.screen import Button, Screen
from bot.control.words import count, say
from bot.retracting import Removal

MARKS = {"remove": "🗑", "cancel": "⏸", "by-hand": "⚠️", "goes-on": "⏳", "held-up": "⚠️"}
LONGEST = 300  # columns of a channel's own sentence
Rows = tuple[tuple[Button, ...], ...]


def retract_screen(lang: str, removals: Sequence[Removal], release_id: str, rev: str) -> Screen:
    """What is removed where, and what only a person can remove, with its address."""
    left = [line for removal in removals for line in _left(lang, removal)]
    blocks = [
        bold(shorten(removals[0].base.title)) if removals else "",
        say(lang, f"retract.{_title(removals)}"),
        *(_line(lang, removal) for removal in removals),
        *(["", say(lang, "retract.left"), *left] if left else []),
    ]
    text = fitted((b for b in blocks if b), lambda n: count(lang, "more", n))
    return Screen(text, _rows(lang, removals, release_id, rev))


def _title(removals: Sequence[Removal]) -> str:
    if not removals:
        return "nothing"
    return "title" if _goes(removals) else "stuck"


def _goes(removals: Sequence[Removal]) -> bool:
    return any(removal.may_go(overwrite=False) for removal in removals)


def _rows(lang: str, removals: Sequence[Removal], release_id: str, rev: str) -> Rows:
    leave = Press("status", release_id, rev).button(say(lang, "leave"))
    if not _goes(removals):
        return ((leave,),)
    yes = Press("retract-yes", release_id, rev).button(say(lang, "retract_yes"), "danger")
    return ((yes, leave),)


def _line(lang: str, removal: Removal) -> Markup:
    words = _words(lang, removal)
    mark = "⚠️" if _stays(removal) else MARKS[removal.word]
    url = removal.base.url
    where = link(shorten(url or "", 60), url) if followed(url) else ""
    return Markup("{} {}{}{}").format(mark, words, "\n" if where else "", where)


def _words(lang: str, removal: Removal) -> str:
    name = channel(lang, removal.base.channel)
    match removal.word:
        case "remove" if _stays(removal):
            return say(lang, "retract.touched", channel=name, what=reason(lang, removal.touched))
        case "remove":
            deletions = count(lang, "deletions", len(removal.edits.parts))
            return say(lang, "retract.remove", channel=name, count=deletions)
        case "held-up":
            return say(lang, "retract.held-up", channel=name, why=reason(lang, removal.why))
        case word:
            return say(lang, f"retract.{word}", channel=name)


def _stays(removal: Removal) -> bool:
    """It could be removed, but a person has written there since."""
    return removal.word == "remove" and not removal.may_go(overwrite=False)


def _left(lang: str, removal: Removal) -> Iterator[str]:
    """What the channel itself says that stays, or that only a person can do."""
    for problem in removal.edits.problems:
        yield "• " + shorten(in_one_line(lang, problem), LONGEST)
