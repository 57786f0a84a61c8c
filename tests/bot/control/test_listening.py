"""Another program on the bot, and a token that is void: said, and said when it is over."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import requests

from bot.clock import Clock
from bot.control.life import VOID, Life
from bot.control.listening import CALM, QUIET, Conflicts
from bot.daemon import Daemon
from bot.release.board import board
from bot.release.workers import Workers
from config.sandbox import SECRETS
from tests.bot.control.rooms import Room, laid
from tests.bot.control.steps import until_any_of
from tests.bot.noticeboard import BoardChannel, NoticeBoard, a_shop

TOKEN = SECRETS["telegram"]["token"]


def test_a_conflict_is_told_once_and_again_after_an_hour_of_quiet() -> None:
    conflicts = Conflicts()

    told = [conflicts.met(at) for at in (0.0, 40.0, 80.0, 80.0 + QUIET - 1)]

    assert told == [True, False, False, False]
    assert conflicts.met(80.0 + 2 * QUIET)


def test_its_end_is_told_once_and_only_after_a_calm() -> None:
    conflicts = Conflicts()
    conflicts.met(0.0)
    conflicts.met(40.0)

    told = [conflicts.over(at) for at in (41.0, 39.0 + CALM, 40.0 + CALM, 41.0 + CALM)]

    assert told == [False, False, True, False]


def test_without_a_conflict_nothing_has_ended() -> None:
    assert not Conflicts().over(1e6)


def test_the_end_of_a_conflict_that_was_not_told_is_not_told() -> None:
    conflicts = Conflicts()
    conflicts.met(0.0)
    conflicts.over(CALM)

    again = conflicts.met(2 * CALM)

    assert not again
    assert not conflicts.over(4 * CALM)


# --- the token --------------------------------------------------------------------------------


def test_a_void_token_is_an_alarm_of_the_board(tmp_path: Path) -> None:
    with a_shop(tmp_path, BoardChannel("telegram", NoticeBoard())) as shop:
        works = replace(shop.works, clock=Clock(pace=3600))
        with Life(works, shop.issue, lambda: "", "http://127.0.0.1:9").running():
            until_any_of(lambda: [*works.pool.lacking])
        Daemon(works, "serve")._beat(Workers(works.engine, works.clock))

        (alarm,) = board(works.ledger, works.engine, works.clock).alarms

    assert alarm.endswith(f"lacks secrets: control room ({VOID})")


def test_the_room_closes_with_a_void_token_and_opens_when_telegram_knows_it_again(
    tmp_path: Path,
) -> None:
    with laid(tmp_path, channels={"telegram": {}}) as room, room.open():
        name = bot_name(room)
        give_token(room, f"{TOKEN}-new", name)
        until_any_of(lambda: re.findall("is closed", log(room)))
        give_token(room, TOKEN, name)
        room.ada.tell("/status", "Status")

        said = log(room)

    assert said.count(f"ERROR the control room is closed: {VOID}") == 1
    assert said.count("the control room is open") == 2
    assert "the control room has failed" not in said


def give_token(room: Room, token: str, name: str) -> None:
    """As @BotFather does: from now on the bot has this one alone."""
    room.control("do/telegram/add_bot", token=token, username=name)


def bot_name(room: Room) -> str:
    answer = requests.get(f"{room.stage.url}/telegram/bot{TOKEN}/getMe", timeout=10).json()
    return str(answer["result"]["username"])


def log(room: Room) -> str:
    return (room.stage.folder / "home.log").read_text(encoding="utf-8")
