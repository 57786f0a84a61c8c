"""Steps of a release that several tests take, and what the ledger and the log say of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from typing import Any

from tests.bot.control.phone import PATIENCE, Phone, labels, text_of
from tests.bot.control.rooms import Room, add_post

FILLER = "It tells of presses, of ink, and of paper. " * 9
OUT = "It has all gone out"
ADA_APPROVED, BEN_APPROVED = "Ada (4242)", "Ben (4343)"
TELEGRAM_ALONE = {"channels": {"telegram": {}}}


def pictured(room: Room, title: str, day: int) -> None:
    """An issue of one picture, so that its call is none that the bot itself makes."""
    add_post(room, title, day, f"![A press](/assets/img/press.png)\n\n{FILLER}")


def lose(room: Room, point: str, times: int = 1) -> None:
    """The connection breaks before Telegram has taken the picture, or after."""
    room.stage.inject(
        service="telegram", operation="sendPhoto", action="reset", point=point, times=times
    )


def proposed(phone: Phone, title: str) -> dict[str, Any]:
    return plan_after(phone, phone.say(f"/publish {title}"))


def approve(phone: Phone, title: str) -> None:
    phone.press("Approve", message_id=proposed(phone, title)["message_id"])


def plan_after(phone: Phone, number: int) -> dict[str, Any]:
    return phone.until_any(lambda m: "Approve" in labels(m), "a plan", after=number)


def asked_about(phone: Phone, title: str, label: str, after: int = 0) -> dict[str, Any]:
    return phone.until_any(shows(title, label), f"the question about {title}", after=after)


def shows(title: str, label: str) -> Any:
    return lambda m: text_of(m).startswith(title) and label in labels(m)


def until_out(phone: Phone, title: str) -> None:
    phone.until_any(lambda m: text_of(m).startswith(title) and OUT in text_of(m), f"{title} out")


def until_sent(room: Room, title: str) -> None:
    until_any_of(lambda: sent(room, title))
    until_out(room.ada, title)


def until_any_of(find: Callable[[], list[Any]]) -> None:
    ends = time.monotonic() + PATIENCE
    while not find():
        assert time.monotonic() < ends, "nobody was told, or nothing was sent"
        time.sleep(0.1)


def at_once(*acts: Callable[[], object]) -> None:
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


def sent(room: Room, title: str) -> list[str]:
    """The texts of the channel that begin with this title."""
    return [p["text"] for p in room.stage.feed("telegram") if title in p["text"]]


def approved_by(room: Room, title: str) -> list[str]:
    """As the ledger names them: one for each release of that title, the oldest first."""
    query = "SELECT approved_by FROM releases WHERE title = ? ORDER BY created_at"
    return [row[0] for row in rows_of(room, query, title)]


def events(room: Room, title: str, words: str) -> int:
    query = (
        "SELECT count(*) FROM events e JOIN deliveries d ON d.id = e.delivery_id "
        "JOIN releases r ON r.id = d.release_id WHERE r.title = ? AND e.move LIKE ?"
    )
    return int(rows_of(room, query, title, words)[0][0])


def rows_of(room: Room, query: str, *values: str) -> list[tuple[Any, ...]]:
    found = room.stage.folder / "home" / "sandbox" / "store.db"
    with closing(sqlite3.connect(found)) as db:
        return db.execute(query, values).fetchall()


def approved_for(phone: Phone, title: str, due: datetime) -> None:
    """Plan it for then, and approve that."""
    plan = proposed(phone, title)
    phone.press("Change times", message_id=plan["message_id"])
    phone.until_any(lambda m: "Other" in labels(m), "the times", after=plan["message_id"] - 1)
    phone.press("Other", message_id=plan["message_id"])
    asked = phone.until("Reply with a time", after=plan["message_id"])
    number = phone.say(f"{due:%Y-%m-%d %H:%M:%S}", reply_to=asked["message_id"])
    moved = plan_after(phone, number)
    phone.press("Approve", message_id=moved["message_id"])
    phone.until("approved and waits for its time", after=number)
