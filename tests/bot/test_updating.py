"""What a changed issue means where it is out, and editing it there: each edit is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.errors import OutcomeUnknown, Rejected, TryLater
from bot.comparing import Update, propose
from bot.publishing import Wish
from bot.publishing import carry_out as release
from bot.publishing import propose as propose_release
from bot.release.actions import cancel
from bot.release.records import Delivery
from bot.release.states import DeliveryState
from bot.release.steering import targets
from bot.updating import carry_out
from tests.bot.noticeboard import BoardChannel, NoticeBoard, Shop, a_shop

HAND = "https://x.example/2"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Telegram is edited live, X by hand, Substack is a draft."""
    with a_shop(
        tmp_path,
        BoardChannel("telegram", NoticeBoard()),
        BoardChannel("substack", NoticeBoard(), verb="draft", drafted=True),
        BoardChannel("x", NoticeBoard(), edits=False),
    ) as made:
        yield made


def update(shop: Shop, *, overwrite: bool = False) -> list[Delivery]:
    return carry_out(
        shop.works, propose(shop.works, shop.issue), approved_by="me", overwrite=overwrite
    )


def words(proposal: Update) -> dict[str, str]:
    return {change.base.channel: change.word for change in proposal.changes}


def told(proposal: Update, channel: str) -> list[tuple[str, str]]:
    (change,) = [c for c in proposal.changes if c.base.channel == channel]
    return [(problem.message, problem.next) for problem in change.told]


def test_what_is_out_is_edited_and_the_rest_is_told_word_for_word(shop: Shop) -> None:
    shop.publish()
    shop.write("One.", "Two, mended.")

    proposal = propose(shop.works, shop.issue)
    done = carry_out(shop.works, proposal, approved_by="me")

    assert words(proposal) == {"telegram": "edit", "substack": "edit", "x": "by-hand"}
    assert told(proposal, "x") == [("Two. -> Two, mended.", HAND)]
    assert shop.boards["telegram"].texts() == ["One.", "Two, mended."]
    assert shop.boards["substack"].texts() == ["One.\n\nTwo, mended."]
    assert shop.boards["x"].texts() == ["One.", "Two."]
    assert [(d.state, d.purpose, d.revision, d.verb) for d in done] == [
        (DeliveryState.DONE_PUBLISHED, "update", 1, "edit")
    ] * 2


def test_an_update_is_made_once(shop: Shop) -> None:
    shop.publish()
    shop.write("One.", "Two, mended.")
    update(shop)

    again = propose(shop.works, shop.issue)
    done = carry_out(shop.works, again, approved_by="me")

    assert words(again) == {"telegram": "same", "substack": "same", "x": "by-hand"}
    assert done == []
    assert shop.boards["telegram"].calls == ["message/1", "message/2", "edit/message/2"]


def test_publishing_afterwards_finds_the_new_text_out(shop: Shop) -> None:
    shop.publish()
    shop.write("One.", "Two, mended.")
    before = shop.standing("telegram")
    update(shop)

    assert before == "changed"
    assert shop.standing("telegram") == "done"
    assert shop.standing("x") == "changed"


def test_a_second_update_starts_from_what_the_first_left_there(shop: Shop) -> None:
    shop.publish()
    shop.write("One.", "Two, mended.")
    update(shop)
    shop.write("One.", "Two.")

    done = update(shop)

    assert shop.boards["telegram"].texts() == ["One.", "Two."]
    assert shop.boards["substack"].texts() == ["One.\n\nTwo."]
    assert [d.revision for d in done] == [2, 2]
    assert shop.standing("telegram") == "done"


def test_an_issue_that_is_as_it_was_needs_nothing(shop: Shop) -> None:
    shop.publish()

    proposal = propose(shop.works, shop.issue)

    assert set(words(proposal).values()) == {"same"}
    assert carry_out(shop.works, proposal, approved_by="me") == []


def test_a_channel_without_a_word_of_it_is_left_to_publish(shop: Shop) -> None:
    proposal = propose(shop.works, shop.issue)

    assert proposal.changes == ()
    assert proposal.unsent == ("telegram", "substack", "x")


def test_links_to_another_channel_are_no_difference(tmp_path: Path) -> None:
    telegram, x = BoardChannel("telegram", NoticeBoard()), BoardChannel("x", NoticeBoard())
    with a_shop(tmp_path, telegram, x, plan="telegram +0, x +1h after telegram") as shop:
        shop.publish()
        same = propose(shop.works, shop.issue)
        shop.write("One.", "Two, mended.")
        update(shop)

        assert words(same) == {"telegram": "same", "x": "same"}
        assert shop.standing("x") == "done"
        assert x.board.more == ["https://telegram.example/1"] * 2


def test_a_store_that_knows_nothing_learns_from_the_receipts_what_is_out(tmp_path: Path) -> None:
    telegram = BoardChannel("telegram", NoticeBoard())
    with a_shop(tmp_path, telegram, receipts=True) as shop:
        shop.publish()
        shop.write("One.", "Two, mended.")

    with a_shop(tmp_path, telegram, store="another", receipts=True) as other:
        update(other)

        assert telegram.board.texts() == ["One.", "Two, mended."]
        assert other.standing("telegram") == "done"


# --- by hand ----------------------------------------------------------------------------------


def test_what_a_person_has_changed_by_hand_is_not_offered_again(shop: Shop) -> None:
    shop.publish()
    shop.write("One.", "Two, mended.")
    shop.boards["x"].notices["2"].text = "Two, mended."

    proposal = propose(shop.works, shop.issue)
    carry_out(shop.works, proposal, approved_by="me")

    assert words(proposal)["x"] == "found"
    assert shop.standing("x") == "done"
    assert words(propose(shop.works, shop.issue))["x"] == "same"


def test_after_a_change_by_hand_the_next_one_starts_from_it(shop: Shop) -> None:
    shop.publish()
    shop.write("One.", "Two, mended.")
    shop.boards["x"].notices["2"].text = "Two, mended."
    update(shop)
    shop.write("One.", "Two, mended again.")

    assert told(propose(shop.works, shop.issue), "x") == [
        ("Two, mended. -> Two, mended again.", HAND)
    ]


def test_half_a_change_by_hand_is_offered_as_a_whole(shop: Shop) -> None:
    shop.publish()
    shop.write("One, mended.", "Two, mended.")
    shop.boards["x"].notices["2"].text = "Two, mended."

    proposal = propose(shop.works, shop.issue)

    assert words(proposal)["x"] == "by-hand"
    assert len(told(proposal, "x")) == 2


def test_with_something_left_to_do_by_hand_publishing_still_says_so(shop: Shop) -> None:
    shop.publish()
    shop.write("One, mended.", "Two.", "Three.")

    update(shop)

    assert shop.boards["telegram"].texts() == ["One, mended.", "Two."]
    assert shop.standing("telegram") == "changed"
    assert words(propose(shop.works, shop.issue))["telegram"] == "by-hand"


# --- drafts -----------------------------------------------------------------------------------


def test_a_draft_that_a_person_has_changed_is_kept(shop: Shop) -> None:
    shop.publish()
    shop.boards["substack"].notices["1"].text = "Mine."
    shop.write("One.", "Two, mended.")

    proposal = propose(shop.works, shop.issue)
    carry_out(shop.works, proposal, approved_by="me")

    (waits,) = proposal.waiting(overwrite=False)
    assert (waits.base.channel, waits.touched) == ("substack", "Someone has changed its text.")
    assert shop.boards["substack"].texts() == ["Mine."]
    assert shop.boards["telegram"].texts() == ["One.", "Two, mended."]


def test_a_draft_that_a_person_has_changed_is_overwritten_when_that_is_said(shop: Shop) -> None:
    shop.publish()
    shop.boards["substack"].notices["1"].text = "Mine."
    shop.write("One.", "Two, mended.")

    update(shop, overwrite=True)

    assert shop.boards["substack"].texts() == ["One.\n\nTwo, mended."]


def test_a_draft_that_is_gone_is_asked_about(shop: Shop) -> None:
    shop.publish()
    del shop.boards["substack"].notices["1"]
    shop.write("One.", "Two, mended.")

    proposal = propose(shop.works, shop.issue)

    (waits,) = proposal.waiting(overwrite=True)
    assert waits.word == "held-up" and "published --url URL | deleted" in waits.why
    assert [d.question for d in shop.deliveries("send") if d.channel == "substack"] == ["draft"]


def test_a_draft_that_a_person_has_published_is_edited_as_what_it_is(shop: Shop) -> None:
    shop.publish()
    shop.boards["substack"].notices["1"].public = True
    shop.write("One.", "Two, mended.")

    update(shop)

    (base,) = [d for d in shop.deliveries("send") if d.channel == "substack"]
    assert (base.state, base.url) == (DeliveryState.DONE_PUBLISHED, "https://substack.example/1")
    assert shop.boards["substack"].texts() == ["One.\n\nTwo, mended."]


# --- on the way -------------------------------------------------------------------------------


def test_an_update_that_was_interrupted_goes_on(shop: Shop) -> None:
    shop.publish()
    shop.write("One, mended.", "Two, mended.")
    shop.boards["telegram"].before.append(Rejected("no"))
    update(shop)

    proposal = propose(shop.works, shop.issue)
    carry_out(shop.works, proposal, approved_by="me")

    assert words(proposal)["telegram"] == "goes-on"
    assert shop.boards["telegram"].texts() == ["One, mended.", "Two, mended."]
    assert sorted(shop.boards["telegram"].calls[2:]) == ["edit/message/1", "edit/message/2"]


def test_an_edit_whose_answer_was_lost_is_looked_for(shop: Shop) -> None:
    shop.publish()
    shop.write("One.", "Two, mended.")
    shop.boards["substack"].after.append(OutcomeUnknown("timeout"))

    update(shop)

    assert shop.boards["substack"].calls == ["draft", "edit/draft"]
    assert shop.boards["substack"].texts() == ["One.\n\nTwo, mended."]


def test_an_update_is_meant_by_its_own_id_alone(shop: Shop) -> None:
    shop.publish()
    shop.write("One, mended.", "Two, mended.")
    shop.boards["telegram"].before.append(Rejected("no"))
    (edit,) = [d for d in update(shop) if d.channel == "telegram"]

    by_id = targets(shop.works.ledger, edit.id)
    by_file = targets(shop.works.ledger, shop.issue.name)

    assert by_id == [edit]
    assert {d.purpose for d in by_file} == {"send"}


def test_what_was_edited_in_part_is_compared_as_it_stands(shop: Shop) -> None:
    shop.publish()
    shop.write("One, mended.", "Two, mended.")
    shop.boards["telegram"].before += [TryLater("later"), Rejected("no")]
    (edit,) = [d for d in update(shop) if d.channel == "telegram"]
    cancel(shop.works.ledger, edit, "me")
    shop.write("One.", "Two.")
    half = shop.standing("telegram")

    done = [d for d in update(shop) if d.channel == "telegram"]

    assert half == "changed"
    assert shop.works.ledger.delivery(edit.id).state is DeliveryState.STOPPED
    assert shop.boards["telegram"].texts() == ["One.", "Two."]
    assert [d.state for d in done] == [DeliveryState.DONE_PUBLISHED]


def test_an_account_that_lets_us_in_again_is_not_paused_any_more(shop: Shop) -> None:
    shop.publish()
    shop.works.ledger.accounts.pause(delivery(shop, "telegram").account_id, "a wrong key")
    shop.write("One.", "Two, mended.")

    update(shop)

    assert shop.boards["telegram"].texts() == ["One.", "Two, mended."]


def test_what_is_out_on_another_account_is_left_alone(shop: Shop) -> None:
    shop.publish()
    shop.write("One.", "Two, mended.")
    shop.works.channels["telegram"].account = "2"  # type: ignore[attr-defined]

    proposal = propose(shop.works, shop.issue)

    assert words(proposal)["telegram"] == "held-up"


@pytest.fixture
def timed(tmp_path: Path) -> Iterator[Shop]:
    """Telegram goes out at once; Substack's draft is made then too, and published an hour later."""
    with a_shop(
        tmp_path,
        BoardChannel("telegram", NoticeBoard()),
        BoardChannel("substack", NoticeBoard(), drafted=True),
        BoardChannel("x", NoticeBoard()),
        plan="telegram +0, substack +1h, x +2h",
    ) as made:
        yield made


def released(shop: Shop) -> None:
    """What is due at once is out, the rest waits."""
    proposal = propose_release(shop.works, Wish(shop.issue))
    release(shop.works, proposal, approved_by="me", until=shop.clock.after(60))


def delivery(shop: Shop, channel: str) -> Delivery:
    return next(d for d in shop.deliveries("send") if d.channel == channel)


def test_in_mid_release_a_prepared_draft_is_edited_and_published_at_its_time(timed: Shop) -> None:
    released(timed)
    timed.write("One.", "Two, mended.")

    proposal = propose(timed.works, timed.issue)
    carry_out(timed.works, proposal, approved_by="me")
    early = [notice.public for notice in timed.boards["substack"].notices.values()]
    timed.publish()

    assert words(proposal) == {"telegram": "edit", "substack": "edit", "x": "unsent"}
    assert early == [False]
    assert [n.public for n in timed.boards["substack"].notices.values()] == [True]
    assert timed.boards["substack"].texts() == ["One.\n\nTwo, mended."]
    assert timed.boards["substack"].calls == ["draft", "edit/draft", "publish"]
    assert timed.boards["x"].texts() == ["One.", "Two, mended."]


def test_a_draft_is_not_published_while_its_edit_is_on_the_way(timed: Shop) -> None:
    released(timed)
    timed.write("One.", "Two, mended.")
    timed.boards["substack"].before.append(Rejected("no"))
    (edit,) = [d for d in update(timed) if d.channel == "substack"]
    base = delivery(timed, "substack")
    timed.clock.wait_until(base.due_at)

    timed.works.deliverer().advance(base.id)

    waiting = timed.works.ledger.delivery(base.id)
    assert edit.state is DeliveryState.FAILED
    assert (waiting.state, waiting.reason) == (DeliveryState.WAITING, "update")
    assert timed.boards["substack"].calls == ["draft"]


def test_an_update_answers_whether_the_changed_file_may_go_out(timed: Shop) -> None:
    released(timed)
    timed.write("One.", "Two, mended.")
    base = delivery(timed, "substack")
    timed.clock.wait_until(base.due_at)
    timed.works.deliverer().advance(base.id)
    before = timed.works.ledger.delivery(base.id).question

    update(timed)
    timed.works.deliverer().advance(base.id)

    assert before == "source"
    assert timed.boards["substack"].calls == ["draft", "edit/draft", "publish"]


def test_a_thread_that_is_being_sent_is_not_edited(shop: Shop) -> None:
    shop.boards["telegram"].before += [None, TryLater("later", after=600.0)]
    released(shop)
    shop.write("One, mended.", "Two.")

    (change,) = [c for c in propose(shop.works, shop.issue).changes if c.base.channel == "telegram"]

    assert shop.boards["telegram"].texts() == ["One."]
    assert change.word == "held-up" and "once it is out" in change.why


def test_what_was_ended_in_the_middle_is_edited_as_far_as_it_is_out(shop: Shop) -> None:
    shop.boards["telegram"].before += [None, TryLater("later", after=600.0)]
    released(shop)
    cancel(shop.works.ledger, delivery(shop, "telegram"), "me")
    shop.write("One, mended.", "Two, mended.")

    update(shop)

    assert shop.boards["telegram"].texts() == ["One, mended."]
    assert told(propose(shop.works, shop.issue), "telegram") == [
        ("Two. -> Two, mended.", "the end")
    ]
