"""Alarms and reminders: told once for as long as they stand, also over a restart, and then anew."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters.base import Lifetime
from adapters.errors import NotAllowed
from bot.cli.seeing import show
from bot.cli.serving import housekeeping, note_secrets
from bot.control.alarms import Alarms
from bot.control.desk import Desk, Operator
from bot.control.keeping import Keeper
from bot.control.notices import ALARM, RELEASE, Notices, People
from bot.control.screen import Screen
from bot.executing import execute
from bot.health import health_json
from bot.publishing import Wish, propose, settle_on
from bot.release.secret_ages import RENEW, SecretAges
from bot.store import schema as t
from bot.wiring import build_channels
from tests.bot.control.speaking import actions, shown
from tests.bot.noticeboard import BoardChannel, NoticeBoard, Shop, a_shop

ADA, BEN = 4242, 4343
LIVES = {"cookie": Lifetime(90, "a test")}
DAY = timedelta(days=1)
MONTH = timedelta(days=31)


@dataclass
class FakeWindow:
    """What was sent as new messages, since it was last asked."""

    sent: list[tuple[int, Screen]] = field(default_factory=list)
    number: int = 0

    async def send(self, chat: int, screen: Screen, *, silent: bool = False) -> int:
        self.number += 1
        if not silent:
            self.sent.append((chat, screen))
        return self.number

    async def edit(self, _chat: int, _number: int, _screen: Screen) -> bool:
        return True

    def may_edit(self, _chat: int, _number: int) -> bool:
        return True

    def serves(self, _chat: int) -> bool:
        return False


@dataclass
class Chats:
    """A control room without Telegram, on a store and a clock."""

    shop: Shop
    window: FakeWindow = field(default_factory=FakeWindow)

    def __post_init__(self) -> None:
        self.opened()

    def opened(self) -> None:
        """As after a restart: nothing is remembered but the store."""
        engine, clock = self.shop.works.engine, self.shop.works.clock
        self.desk = Desk(self.shop.works, self.shop.issue)
        self.notices = Notices(engine, clock)
        people, alarms = People(engine, clock), Alarms(self.desk, self.notices)
        self.keeper = Keeper(
            self.desk, self.notices, people, (ADA, BEN), self.window, alarms  # type: ignore[arg-type]
        )  # fmt: skip

    def told(self) -> list[tuple[int, str]]:
        """Who hears what in one round, by the first line that is marked."""
        asyncio.run(self.keeper.round())
        new, self.window.sent = self.window.sent, []
        return [(chat, next(w for w in shown(s).splitlines() if w[0] in "⚠⏳")) for chat, s in new]

    def after(self, span: timedelta) -> list[tuple[int, str]]:
        self.shop.clock.moment += span
        return self.told()

    def see(self, cookie: str) -> None:
        ages = SecretAges(self.shop.works.engine, self.shop.works.clock)
        ages.note(self.desk.newsletter, "substack", {"cookie": cookie, "other": "x"}, LIVES)


@pytest.fixture
def chats(tmp_path: Path) -> Iterator[Chats]:
    with a_shop(tmp_path, BoardChannel("telegram", NoticeBoard())) as shop:
        yield Chats(shop)


def both(words: str) -> list[tuple[int, str]]:
    return [(ADA, words), (BEN, words)]


# --- a secret that ends -----------------------------------------------------------------------

ENDS = "⏳ Substack: the cookie is good until about Sun 21 Feb 2027."


def test_a_cookie_is_reminded_of_ten_days_three_days_and_a_day_before_its_end(
    chats: Chats,
) -> None:
    chats.see("one")
    assert chats.after(79 * DAY) == []

    chats.see("one")
    told = [chats.after(span) for span in (DAY, DAY, 6 * DAY, DAY, DAY, DAY, 2 * DAY)]

    assert told == [both(ENDS), [], both(ENDS), [], both(ENDS), [], []]


def test_a_reminder_outlives_a_restart_and_is_not_told_twice(chats: Chats) -> None:
    chats.see("one")
    chats.shop.clock.moment += 81 * DAY
    chats.see("one")
    assert chats.told() == both(ENDS)

    chats.opened()

    assert chats.told() == []


def test_who_hears_of_it_late_hears_of_the_newest_step_alone(chats: Chats) -> None:
    chats.see("one")
    chats.shop.clock.moment += 88 * DAY
    chats.see("one")

    assert chats.told() == both(ENDS)
    assert chats.told() == []


def test_a_renewed_cookie_begins_anew_and_the_old_one_is_not_spoken_of(chats: Chats) -> None:
    chats.see("one")
    chats.shop.clock.moment += 81 * DAY
    chats.see("one")
    chats.told()

    chats.see("two")

    assert chats.desk.board().endings == ()
    assert [chats.after(span) for span in (6 * DAY, 2 * DAY, 2 * DAY)] == [[], [], []]


def test_a_cookie_that_comes_back_keeps_its_age(chats: Chats) -> None:
    chats.see("one")
    chats.shop.clock.moment += 10 * DAY
    chats.see("two")
    chats.see("one")
    chats.shop.clock.moment += 15 * DAY
    chats.see("one")

    ages = SecretAges(chats.shop.works.engine, chats.shop.works.clock)
    chats.shop.clock.moment += 56 * DAY
    chats.see("one")

    assert [ending.first_seen_at.date().isoformat() for ending in ages.ending()] == ["2026-11-23"]


def test_only_a_fingerprint_is_kept(chats: Chats) -> None:
    chats.see("s%3Avery-secret")

    with chats.shop.works.engine.connect() as db:
        rows = [dict(row._mapping) for row in db.execute(sa.select(t.secret_ages))]

    assert [(row["channel"], row["secret"]) for row in rows] == [("substack", "cookie")]
    assert "very-secret" not in repr(rows)
    assert len(rows[0]["fingerprint"]) == 16


def test_status_names_the_day_and_health_does_too(
    chats: Chats, capsys: pytest.CaptureFixture[str]
) -> None:
    chats.see("one")
    chats.shop.clock.moment += 81 * DAY
    chats.see("one")
    board = chats.desk.board()
    said = "substack: the cookie is good until about 2027-02-21; it was first seen 2026-11-23."

    show(board, as_json=False)

    assert f"! {said} {RENEW}\n" in capsys.readouterr().out
    assert health_json(board)["endings"] == [said]


def test_quiet_hours_hold_a_reminder_back_until_they_end(tmp_path: Path) -> None:
    with a_shop(tmp_path, BoardChannel("telegram", NoticeBoard()), quiet="22:00-08:00") as shop:
        chats = Chats(shop)
        chats.see("one")
        shop.clock.moment += 81 * DAY
        chats.see("one")

        assert chats.told() == []
        assert chats.after(timedelta(hours=8)) == both(ENDS)


def test_serve_notes_the_secrets_that_end_of_its_channels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSRUN_NO_KEYRING", "1")
    monkeypatch.setenv("PRESSRUN_SUBSTACK_COOKIE", "s%3Aone")
    monkeypatch.setenv("PRESSRUN_TELEGRAM_TOKEN", "1:x")
    with a_shop(tmp_path) as shop:
        channels = build_channels(shop.works.settings, ("substack", "telegram"))
        note_secrets(replace(shop.works, channels=channels), shop.issue)
        shop.clock.moment += 81 * DAY

        note_secrets(replace(shop.works, channels=channels), shop.issue)
        (ending,) = Chats(shop).desk.board().endings

    assert (ending.channel, ending.secret) == ("substack", "cookie")
    assert (ending.ends_at - ending.first_seen_at).days == 90


# --- alarms -----------------------------------------------------------------------------------


def approved(chats: Chats) -> str:
    """A release that nobody executes; its id."""
    works = chats.shop.works
    ids = settle_on(works, propose(works, Wish(chats.shop.issue)), approved_by="me")
    return works.ledger.delivery(ids[0]).release_id


def test_an_overdue_release_is_told_once_with_what_can_be_done(chats: Chats) -> None:
    approved(chats)
    chats.shop.clock.moment += timedelta(minutes=5)

    asyncio.run(chats.keeper.round())
    reminder = next(s for _, s in chats.window.sent if "Overdue" in s.text)
    chats.window.sent.clear()

    assert shown(reminder) == (
        "Weekly 1: one\n⚠️ Overdue: Telegram.\nDue since Mon 23 Nov 00:00.\n"
        "Nothing executes now. Start pressrun serve on your computer.\n[Send now]\n[Hold]\n[Cancel]"
    )
    assert actions(reminder) == ["at.now", "hold", "cancel"]
    assert chats.after(timedelta(hours=3)) == []


def test_an_alarm_is_told_again_when_it_has_been_over_for_a_while(chats: Chats) -> None:
    release_id = approved(chats)
    operator = Operator(ADA, "Ada", "en")
    overdue = both("⚠️ Overdue: Telegram.")
    assert chats.after(timedelta(minutes=5)) == overdue

    chats.desk.steer("hold", operator, release_id)
    chats.told()
    chats.desk.steer("resume", operator, release_id)
    soon = chats.after(timedelta(minutes=5))
    chats.desk.steer("hold", operator, release_id)
    chats.told()
    chats.after(timedelta(minutes=11))
    chats.desk.steer("resume", operator, release_id)

    assert soon == []
    assert chats.after(timedelta(minutes=5)) == overdue


def test_a_channel_that_fails_again_after_a_retry_is_told_again(chats: Chats) -> None:
    board, works = chats.shop.boards["telegram"], chats.shop.works
    board.before = [NotAllowed("the session has ended"), NotAllowed("the session has ended")]
    paused = both("⚠️ Telegram is paused.")
    delivery = chats.shop.publish()[0]
    first = [chats.told(), chats.told()]

    chats.desk.steer("retry", Operator(ADA, "Ada", "en"), delivery.release_id)
    execute(works, [delivery.id])
    second = chats.told()
    chats.opened()

    assert (first, second, chats.told()) == ([paused, []], paused, [])


def test_an_alarm_stays_told_when_its_message_becomes_another_things(chats: Chats) -> None:
    release_id = approved(chats)
    chats.after(timedelta(minutes=5))
    told = [n for n in chats.notices.of(ALARM) if n.operator == ADA]

    chats.notices.keep(ADA, RELEASE, release_id, told[0].message_id, "shown")

    assert chats.told() == []


def test_each_night_what_has_ended_for_a_month_is_forgotten_and_what_stands_is_kept(
    chats: Chats,
) -> None:
    forget = housekeeping(chats.shop.works)[-1]
    release_id = approved(chats)
    chats.after(timedelta(minutes=5))
    chats.shop.clock.moment += MONTH
    forget()
    standing = len(chats.notices.of(ALARM))
    told = chats.told()

    chats.desk.steer("cancel", Operator(ADA, "Ada", "en"), release_id)
    chats.told()
    chats.after(timedelta(minutes=11))
    ended = [n.final for kind in (ALARM, RELEASE) for n in chats.notices.of(kind)]
    chats.shop.clock.moment += MONTH
    forget()

    assert (standing, told) == (2, [])
    assert ended == [True, True, True, True]
    assert [*chats.notices.of(ALARM), *chats.notices.of(RELEASE)] == []
    assert chats.told() == []
