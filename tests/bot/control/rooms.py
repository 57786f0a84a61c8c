"""A control room for a whole module of tests: its daemon, and what the bot has said in it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import requests
import yaml

from tests.bot.control.conftest import ADA, BEN, phone
from tests.bot.control.phone import Phone
from tests.faults.stage import Stage, staged

SAYING = ("sendMessage", "editMessageText", "sendDocument", "answerCallbackQuery")
QUOTED = re.compile(r"<blockquote.*?</blockquote>", re.DOTALL)
TEXT = "A press printed it, and a child could work it all day long. " * 9
PLAN = "telegram +0, substack +0, wechat +0, x +0"


@dataclass(frozen=True, slots=True)
class Room:
    """Ada's app is in English, Ben's in Chinese."""

    stage: Stage
    ada: Phone
    ben: Phone

    @contextmanager
    def open(self) -> Iterator[None]:
        """The daemon runs, and has answered both."""
        with self.stage.daemon():
            said = [(each, each.say("/help")) for each in (self.ada, self.ben)]
            for each, number in said:
                each.until("/publish", after=number)
            yield

    def calls(self, operation: str = "") -> list[dict[str, Any]]:
        """What was asked of Telegram, with `fields`: the parameters by name."""
        query = {"service": "telegram", "operation": operation}
        found = requests.get(f"{self.stage.url}/_control/calls", params=query, timeout=10).json()
        return [{**call, "fields": fields_of(call["body"])} for call in found]

    def said_to(self, user: int) -> list[str]:
        """Every text that the bot has shown a person, also those since replaced, and the labels of
        every button; as a phone shows them, without what is quoted from an edition."""
        texts: list[str] = []
        for call in self.calls():
            if call["operation"] in SAYING and call["fields"].get("chat_id") == str(user):
                texts += _shown(call["fields"])
        return texts

    def control(self, path: str, **body: object) -> Any:
        answer = requests.post(f"{self.stage.url}/_control/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def laid(
    folder: Path, issue: Callable[[Path], Path] | None = None, **settings: object
) -> Iterator[Room]:
    """Stand-ins, a site with its settings, and two operators; no daemon yet."""
    with staged(folder, issue) as stage:
        configure(stage, **settings)
        ada, ben = phone(stage, ADA, "Ada", "en"), phone(stage, BEN, "Ben", "zh-hans")
        yield Room(stage, ada, ben)


def configure(stage: Stage, **settings: object) -> None:
    known = {"plan": PLAN, "control": {"operators": [ADA, BEN]}, "gate": False, **settings}
    root = next(p for p in stage.issue.parents if (p / "_config.yml").exists())
    (root / "pressrun.yaml").write_text(yaml.safe_dump(known), encoding="utf-8")


def add_post(room: Room, title: str, day: int, text: str = TEXT) -> Path:
    """One more post beside the first, of that day of November; WeChat and X get a short title."""
    short = {key: {"title": f"A letter of the {day}th"} for key in ("wechat", "x")}
    head = yaml.safe_dump({"title": title, "date": f"2026-11-{day:02}", "pressrun": short})
    name = re.sub(r"[^a-z0-9]+", "-", title.lower())[:40].strip("-")
    path = room.stage.issue.with_name(f"2026-11-{day:02}-{name}.md")
    path.write_text(f"---\n{head}---\n\n{text} It is called {title[:20]}.\n", encoding="utf-8")
    return path


def fields_of(body: Any) -> dict[str, str]:
    if isinstance(body, dict):
        return dict(body.get("fields", {}))
    return {key: values[0] for key, values in parse_qs(str(body or "")).items()}


def _shown(fields: dict[str, str]) -> list[str]:
    text = QUOTED.sub("", fields.get("text") or fields.get("caption") or "")
    markup = json.loads(fields.get("reply_markup") or "{}")
    rows = markup.get("inline_keyboard", [])
    plain = html.unescape(re.sub(r"<[^>]+>", "", text))
    return [plain, *(button["text"] for row in rows for button in row)]
