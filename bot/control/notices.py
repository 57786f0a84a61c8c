"""The control room's messages and the people who write to it, as the store keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.clock import Clock
from bot.store import schema as t
from bot.store.db import looking

TOLD_AGAIN = timedelta(days=1)  # a stranger is answered no more often
LANGUAGES = ("en", "zh")

ASKS = "?"  # begins what is shown by a message that waits for an answer

RELEASE = "release"  # ref: the release; kept in step until it has ended
QUESTION = "question"  # ref: the question's id and what was asked
ALARM = "alarm"  # ref: which one; said once, and final when it is over
REPLY = "reply"  # ref: what the answer to this message is for
NO_MESSAGE = 0  # it is about to be sent, or has become another thing's
BOT = "bot"  # no message: the bot of the newsletter that `ref` names, by its name in `shown`


@dataclass(frozen=True, slots=True)
class Notice:
    """One message in an operator's chat. `shown` is the hash of the screen that it shows."""

    operator: int
    kind: str
    ref: str
    message_id: int
    shown: str
    final: bool
    at: datetime


class Notices:
    """Reads and moves of one store; each method is one transaction."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def of(self, kind: str, *, open_only: bool = False) -> list[Notice]:
        n = t.notices.c
        which = sa.and_(n.kind == kind, n.final.is_(False)) if open_only else n.kind == kind
        return self._read(which)

    def about(self, operator: int, kind: str, ref: str) -> Notice | None:
        n = t.notices.c
        which = sa.and_(n.operator == operator, n.kind == kind, n.ref == ref)
        return next(iter(self._read(which)), None)

    def at(self, operator: int, message_id: int) -> Notice | None:
        """What a message of an operator's chat is about."""
        n = t.notices.c
        which = sa.and_(n.operator == operator, n.message_id == message_id)
        return next(iter(self._read(which)), None)

    def newest(self, operator: int, kind: str) -> Notice | None:
        n = t.notices.c
        found = self._read(sa.and_(n.operator == operator, n.kind == kind, n.final.is_(False)))
        return max(found, key=lambda notice: notice.at, default=None)

    def keep(
        self,
        operator: int,
        kind: str,
        ref: str,
        message_id: int,
        shown: str = "",
        *,
        final: bool = False,
    ) -> None:
        """A message is about this from now on. What it was about before, it is no more; an alarm
        stays told when its message has become another thing's."""
        n, now = t.notices.c, self._clock.now()
        here = sa.and_(
            n.operator == operator, n.message_id == message_id, n.message_id != NO_MESSAGE
        )
        same = sa.and_(n.operator == operator, n.kind == kind, n.ref == ref)
        told = sa.and_(here, n.kind == ALARM, sa.not_(same))
        with self._engine.begin() as db:
            db.execute(sa.update(t.notices).where(told).values(message_id=NO_MESSAGE))
            db.execute(sa.delete(t.notices).where(sa.or_(here, same)))
            db.execute(
                sa.insert(t.notices).values(
                    operator=operator, kind=kind, ref=ref, message_id=message_id, shown=shown,
                    final=final, at=now,
                )
            )  # fmt: skip

    def opened(self, newsletter: str, bot: int, name: str) -> None:
        """A bot serves this newsletter from now on, until another one does."""
        n, now = t.notices.c, self._clock.now()
        with self._engine.begin() as db:
            db.execute(sa.delete(t.notices).where(n.kind == BOT, n.ref == newsletter))
            db.execute(
                sa.insert(t.notices).values(
                    operator=bot, kind=BOT, ref=newsletter, message_id=0, shown=name,
                    final=False, at=now,
                )
            )  # fmt: skip

    def deep_link(self, newsletter: str, what: str) -> str:
        """Opens what `/start` takes for `what` in the newsletter's bot; "" before one has opened
        its room on this store."""
        n = t.notices.c
        found = self._read(sa.and_(n.kind == BOT, n.ref == newsletter))
        return f"https://t.me/{found[-1].shown}?start={what}" if found else ""

    def finish(self, kind: str, ref: str) -> None:
        """It is over for every operator."""
        n, now = t.notices.c, self._clock.now()
        which = sa.and_(n.kind == kind, n.ref == ref, n.final.is_(False))
        with self._engine.begin() as db:
            db.execute(sa.update(t.notices).where(which).values(final=True, at=now))

    def forget(self, before: datetime) -> None:
        """Delete what has been final since before then. What stands is not final, so that it is
        not told again."""
        n = t.notices.c
        with self._engine.begin() as db:
            db.execute(sa.delete(t.notices).where(n.final.is_(True), n.at < before))

    def _read(self, which: sa.ColumnElement[bool]) -> list[Notice]:
        query = sa.select(t.notices).where(which).order_by(t.notices.c.at)
        with looking(self._engine) as db:
            return [Notice(**row._mapping) for row in db.execute(query)]


class People:
    """Who has written to the bot."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def met(self, person: int, name: str, lang: str) -> None:
        p = t.people.c
        with self._engine.begin() as db:
            known = db.execute(
                sa.update(t.people).where(p.id == person).values(name=name, lang=lang)
            )
            if known.rowcount == 0:
                db.execute(sa.insert(t.people).values(id=person, name=name, lang=lang))

    def language(self, person: int) -> str:
        """As the person's app said last; English before it has said anything."""
        with looking(self._engine) as db:
            query = sa.select(t.people.c.lang).where(t.people.c.id == person)
            return db.execute(query).scalar() or LANGUAGES[0]

    def may_be_told(self, person: int) -> bool:
        """Whether a stranger is to be answered now; that counts as an answer."""
        p, now = t.people.c, self._clock.now()
        fresh = sa.or_(p.told_at.is_(None), p.told_at <= now - TOLD_AGAIN)
        with self._engine.begin() as db:
            told = db.execute(sa.update(t.people).where(p.id == person, fresh).values(told_at=now))
        return told.rowcount == 1
