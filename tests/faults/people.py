"""The people of a run: one releases issues, one answers what is asked, by looking at the feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from bot.clock import Clock
from bot.release.board import Board, board
from bot.release.ledger import Ledger
from bot.release.questions import Question
from bot.release.records import Delivery
from bot.release.states import FINISHED, DeliveryState
from bot.store.db import open_store
from tests.faults.letters import Shown, number_of, row_of
from tests.faults.stage import CHANNELS, Stage
from tests.faults.troupe import Troupe

# Near each other, so that the channels of an issue are on their way at the same time.
PLAN = "telegram +0, substack +1m, wechat +1m, x +2m"
TRIES = 20  # a command that was killed, or refused by a service, is given again
CALLS = ("call", "partial")  # the kinds of questions that a look at the feed answers
STRANDED = (DeliveryState.FAILED, DeliveryState.PAUSED)


@contextmanager
def ledger_of(stage: Stage) -> Iterator[Ledger]:
    """The store of a stage, looked at from outside."""
    file = stage.folder / "home" / "sandbox" / "store.db"
    engine = open_store(stage.database or f"sqlite:///{file}")
    try:
        yield Ledger(engine, Clock(), "looks")
    finally:
        engine.dispose()


def board_of(stage: Stage) -> Board:
    with ledger_of(stage) as ledger:
        return board(ledger, ledger.engine, ledger.clock)


def control(stage: Stage, path: str, **body: object) -> None:
    answer = requests.post(f"{stage.url}/_control/{path}", json=body, timeout=10)
    assert answer.status_code < 300, answer.text


def release(troupe: Troupe, issue: Path, at: str) -> None:
    """Give the command until the issue is known for every channel."""
    for _ in range(TRIES):
        # A day of WeChat has a hundred looks; here months of newsletters go out in a quarter hour.
        for operation in ("freepublish/get", "freepublish/batchget"):
            control(troupe.stage, "do/wechat/set_used", operation=operation, used=0)
        troupe.command(
            "release", str(issue), "--channels", ",".join(CHANNELS), "--yes", "--at", at,
            "--plan", PLAN,
        )  # fmt: skip
        if known_channels(troupe.stage, issue) == set(CHANNELS):
            return
    raise AssertionError(f"{issue.name} could not be released in {TRIES} tries")


def known_channels(stage: Stage, issue: Path) -> set[str]:
    with ledger_of(stage) as ledger:
        return {d.channel for d in ledger.deliveries(f"_posts/{issue.name}")}


@dataclass
class Author:
    """Answers a question once it has stood for a while; counts what they had to do."""

    troupe: Troupe
    shown: Mapping[str, Shown]
    asked: int = 0
    resumed: int = 0
    _seen: frozenset[str] = frozenset()

    def look(self) -> bool:
        """One look at what waits for a person; whether every delivery has ended."""
        found = board_of(self.troupe.stage)
        old = [q for q in found.questions if q.id in self._seen]
        self._seen = frozenset(q.id for q in found.questions)
        for question in old:
            self._answer(question)
        for delivery in found.deliveries:
            if delivery.state in STRANDED and not delivery.question:
                self.resumed += self.troupe.command("retry", delivery.id)[0] == 0
        return all(d.state in FINISHED for d in found.deliveries)

    def open(self) -> list[Delivery]:
        found = board_of(self.troupe.stage).deliveries
        return [delivery for delivery in found if delivery.state not in FINISHED]

    def _answer(self, question: Question) -> None:
        assert question.kind in CALLS, f"nobody expected to be asked: {question}"
        post = self._post(question)
        words = ("there", "--url", post["url"]) if post else ("not-there",)
        self.asked += self.troupe.command("decide", question.id, *words)[0] == 0

    def _post(self, question: Question) -> Mapping[str, Any] | None:
        """The post that is asked for, as a reader finds it."""
        channel = question.delivery.channel
        number = number_of({"title": question.delivery.title, "text": ""})
        posts = [p for p in self.troupe.stage.feed(channel) if number_of(p) == number]
        if question.part == "draft":
            return next(iter(posts), None)
        shown = self.shown[channel]
        if question.part not in shown.keys:
            return None  # nobody sees it, and to do it twice changes nothing
        wanted = shown.part(question.part, number)
        return next((p for p in posts if row_of(p) == wanted), None)
