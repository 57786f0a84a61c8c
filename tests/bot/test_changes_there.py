"""Updates, links, reminders and retractions end to end: the real channels on the stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from bot import comparing, following, publishing, retracting, updating
from bot.executing import execute
from bot.release.ledger import Note
from bot.release.questions import questions
from bot.release.records import Delivery
from bot.release.states import DeliveryState
from bot.wiring import Home, Workshop, workshop
from config.settings import Settings
from sandbox import RunningSandbox, serve
from tests.faults.stage import lay_out

PACE = 3600.0
OLD, NEW = "It took two people to work one.", "It took two strong people to work one."
LATER = "substack +7d"  # minutes at this pace


@dataclass
class Place:
    """A newsletter on the stand-ins."""

    shop: Workshop
    issue: Path
    url: str

    def publish(self, plan: str = "", *, until: datetime | None = None) -> list[Delivery]:
        proposal = publishing.propose(self.shop, publishing.Wish(self.issue, plan=plan))
        return publishing.carry_out(self.shop, proposal, approved_by="me", until=until)

    def change(self, old: str = OLD, new: str = NEW) -> None:
        text = self.issue.read_text(encoding="utf-8")
        assert old in text
        self.issue.write_text(text.replace(old, new), encoding="utf-8")

    def proposal(self) -> comparing.Update:
        return comparing.propose(self.shop, self.issue)

    def update(self, *, overwrite: bool = False) -> list[Delivery]:
        return updating.carry_out(self.shop, self.proposal(), approved_by="me", overwrite=overwrite)

    def words(self) -> dict[str, str]:
        return {change.base.channel: change.word for change in self.proposal().changes}

    def retract(self) -> list[Delivery]:
        removals = retracting.propose(self.shop, retracting.issue_key_of(self.shop, self.issue))
        return retracting.carry_out(self.shop, removals, approved_by="me")

    def follow(self) -> list[Delivery]:
        made = following.advance(self.shop)
        execute(self.shop, made)
        return [self.shop.ledger.delivery(delivery_id) for delivery_id in made]

    def base(self, channel: str) -> Delivery:
        known = [d for d in self.shop.ledger.deliveries() if d.purpose == "send"]
        return next(d for d in known if d.channel == channel)

    def text(self, channel: str) -> str:
        """Everything that readers, or a writer among the drafts, see there."""
        answer = requests.get(f"{self.url}/_control/feeds", params={"service": channel}, timeout=10)
        return "\n".join(post["text"] for feed in answer.json() for post in feed["posts"])

    def calls(self, channel: str, operation: str) -> int:
        answer = requests.get(
            f"{self.url}/_control/calls",
            params={"service": channel, "operation": operation},
            timeout=10,
        )
        return len(answer.json())

    def person(self, channel: str, deed: str, **details: object) -> Any:
        answer = requests.post(f"{self.url}/_control/do/{channel}/{deed}", json=details, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()


Opened = Callable[..., AbstractContextManager[Place]]


@pytest.fixture(scope="module")
def server() -> Iterator[RunningSandbox]:
    with serve(pace=PACE) as running:
        yield running


@pytest.fixture
def opened(tmp_path: Path, server: RunningSandbox) -> Opened:
    """opened("telegram", substack={"mode": "web"}, also_on=True): these channels, these options."""
    requests.post(f"{server.url}/_control/reset", json={}, timeout=5).raise_for_status()

    @contextmanager
    def open_(*plain: str, also_on: bool = False, **options: Any) -> Iterator[Place]:
        channels = {**{key: {} for key in plain}, **options}
        settings = Settings.model_validate(
            {"channels": channels, "also_on": also_on, "gate": False, "receipts": False}
        )
        home = Home(tmp_path / "home", tmp_path / "cache")
        issue = lay_out(tmp_path / "site")
        keys = tuple(channels)
        with workshop(settings, keys, sandbox=True, pace=PACE, place=home, url=server.url) as shop:
            yield Place(shop, issue, server.url)

    return open_


# --- updates ----------------------------------------------------------------------------------


def test_each_channel_shows_the_new_text_or_its_words_are_told(opened: Opened) -> None:
    with opened("telegram", "substack", "wechat", "x") as place:
        place.publish()
        place.change()

        update = place.proposal()
        done = place.update()

        told = {c.base.channel: "\n".join(p.message for p in c.told) for c in update.changes}
        assert [d.channel for d in done] == ["telegram", "substack", "wechat"]
        assert all(NEW in place.text(d.channel) for d in done)
        assert NEW not in place.text("x") and OLD in told["x"] and NEW in told["x"]
        assert place.words() == {
            "telegram": "same", "substack": "same", "wechat": "same", "x": "by-hand",
        }  # fmt: skip


@pytest.mark.parametrize("channel", ["telegram", "substack", "wechat"])
def test_three_updates_follow_each_other(opened: Opened, channel: str) -> None:
    with opened(channel) as place:
        place.publish()
        before = place.text(channel)
        place.change()
        place.update()
        place.change("press.png", "platen.jpg")
        place.update()
        place.change(NEW, OLD)
        place.change("platen.jpg", "press.png")

        place.update()

        assert NEW not in place.text(channel) and OLD in place.text(channel)
        assert place.text(channel) == before
        assert place.words() == {channel: "same"}


def test_a_post_that_its_author_edited_on_x_is_as_it_should_be(opened: Opened) -> None:
    with opened("x") as place:
        place.publish()
        place.change()
        calls = place.shop.ledger.calls(place.base("x").id)
        post = next(call for call in calls if call.part.kind == "post")
        assert post.receipt
        text = str(dict(post.part.payload)["text"]).replace(OLD, NEW)  # type: ignore[arg-type]
        place.person("x", "edit", id=post.receipt.id, text=text)

        before = place.words()
        place.update()

        assert (before, place.words()) == ({"x": "found"}, {"x": "same"})


@pytest.mark.parametrize(("channel", "field"), [("substack", "draft_title"), ("wechat", "title")])
def test_a_draft_that_its_author_has_touched_is_kept_until_they_say_so(
    opened: Opened, channel: str, field: str
) -> None:
    with opened(channel) as place:
        place.publish()
        place.person(channel, "edit_draft", **{field: "Mine"})
        place.change()

        update = place.proposal()
        kept = place.update()
        text = place.text(channel)
        place.update(overwrite=True)

        assert [c.touched for c in update.waiting(overwrite=False)] == [
            "Someone has changed its title."
        ]
        assert kept == [] and NEW not in text
        assert NEW in place.text(channel)


@pytest.mark.parametrize("channel", ["substack", "wechat"])
def test_a_draft_that_is_gone_is_asked_about(opened: Opened, channel: str) -> None:
    with opened(channel) as place:
        place.publish()
        place.person(channel, "delete_draft")
        place.change()

        (change,) = place.proposal().changes

        assert change.word == "held-up"
        assert [q.kind for q in questions(place.shop.ledger)] == ["draft"]


def test_a_draft_that_its_author_has_published_is_edited_for_readers_without_mail(
    opened: Opened,
) -> None:
    with opened("substack") as place:
        place.publish()
        place.person("substack", "publish_draft", send=False)
        place.change()

        place.update()

        assert place.base("substack").state is DeliveryState.DONE_PUBLISHED
        assert "/p/" in str(place.base("substack").url)
        assert NEW in place.text("substack")
        assert place.person("substack", "mails") == []


def test_an_article_that_its_author_has_published_is_told_word_for_word(opened: Opened) -> None:
    with opened("wechat") as place:
        place.publish()
        place.person("wechat", "publish_draft", listed=True)
        place.change()

        (change,) = place.proposal().changes

        assert change.word == "by-hand"
        assert any(NEW in problem.message for problem in change.told)


def test_a_prepared_draft_is_edited_before_its_time(opened: Opened) -> None:
    with opened(substack={"mode": "web+email"}) as place:
        place.publish(LATER, until=place.shop.clock.now() + timedelta(seconds=100))
        place.change()

        place.update()
        early = place.base("substack").state
        place.shop.ledger.reschedule(place.base("substack"), place.shop.clock.now(), Note("me"))
        place.publish()

        assert early is DeliveryState.WAITING
        assert place.base("substack").state is DeliveryState.DONE_PUBLISHED
        assert NEW in place.text("substack")
        assert len(place.person("substack", "mails")) == 1
        assert place.calls("substack", "drafts/create") == 1


# --- links ------------------------------------------------------------------------------------


def test_channels_name_each_other_once_all_is_out(opened: Opened) -> None:
    options = {"substack": {"mode": "web"}, "x": {"also_on": True}}
    with opened("telegram", also_on=True, **options) as place:
        place.publish()

        made = place.follow()
        again = place.follow()

        assert sorted(d.channel for d in made) == ["substack", "telegram", "x"]
        assert {d.state for d in made} == {DeliveryState.DONE_PUBLISHED}
        assert again == []
        assert all("Also on:" in place.text(d.channel) for d in made)
        assert place.calls("x", "tweets/create") == 5


def test_an_update_keeps_the_links(opened: Opened) -> None:
    with opened("telegram", also_on=True, substack={"mode": "web"}) as place:
        place.publish()
        place.follow()
        place.change()

        place.update()

        assert all(NEW in place.text(c) for c in ("telegram", "substack"))
        assert all(place.text(c).count("Also on:") == 1 for c in ("telegram", "substack"))
        assert place.follow() == []
        assert set(place.words().values()) == {"same"}


# --- drafts and taking back -------------------------------------------------------------------


def test_a_draft_is_a_question_until_its_author_has_published_it(opened: Opened) -> None:
    with opened("telegram", also_on=True, substack={}) as place:
        place.publish("telegram +0, substack +0")
        place.follow()
        asked = [q.why for q in questions(place.shop.ledger)]
        place.person("substack", "publish_draft", send=False)
        place.shop.ledger.look_again(place.base("substack"), place.shop.clock.now())

        place.follow()

        assert len(asked) == 1 and "/publish/post/" in asked[0]
        assert questions(place.shop.ledger) == []
        assert place.base("substack").state is DeliveryState.DONE_PUBLISHED
        assert "Also on: Substack" in place.text("telegram")


def test_everything_is_taken_back(opened: Opened) -> None:
    options = {"substack": {"mode": "web"}, "x": {"also_on": True}}
    with opened("telegram", "wechat", also_on=True, **options) as place:
        place.publish()
        place.follow()
        place.change()
        place.update()

        done = place.retract()

        assert {d.state for d in done} == {DeliveryState.DONE_PUBLISHED}
        assert [place.text(c) for c in ("telegram", "substack", "wechat", "x")] == [""] * 4
        assert {d.state for d in place.publish()} == {DeliveryState.RETRACTED}
        assert [place.text(c) for c in ("telegram", "substack", "wechat", "x")] == [""] * 4
