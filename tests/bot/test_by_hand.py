"""An issue that a person has posted: it is out, nothing is sent there, the others link to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.base import Account
from adapters.errors import NotAllowed
from bot import app, receipts
from bot.comparing import propose as propose_update
from bot.executing import execute
from bot.following import link
from bot.publishing import Wish, carry_out, propose
from bot.release import by_hand
from bot.release.actions import NotNow
from bot.release.board import board
from bot.release.records import Delivery
from bot.release.states import DeliveryState
from bot.retracting import propose as propose_removal
from bot.surroundings import this_machine
from tests.bot.noticeboard import BoardChannel, NoticeBoard, Shop, a_shop

URL = "https://mp.weixin.qq.com/s/abc"


class Locked(BoardChannel):
    """A channel for which there is no key."""

    def whoami(self) -> Account:
        raise NotAllowed("there is no key")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(
        tmp_path, BoardChannel("telegram", NoticeBoard()), Locked("wechat", NoticeBoard()),
        also_on=True, plan="telegram +0",
    ) as made:  # fmt: skip
        yield made


def posted(shop: Shop, url: str = URL, channel: str = "wechat") -> Delivery:
    ledger, issue = shop.works.ledger, app.read(shop.issue)
    return by_hand.record(ledger, issue, channel, url, "ada", "letters", this_machine())


def test_what_is_posted_by_hand_is_out(shop: Shop) -> None:
    made = posted(shop)

    assert (made.state, made.url, made.by_hand) == (DeliveryState.DONE_PUBLISHED, URL, True)
    (row,) = board(shop.works.ledger, shop.works.engine, shop.clock).deliveries
    assert (row.channel, row.state, row.url) == ("wechat", DeliveryState.DONE_PUBLISHED, URL)


def test_publishing_sends_nothing_there_and_needs_no_key(shop: Shop) -> None:
    posted(shop)

    proposal = propose(shop.works, Wish(shop.issue))
    carry_out(shop.works, proposal, approved_by="me")

    assert (proposal.refused, proposal.to_send()) == ({}, ("telegram",))
    assert proposal.standings["wechat"].word == "done"
    assert shop.boards["wechat"].calls == []


def test_it_is_out_also_when_the_issue_has_changed_since(shop: Shop) -> None:
    posted(shop)
    shop.write("Another text.")

    assert shop.standing("wechat") == "done"


def test_the_other_channels_link_to_it(shop: Shop) -> None:
    posted(shop)
    shop.publish()

    execute(shop.works, link(shop.works, shop.deliveries("send")[0].issue_key))

    assert shop.boards["telegram"].texts()[-1].endswith(f"Also on: WeChat {URL}")
    assert shop.boards["wechat"].calls == []


def test_an_update_says_that_it_is_yours_to_change_until_it_is_confirmed_again(shop: Shop) -> None:
    posted(shop)
    assert [c.word for c in propose_update(shop.works, shop.issue).changes] == ["same"]
    shop.write("Another text.")

    (change,) = propose_update(shop.works, shop.issue).changes

    assert change.word == "by-hand"
    assert change.told[0].next.startswith(f"Change it at {URL}, then: pressrun confirm ")
    posted(shop)
    assert [c.word for c in propose_update(shop.works, shop.issue).changes] == ["same"]


def test_a_retraction_leaves_it_to_you(shop: Shop) -> None:
    made = posted(shop)

    (removal,) = propose_removal(shop.works, made.issue_key)

    assert (removal.word, removal.edits.problems[0].next) == ("by-hand", f"Delete it there: {URL}")


def test_another_address_corrects_the_first(shop: Shop) -> None:
    first = posted(shop)

    second = posted(shop, f"{URL}d")

    assert (second.id, second.url) == (first.id, f"{URL}d")


def test_what_we_have_sent_is_not_posted_by_hand(shop: Shop) -> None:
    posted(shop)
    shop.publish()

    with pytest.raises(NotNow, match="pressrun has sent it there itself"):
        posted(shop, channel="telegram")


def test_what_was_stopped_before_its_mark_is_taken_up(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(type(shop.works.ledger), "move_delivery", lambda *_, **__: False)
        with pytest.raises(NotNow):
            posted(shop)
    assert shop.standing("wechat") == "done"

    made = posted(shop)

    assert made.state is DeliveryState.DONE_PUBLISHED
    assert len(shop.deliveries("send")) == 1


def test_another_machine_learns_of_it_from_the_receipts(tmp_path: Path) -> None:
    channels = (BoardChannel("telegram", NoticeBoard()), Locked("wechat", NoticeBoard()))
    with a_shop(tmp_path, *channels) as shop:
        receipts.write(shop.works.ledger, posted(shop))

    with a_shop(tmp_path, *channels, store="other") as other:
        assert other.standing("wechat") == "done"
        assert [d.url for d in other.deliveries("send")] == [URL]
