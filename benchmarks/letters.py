"""Newsletters by the thousand: settings, issues of one part, and releases frozen into a store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from adapters.base import Account, Edition, Json, Part
from bot.clock import Clock
from bot.newsletters import Newsletters
from bot.release.release import Leg, Origin, Terms, freeze
from bot.store import schema as t
from config.settings import Settings

CHANNELS = ("telegram", "substack", "wechat", "x")
HOST = "127.0.0.1"
TEXT = "Set, inked and pressed: what the week brought to the shop, in one line."

# For the environment of whoever sends: any value will do at stand-ins that check none.
SECRETS = {
    "PRESSRUN_TELEGRAM_TOKEN": "1:any",
    "PRESSRUN_SUBSTACK_COOKIE": "any",
    "PRESSRUN_WECHAT_SECRET": "any",
    "PRESSRUN_X_API_KEY": "any",
    "PRESSRUN_X_API_SECRET": "any",
    "PRESSRUN_X_ACCESS_TOKEN": "any",
    "PRESSRUN_X_ACCESS_SECRET": "any",
    "PRESSRUN_NO_KEYRING": "1",
}


def freeze_letters(engine: sa.Engine, url: str, count: int, due_at: datetime) -> None:
    """One issue each of `count` newsletters, whose accounts are at the stand-ins at `url`."""
    clock, newsletters = Clock(), Newsletters(engine)
    for number in range(1, count + 1):
        newsletters.remember(f"letter{number}", settings(url, number), clock.now())
        terms = Terms("benchmark", f"letter{number}", slot_at=due_at)
        legs = [
            Leg(edition, Account(edition.channel, HOST, str(number)), "web", due_at)
            for edition in editions()
        ]
        freeze(engine, clock, _origin(number), legs, {}, terms)


def copy_issues(engine: sa.Engine, more: int) -> None:
    """`more` later issues like each that is frozen, so many that freezing them would take hours.

    All of them sleep until they are due, as after the look that follows an approval.
    """
    with engine.begin() as db:
        db.execute(sa.update(t.deliveries).values(wake_at=t.deliveries.c.due_at))
        ids = (t.releases.c.id, t.deliveries.c.id, t.calls.c.id)
        first = [sa.not_(column.contains("-")) for column in ids]
        for number in range(1, more + 1):
            _copy(db, t.releases, f"-{number}", ("id", "issue_key"), first[0])
            _copy(db, t.deliveries, f"-{number}", ("id", "release_id", "issue_key"), first[1])
            _copy(db, t.calls, f"-{number}", ("id", "delivery_id"), first[2])
    if engine.dialect.name == "postgresql":
        with engine.begin() as db:
            db.exec_driver_sql("ANALYZE")  # as its own housekeeping does within a minute


def settings(url: str, number: int) -> Settings:
    """A newsletter with its own account at each stand-in."""

    def at(channel: str) -> str:
        return f"{url}/{channel}/{number}"

    return Settings.model_validate(
        {
            "channels": {
                "telegram": {"api": at("telegram"), "web": at("telegram"), "chat": f"@l{number}"},
                "substack": {
                    "api": at("substack"),
                    "web": at("substack"),
                    "publication": f"letter{number}",
                },
                "wechat": {"api": at("wechat"), "web": at("wechat"), "app_id": f"wx{number}"},
                "x": {"api": at("x"), "web": at("x")},
            }
        }
    )


def editions() -> Iterator[Edition]:
    """One part for each channel. Drafts are sent at their time too, so that all are due at once."""
    yield _edition("telegram", "message/1", "message", {"text": TEXT, "entities": []})
    paragraph: Json = {"type": "paragraph", "content": [{"type": "text", "text": TEXT}]}
    document: Json = {"type": "doc", "content": [paragraph]}
    draft = {"draft_title": "A letter", "draft_subtitle": "", "draft_body": json.dumps(document)}
    yield _edition("substack", "draft", "draft", {**draft})
    article: Json = {
        "title": "A letter",
        "digest": "",
        "content": f"<p>{TEXT}</p>",
        "content_source_url": "",
    }
    yield _edition("wechat", "draft", "draft", {"articles": [article]})
    yield _edition("x", "post/1", "post", {"text": TEXT})


def _edition(channel: str, key: str, kind: str, payload: Json) -> Edition:
    return Edition(channel, (Part(key, kind, payload),))


def _origin(number: int) -> Origin:
    return Origin(f"letters/{number}", f"Letter {number}", "", f"{number:064}", "UTC", None)


def _copy(
    db: sa.Connection,
    table: sa.Table,
    suffix: str,
    renamed: tuple[str, ...],
    which: sa.ColumnElement[bool],
) -> None:
    columns = [
        (column.concat(suffix) if column.name in renamed else column) for column in table.columns
    ]
    names = [column.name for column in table.columns]
    db.execute(sa.insert(table).from_select(names, sa.select(*columns).where(which)))
