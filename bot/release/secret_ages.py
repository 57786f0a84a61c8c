"""Since when each secret has been seen here, and when it ends: a person renews it before.

Of a secret nothing is kept but a fingerprint, from which nobody gets it back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from adapters.base import Lifetime
from bot.clock import Clock
from bot.store import schema as t
from bot.store.db import looking

REMIND = (10, 3, 1)  # days before the end at which a person is reminded, once each
RENEW = "Take a fresh one, put it where the old one is, and start pressrun serve again."
KEPT = timedelta(days=30)  # after it was seen last

_A = t.secret_ages.c


@dataclass(frozen=True, slots=True)
class Ending:
    """A secret that ends soon, or whose time is over. It may have been made before we saw it."""

    channel: str
    secret: str
    fingerprint: str
    first_seen_at: datetime
    ends_at: datetime

    def step(self, now: datetime) -> int:
        """The newest reminder that is due, in days before the end; 0 once the end is over."""
        if now >= self.ends_at:
            return 0
        return min(days for days in REMIND if now >= self.ends_at - timedelta(days=days))

    @property
    def said(self) -> str:
        """A sentence for the author; `RENEW` is the next step."""
        return (
            f"{self.channel}: the {self.secret} is good until about {self.ends_at:%Y-%m-%d}; it "
            f"was first seen {self.first_seen_at:%Y-%m-%d}."
        )


class SecretAges:
    """Reads and writes of one store; each method is one transaction."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def note(self, newsletter: str, channel: str, known: Mapping[str, str],
             lives: Mapping[str, Lifetime]) -> None:  # fmt: skip
        """These secrets are in use now; of those that end, keep since when."""
        for name, lifetime in lives.items():
            if name in known:
                whose = (newsletter, channel, name)
                self._note(whose, fingerprint(*whose, known[name]), timedelta(days=lifetime.days))

    def _note(self, whose: tuple[str, str, str], its: str, lifetime: timedelta) -> None:
        newsletter, channel, name = whose
        now = self._clock.now()
        same = sa.and_(_A.newsletter == newsletter, _A.channel == channel, _A.secret == name)
        here = sa.and_(same, _A.fingerprint == its)
        with self._engine.begin() as db:
            first = db.execute(sa.select(_A.first_seen_at).where(here)).scalar() or now
            db.execute(sa.delete(t.secret_ages).where(same, _A.seen_at < now - KEPT))
            db.execute(sa.delete(t.secret_ages).where(here))
            db.execute(
                sa.insert(t.secret_ages).values(
                    newsletter=newsletter, channel=channel, secret=name, fingerprint=its,
                    first_seen_at=first, seen_at=now, ends_at=first + lifetime,
                )
            )  # fmt: skip

    def ending(self, newsletter: str = "") -> list[Ending]:
        """What ends within the time of the first reminder, or has; of each secret the value that
        was seen last. All newsletters without a name."""
        now = self._clock.now()
        which = _A.newsletter == newsletter if newsletter else sa.true()
        query = sa.select(t.secret_ages).where(which, _A.seen_at > now - KEPT).order_by(_A.seen_at)
        with looking(self._engine) as db:
            rows = db.execute(query).all()
        newest = {(row.newsletter, row.channel, row.secret): row for row in rows}
        soon = now + timedelta(days=max(REMIND))
        return [
            Ending(row.channel, row.secret, row.fingerprint, row.first_seen_at, row.ends_at)
            for row in newest.values()
            if row.ends_at <= soon
        ]


def fingerprint(*parts: str) -> str:
    """Tells one value of a secret from another one; the value is long and random, so that nobody
    guesses it from this."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
