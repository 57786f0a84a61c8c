"""The newsletters of a store: their settings, so that any process can send for any of them.

Secrets are never among them: each machine has its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import schema as t
from bot.store.db import looking
from config.settings import Settings


class Newsletters:
    """Reads and writes of the newsletters of one store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def remember(self, name: str, settings: Settings, now: datetime) -> None:
        """Keep the settings as they are now; what was approved is frozen and does not change."""
        n = t.newsletters.c
        text = settings.written()
        with self._engine.begin() as db:
            changed = db.execute(
                sa.update(t.newsletters).where(n.id == name).values(settings=text, updated_at=now)
            )
            if changed.rowcount == 0:
                db.execute(
                    sa.insert(t.newsletters).values(
                        id=name, settings=text, created_at=now, updated_at=now
                    )
                )

    def settings(self, name: str) -> Settings | None:
        row = self._row(name)
        return Settings.read_again(row["settings"]) if row else None

    def known_since(self, name: str) -> datetime | None:
        """When this store first heard of it; what is older may be out without our doing."""
        row = self._row(name)
        return row["created_at"] if row else None

    def _row(self, name: str) -> Mapping[str, Any] | None:
        query = sa.select(t.newsletters).where(t.newsletters.c.id == name)
        with looking(self._engine) as db:
            row = db.execute(query).one_or_none()
        return dict(row._mapping) if row is not None else None
