"""Taking an issue back: each thing is removed once, and what was removed leaves a tombstone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.errors import OutcomeUnknown, Rejected, TryLater
from bot.comparing import propose as propose_update
from bot.publishing import Wish
from bot.publishing import carry_out as release
from bot.publishing import propose as propose_release
from bot.release.actions import ask_about_draft, confirm, decide_call
from bot.release.ledger import Ledger, Note
from bot.release.records import Delivery
from bot.release.states import CallState, DeliveryState
from bot.retracting import Removal, carry_out, issue_key_of, propose
from bot.updating import carry_out as carry_out_update
from tests.bot.noticeboard import BoardChannel, NoticeBoard, Shop, a_shop

PUBLISHED, RETRACTED = DeliveryState.DONE_PUBLISHED, DeliveryState.RETRACTED


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(
        tmp_path,
        BoardChannel("telegram", NoticeBoard()),
        BoardChannel("substack", NoticeBoard(), verb="draft", drafted=True),
        BoardChannel("x", NoticeBoard(), edits=False),
        plan="telegram +0, substack +0, x +0",
    ) as made:
        yield made


def removals(shop: Shop) -> tuple[Removal, ...]:
    return propose(shop.works, issue_key_of(shop.works, shop.issue))


def retract(shop: Shop, *, overwrite: bool = False) -> list[Delivery]:
    return carry_out(shop.works, removals(shop), approved_by="me", overwrite=overwrite)


def words(found: tuple[Removal, ...]) -> dict[str, str]:
    return {removal.base.channel: removal.word for removal in found}


def base(shop: Shop, channel: str) -> Delivery:
    return [d for d in shop.deliveries("send") if d.channel == channel][-1]


def released(shop: Shop) -> None:
    proposal = propose_release(shop.works, Wish(shop.issue))
    release(shop.works, proposal, approved_by="me", until=shop.clock.after(60))


def test_what_can_be_removed_is_removed_and_leaves_a_tombstone(shop: Shop) -> None:
    shop.publish()

    found = removals(shop)
    done = carry_out(shop.works, found, approved_by="me")

    assert words(found) == {"telegram": "remove", "substack": "remove", "x": "by-hand"}
    assert [(d.channel, d.state, d.purpose) for d in done] == [
        ("telegram", PUBLISHED, "retract"),
        ("substack", PUBLISHED, "retract"),
    ]
    assert [base(shop, c).state for c in ("telegram", "substack", "x")] == [
        RETRACTED, RETRACTED, PUBLISHED,
    ]  # fmt: skip
    assert shop.boards["telegram"].texts() == shop.boards["substack"].texts() == []
    assert shop.boards["x"].texts() == ["One.", "Two."]


def test_a_tombstone_is_not_published_again(shop: Shop) -> None:
    shop.publish()
    retract(shop)

    shop.publish()

    assert shop.standing("telegram") == "retracted"
    assert shop.boards["telegram"].texts() == []


def test_what_was_published_once_more_is_taken_back_too(shop: Shop) -> None:
    shop.publish()
    release(shop.works, propose_release(shop.works, Wish(shop.issue, again=True)), approved_by="me")

    retract(shop)

    states = [d.state for d in shop.deliveries("send") if d.channel == "telegram"]
    assert states == [RETRACTED, RETRACTED]
    assert shop.boards["telegram"].texts() == []


def test_taking_back_twice_removes_once(shop: Shop) -> None:
    shop.publish()
    retract(shop)

    assert words(removals(shop)) == {"x": "by-hand"}
    assert retract(shop) == []
    assert shop.boards["telegram"].calls[2:] == ["delete/message/2", "delete/message/1"]


def test_what_was_edited_is_taken_back_as_it_stands(shop: Shop) -> None:
    shop.publish()
    shop.write("One.", "Two, mended.")
    carry_out_update(shop.works, propose_update(shop.works, shop.issue), approved_by="me")

    retract(shop)

    assert shop.boards["telegram"].texts() == shop.boards["substack"].texts() == []


def test_a_lost_answer_to_a_deletion_is_looked_for(shop: Shop) -> None:
    shop.publish()
    shop.boards["telegram"].after.append(OutcomeUnknown("timeout"))

    retract(shop)

    assert shop.boards["telegram"].calls[2:] == ["delete/message/2", "delete/message/1"]
    assert base(shop, "telegram").state is RETRACTED


def test_a_refused_deletion_goes_on_where_it_stopped(shop: Shop) -> None:
    shop.publish()
    shop.boards["telegram"].before += [None, Rejected("too old", next_step="Delete it: …")]
    refused = retract(shop)[0].state

    found = words(removals(shop))["telegram"]
    retract(shop)

    assert (refused, found) == (DeliveryState.FAILED, "goes-on")
    assert shop.boards["telegram"].texts() == []
    assert base(shop, "telegram").state is RETRACTED


def test_an_issue_whose_file_is_gone_is_found_by_its_name(shop: Shop) -> None:
    shop.publish()
    shop.issue.unlink()

    retract(shop)

    assert shop.boards["telegram"].texts() == []


# --- drafts -----------------------------------------------------------------------------------


def test_a_draft_that_a_person_has_published_is_taken_back_as_public(shop: Shop) -> None:
    shop.publish()
    shop.boards["substack"].notices["1"].public = True

    retract(shop)

    assert shop.boards["substack"].texts() == []
    assert base(shop, "substack").state is RETRACTED


def test_what_was_taken_back_asks_nothing_any_more(shop: Shop) -> None:
    shop.publish()
    asked = ask_about_draft(shop.works.ledger, base(shop, "substack"), "the draft waits for you: 1")

    retract(shop)

    assert asked.question == "draft"
    assert (base(shop, "substack").state, base(shop, "substack").question) == (RETRACTED, "")


def test_a_draft_that_is_gone_is_asked_about_and_not_deleted(shop: Shop) -> None:
    shop.publish()
    del shop.boards["substack"].notices["1"]

    found = removals(shop)
    carry_out(shop.works, found, approved_by="me")

    assert words(found)["substack"] == "held-up"
    assert base(shop, "substack").question == "draft"


def test_a_confirmed_draft_is_still_known_as_ours(shop: Shop) -> None:
    shop.publish()
    confirm(shop.works.ledger, base(shop, "substack"), "https://w.substack.com/p/one", "me")

    retract(shop)

    assert shop.boards["substack"].texts() == []


# --- on the way -------------------------------------------------------------------------------


def test_what_is_on_its_way_is_ended_first_and_what_is_out_of_it_removed(shop: Shop) -> None:
    shop.boards["telegram"].before += [None, TryLater("later", after=600.0)]
    released(shop)

    retract(shop)

    assert shop.boards["telegram"].calls == ["message/1", "delete/message/1"]
    assert base(shop, "telegram").state is RETRACTED


def test_what_is_not_out_yet_never_will_be(shop: Shop) -> None:
    shop.boards["telegram"].before += [TryLater("later", after=600.0)]
    released(shop)

    found = removals(shop)
    carry_out(shop.works, found, approved_by="me")

    assert words(found)["telegram"] == "cancel"
    assert base(shop, "telegram").state is DeliveryState.CANCELLED
    assert shop.boards["telegram"].calls == []


def test_a_post_of_which_nobody_knows_is_looked_for_before_the_rest_is_removed(
    shop: Shop,
) -> None:
    killed_after_the_effect(shop)

    retract(shop)

    assert shop.boards["telegram"].texts() == []
    assert base(shop, "telegram").state is RETRACTED


def test_where_nobody_can_tell_a_person_says_first_whether_it_is_out(shop: Shop) -> None:
    killed_after_the_effect(shop)
    shop.boards["telegram"].blind = True
    early = retract(shop)
    ledger = shop.works.ledger
    (asked,) = [c for c in ledger.calls(base(shop, "telegram").id) if c.state is CallState.ASKED]

    decide_call(ledger, asked, "there", "me", url="https://telegram.example/2", channel=None)
    retract(shop)

    assert "telegram" not in [d.channel for d in early]
    assert shop.boards["telegram"].texts() == []
    assert base(shop, "telegram").state is RETRACTED


def killed_after_the_effect(shop: Shop) -> None:
    """The second message is out, and the process that sent it has gone without an answer."""
    shop.boards["telegram"].before += [None, TryLater("later", after=600.0)]
    released(shop)
    delivery = base(shop, "telegram")
    shop.clock.wait_until(shop.clock.after(3600))
    other = Ledger(shop.works.engine, shop.clock, "a-process-that-has-gone")
    other.move_delivery(delivery, DeliveryState.SENDING, Note("test"))
    call = other.calls(delivery.id)[1]
    assert other.take(call, other.delivery(delivery.id), lease=60.0, gap=0.0)
    shop.works.channels["telegram"].send(call.part, {})


def test_an_update_on_its_way_is_in_the_way(shop: Shop) -> None:
    shop.publish()
    shop.write("One, mended.", "Two.")
    shop.boards["telegram"].before.append(Rejected("no"))
    carry_out_update(shop.works, propose_update(shop.works, shop.issue), approved_by="me")

    (found,) = [r for r in removals(shop) if r.base.channel == "telegram"]

    assert found.word == "held-up" and "pressrun cancel" in found.why
    assert not found.may_go(overwrite=True)


def test_a_retraction_on_its_way_is_in_the_way_of_an_update(shop: Shop) -> None:
    shop.publish()
    shop.boards["telegram"].before.append(Rejected("no"))
    retract(shop)
    shop.write("One, mended.", "Two.")

    proposal = propose_update(shop.works, shop.issue)

    assert [c.word for c in proposal.changes if c.base.channel == "telegram"] == ["held-up"]


class Killed(BaseException):
    """Nothing in the product catches it."""


def test_killed_before_its_last_row_is_written_the_tombstone_is_still_made(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.publish()
    write = Ledger.move_delivery
    ends: list[DeliveryState] = []

    def killed_at_the_second(self: Ledger, delivery: Delivery, new: DeliveryState, note: Note,
                             **values: object) -> bool:  # fmt: skip
        ends.extend([new] if new in (PUBLISHED, RETRACTED) else [])
        if len(ends) == 2:
            raise Killed
        return write(self, delivery, new, note, **values)

    monkeypatch.setattr(Ledger, "move_delivery", killed_at_the_second)
    with pytest.raises(Killed):
        retract(shop)
    monkeypatch.undo()

    retract(shop)

    assert [base(shop, c).state for c in ("telegram", "substack")] == [RETRACTED, RETRACTED]
    assert len(shop.boards["telegram"].calls) == 4
