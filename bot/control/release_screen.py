"""A release while it goes out, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.control.buttons import Press
from bot.control.escape import bold, fitted, followed, link, shorten
from bot.control.phrases import (
    MARKS,
    channel,
    clock,
    dollars,
    moment,
    one_day,
    state,
    verb,
    zone_line,
)
from bot.control.plan_screen import approval_rows
from bot.control.reasons import reason
from bot.control.screen import Button, Screen
from bot.control.words import count, say
from bot.release.board import waits_for_approval
from bot.release.records import Delivery
from bot.release.states import FINISHED, MOVING, DeliveryState
from bot.release.waits import GATE

D = DeliveryState

OUT = frozenset({D.DONE_DRAFT, D.DONE_PUBLISHED, D.STOPPED})
GONE = frozenset({D.CANCELLED, D.RETRACTED})
SAID = frozenset({D.HELD, D.PAUSED, D.ASKED, D.MISSED, D.FAILED, D.STOPPED, D.CANCELLED})
WAITS = ("approval", "time", "gate", "url", "account", "quiet", "update")
Rows = tuple[tuple[Button, ...], ...]
Show = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery, and how many of its posts are out of how many."""

    delivery: Delivery
    done: int
    total: int

    @property
    def out(self) -> bool:
        """Whether a reader, or the author in a backstage, finds anything of it."""
        begun = self.done > 0 and self.delivery.state not in GONE
        return self.delivery.channel != GATE and (self.delivery.state in OUT or begun)


def release_screen(
    lang: str,
    rows: Sequence[Row],
    rev: str,
    zone: str,
    done: bool,  # noqa: FBT001 - the one fact that the rows do not tell
) -> Screen:
    """A line per channel, who approved it, and what can be done; `done`: nothing moves any more.

    The rows are those of one release, at least one. Times are shown in `zone`.
    """
    first = rows[0].delivery
    show = _clock(lang, rows, zone)
    who = next((row.delivery.approved_by for row in rows if row.delivery.approved_by), "")
    blocks = [
        bold(shorten(first.title)),
        _summary(lang, rows),
        *(_line(lang, row, show) for row in rows),
        say(lang, "release.approved", who=shorten(who)) if who else "",
        _cost(lang, rows),
        "" if done else zone_line(lang, [row.delivery.due_at for row in rows], zone),
        *(_addresses(lang, rows) if done else ()),
    ]
    text = fitted((b for b in blocks if b), lambda n: count(lang, "more", n))
    return Screen(text, _buttons(lang, rows, rev, first.release_id, ended=done))


def cancel_screen(lang: str, release_id: str, rev: str) -> Screen:
    """Asks once more before the rest is called off."""
    yes = Press("cancel-yes", release_id, rev).button(say(lang, "cancel_yes"), "danger")
    leave = Press("status", release_id, rev).button(say(lang, "leave"))
    return Screen(say(lang, "cancel.title"), ((yes, leave),))


def _clock(lang: str, rows: Sequence[Row], zone: str) -> Show:
    """How a moment is shown: by its hour alone where all is of one day."""
    if one_day([row.delivery.due_at for row in rows], zone):
        return lambda at: clock(at, zone)
    return lambda at: moment(lang, at, zone)


# --- one line ---------------------------------------------------------------------------------


def mark(delivery: Delivery) -> str:
    """📝 stands for a draft alone, ⏳ also for the blog."""
    return MARKS[delivery.state]


def _line(lang: str, row: Row, show: Show) -> Markup:
    delivery = row.delivery
    name = bold(channel(lang, delivery.channel))
    if delivery.url and delivery.state not in GONE:
        name = link(name, delivery.url)
    words = say(lang, "release.row", name="\x00", state=_state(lang, row, show))
    before, _, after = words.partition("\x00")
    return Markup("{} {}{}{}{}").format(mark(delivery), before, name, _how(lang, delivery), after)


def _how(lang: str, delivery: Delivery) -> str:
    """What is done there, where it is not plainly a post of the issue."""
    if delivery.purpose != "send":
        return say(lang, "release.how", how=say(lang, f"purpose.{delivery.purpose}"))
    plain = delivery.verb == "web" or delivery.state not in MOVING
    return "" if plain else say(lang, "release.how", how=verb(lang, delivery.verb))


def _state(lang: str, row: Row, show: Show) -> str:
    delivery = row.delivery
    said = _waits(lang, delivery, show) if delivery.state is D.WAITING else state(lang, delivery)
    begun = delivery.state is not D.WAITING or row.done > 0
    if row.total > 1 and begun and delivery.state not in GONE:
        parts = say(lang, "release.parts", done=row.done, total=row.total)
        said = f"{said}{say(lang, 'comma')}{parts}"
    if delivery.state in SAID and delivery.reason:
        return said + say(lang, "release.why", why=reason(lang, delivery.reason))
    return said


def _waits(lang: str, delivery: Delivery, show: Show) -> str:
    when = show(delivery.due_at)
    if delivery.channel == GATE and delivery.reason != "approval":
        return say(lang, "waits.page")
    if delivery.reason in WAITS:
        return say(lang, f"waits.{delivery.reason}", when=when)
    if not delivery.reason:
        return say(lang, "waits.time", when=when)
    return say(lang, "waits.other", why=reason(lang, delivery.reason), when=when)


# --- around the lines -------------------------------------------------------------------------


def _summary(lang: str, rows: Sequence[Row]) -> str:
    states = {row.delivery.state for row in rows}
    return say(lang, f"release.{_standing(rows, states)}")


def _standing(rows: Sequence[Row], states: set[DeliveryState]) -> str:
    if any(waits_for_approval(row.delivery) for row in rows):
        return "approval"
    if states & {D.ASKED, D.MISSED} or any(_asks(row.delivery) for row in rows):
        return "asks"
    if states & {D.FAILED, D.PAUSED}:
        return "stuck"
    if D.HELD in states:
        return "held"
    if states & MOVING:
        begun = D.SENDING in states or any(_public(row) for row in rows)
        return "moving" if begun else "waiting"
    return _ended([row.delivery for row in rows if row.delivery.channel != GATE] or [
        row.delivery for row in rows
    ])  # fmt: skip


def _public(row: Row) -> bool:
    return row.out and row.delivery.state is not D.DONE_DRAFT


def _asks(delivery: Delivery) -> bool:
    return bool(delivery.question) and delivery.state is not D.DONE_DRAFT


def _ended(deliveries: Sequence[Delivery]) -> str:
    states = {delivery.state for delivery in deliveries}
    if states == {D.CANCELLED}:
        return "cancelled"
    if states <= GONE:
        return "retracted"
    if states & (GONE | {D.STOPPED}):
        return "partly"
    return "drafts" if D.DONE_DRAFT in states else "out"


def _cost(lang: str, rows: Sequence[Row]) -> str:
    """What there is still to agree to."""
    cost = sum(row.delivery.cost_usd for row in rows if waits_for_approval(row.delivery))
    return say(lang, "plan.cost", cost=dollars(cost)) if cost else ""


def _addresses(lang: str, rows: Sequence[Row]) -> Iterator[str]:
    """Every address that readers can open, to be copied as one text."""
    for row in rows:
        url = row.delivery.url
        if row.delivery.state is D.DONE_PUBLISHED and url and followed(url):
            yield f"{channel(lang, row.delivery.channel)} {url}"


def _buttons(lang: str, rows: Sequence[Row], rev: str, release_id: str, *, ended: bool) -> Rows:
    deliveries = [row.delivery for row in rows]
    if any(waits_for_approval(d) for d in deliveries):
        return approval_rows(lang, release_id, rev)

    def button(action: str, words: str, style: str = "") -> Button:
        return Press(action, release_id, rev).button(say(lang, words), style)

    any_out = any(row.out for row in rows)
    going = []
    if any(d.state in MOVING for d in deliveries):
        going.append(button("hold", "hold_rest" if any_out else "hold"))
    if any(d.state is D.HELD and not d.question for d in deliveries):
        going.append(button("resume", "resume", "success"))
    if any(d.state in (D.FAILED, D.PAUSED) for d in deliveries):
        going.append(button("retry", "retry", "success"))
    ending = []
    if any(d.state not in FINISHED for d in deliveries):
        ending.append(button("cancel", "cancel", "danger"))
    if any_out and ended:
        ending.append(button("retract", "retract", "danger"))
    return tuple(tuple(row) for row in (going, ending) if row)
