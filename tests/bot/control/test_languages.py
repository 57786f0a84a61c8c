"""The whole flow from the list of posts to the receipts, in English and in Chinese."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.control.notes_screen import COMMANDS
from config.sandbox import SECRETS
from config.site import detect
from config.zones import zone
from content.folder import files_of, read_head
from tests.bot.control.conftest import ADA, BEN
from tests.bot.control.phone import Phone, labels, text_of
from tests.bot.control.rooms import Room, add_post, laid
from tests.faults.stage import CHANNELS, ISSUE, ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
LONG = ("The Long Letter & <b>Other</b> Presses of the Valley, with Notes " * 6)[:299] + "."
NAMES = {  # of services and units, which Chinese authors write in Latin letters, too
    "Telegram", "Substack", "WeChat", "X", "UTC", "URL", "HTML", "ID", "Ada", "Ben", "min",
    "pressrun", "serve", "update", "publish", "md", "zip", "monday",
    "Markdown",
}  # fmt: skip
ADDRESS = re.compile(r"\w+…|https?://\S+|/\w+|\S+\.(?:png|jpe?g|md|yaml|html)\b|\[\S+]")
WORD = re.compile(r"[A-Za-z][a-z]+")
EXPLAINED = re.compile(r"[\u4e00-\u9fff]+ \([a-z ]+\)")  # names of WeChat's backstage
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with laid(tmp_path_factory.mktemp("languages")) as made:
        add_post(made, LONG, 10)
        with made.open():
            yield made


FINDING = re.compile(r"^(?:•|⚠️|❌) \S+\.md(?::\d+)?(?: \(\d+\))?: .*$", re.MULTILINE)


def english_in(texts: list[str], own: str) -> set[str]:
    """Words of Latin letters that are neither names nor of the issue. The findings of the lint are
    as it words them everywhere."""
    known = NAMES | set(WORD.findall(own))
    return {
        f"{word} in: {text[:300]}"
        for text in texts
        for word in WORD.findall(ADDRESS.sub(" ", FINDING.sub("", text)))
        if word not in known
    }


def walk(phone: Phone, title: str, words: dict[str, str]) -> int:
    """From /issues by buttons alone to the approved release; the message that shows it."""
    listed = phone.until_any(lambda m: len(labels(m)) > 0, "a list", after=phone.say("/issues"))
    phone.press(titled(labels(listed), title), message_id=listed["message_id"])
    number = int(listed["message_id"])
    for step in ("preview", "publish", "approve"):
        found = phone.until_any(having(words[step]), words[step], after=number)
        number = int(found["message_id"])
        phone.press(words[step], message_id=number)
    return number


def titled(names: list[str], title: str) -> str:
    return next(name for name in names if name.removesuffix("…").strip()[:12] == title[:12])


def having(label: str) -> Callable[[dict[str, Any]], bool]:
    """The last message of a step: a preview's summary alone has one button to publish."""
    return lambda message: label in labels(message)


CHINESE = {"preview": "预览", "publish": "发布", "approve": "批准"}
ENGLISH = {"preview": "Preview", "publish": "Publish", "approve": "Approve"}


def test_the_flow_speaks_chinese_to_a_person_whose_app_does(room: Room) -> None:
    before = len(room.said_to(BEN))
    number = walk(room.ben, "Small Letters 3", CHINESE)
    for channel in CHANNELS:
        room.stage.until({"done(published)", "done(draft)"}, channel)
    ended = room.ben.until_any(
        lambda m: m["message_id"] == number and "草稿" in text_of(m), "the end"
    )

    said = [text for text in room.said_to(BEN)[before:] if text]
    assert english_in(said, f"{ISSUE} {LONG} {socket.gethostname()}") == set()
    assert len(said) > 15
    assert "Telegram" in text_of(ended)


def test_the_flow_speaks_english_and_bears_a_title_of_300_characters(room: Room) -> None:
    before = len(room.said_to(ADA))
    number = walk(room.ada, LONG, ENGLISH)
    ended = room.ada.until_any(
        lambda m: m["message_id"] == number and "A draft waits" in text_of(m), "the end"
    )

    said = [text for text in room.said_to(ADA)[before:] if text]
    assert [text for text in said if HAN.search(EXPLAINED.sub("", text))] == []
    assert "<b>Other</b> Presses" in text_of(ended)
    assert refused(room) == []


def test_the_menu_is_each_operators_own_in_both_languages_and_nobody_elses(room: Room) -> None:
    menus = {
        (call["fields"]["scope"], call["fields"].get("language_code", "")): json.loads(
            call["fields"]["commands"]
        )
        for call in room.calls("setMyCommands")
        if call["status"] == 200
    }

    mine = [scope for scope, _ in menus if json.loads(scope) == {"type": "chat", "chat_id": ADA}]
    assert {json.loads(scope)["chat_id"] for scope, _ in menus} == {ADA, BEN}
    assert {language for _, language in menus} == {"", "zh"}
    assert [c["command"] for c in menus[mine[0], ""]] == [*COMMANDS]
    assert all(not HAN.search(c["description"]) for c in menus[mine[0], ""])
    assert all(HAN.search(c["description"]) for c in menus[mine[0], "zh"])
    assert standing(room, {}) == []
    assert standing(room, {"scope": {"type": "all_private_chats"}}) == []


def standing(room: Room, asked: dict[str, Any]) -> list[Any]:
    """The commands that stand for a scope, as any client reads them."""
    url = f"{room.stage.url}/telegram/bot{SECRETS['telegram']['token']}/getMyCommands"
    found: list[Any] = requests.post(url, json=asked, timeout=10).json()["result"]
    return found


def refused(room: Room) -> list[str]:
    """What Telegram would not take of all that was asked of it."""
    return [
        f"{call['operation']}: {call['answer']}"
        for call in room.calls()
        if call["status"] not in (200, None) and "chat not found" not in str(call["answer"])
    ]


# --- the real issues --------------------------------------------------------------------------


@pytest.mark.skipif(not CORPUS.exists(), reason="the real issues lie outside the repository")
def test_the_longest_title_of_the_real_issues_breaks_no_message_and_no_button(
    tmp_path: Path,
) -> None:
    with laid(tmp_path, with_the_longest_title) as room, room.open():
        title = read_head(room.stage.issue, detect(room.stage.issue), zone("UTC")).title
        phone = room.ben
        asked = phone.say("/publish " + room.stage.issue.name)
        plan = phone.until_any(having("批准"), "the plan", after=asked)
        status = phone.until_any(
            lambda m: any(title[:12] in label for label in labels(m)),
            "its button",
            after=phone.say("/status"),
        )
        phone.press(titled(labels(status), title))
        again = phone.until_any(having("批准"), "the release", after=int(status["message_id"]) - 1)

        assert plan["text"].startswith(title[:40])
        assert again["text"].startswith(title[:40])
        assert max(len(label) for label in labels(status)) < 64
        assert refused(room) == []


def with_the_longest_title(site: Path) -> Path:
    subprocess.run(
        [sys.executable, CORPUS / "make_site.py", site], check=True, stdout=subprocess.DEVNULL
    )
    found = detect(next((site / "_posts").iterdir()))
    return max(files_of(found), key=lambda path: len(read_head(path, found, zone("UTC")).title))
