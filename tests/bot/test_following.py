"""What follows a release: a line of links added once, and drafts that are asked about once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.errors import OutcomeUnknown, Rejected
from bot.comparing import propose
from bot.executing import execute
from bot.following import LINKS, advance, link, remind
from bot.publishing import Wish
from bot.publishing import carry_out as release
from bot.publishing import propose as propose_release
from bot.release.actions import cancel, confirm, decide_delivery
from bot.release.questions import questions
from bot.release.records import Delivery
from bot.release.states import DeliveryState
from bot.updating import carry_out
from tests.bot.noticeboard import BoardChannel, NoticeBoard, Shop, a_shop

SUBSTACK = "https://w.substack.com/p/one"
TO_TELEGRAM = "Two.\nAlso on: Telegram https://telegram.example/1"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(
        tmp_path,
        BoardChannel("telegram", NoticeBoard()),
        BoardChannel("substack", NoticeBoard(), verb="draft", drafted=True),
        BoardChannel("x", NoticeBoard()),
        also_on=True,
        plan="telegram +0, substack +0, x +0",
    ) as made:
        yield made


def linked(shop: Shop) -> list[Delivery]:
    """One pass, performed."""
    ids = link(shop.works, shop.deliveries("send")[0].issue_key)
    execute(shop.works, ids)
    return [shop.works.ledger.delivery(delivery_id) for delivery_id in ids]


def base(shop: Shop, channel: str) -> Delivery:
    return next(d for d in shop.deliveries("send") if d.channel == channel)


def last(shop: Shop, channel: str) -> str:
    return shop.boards[channel].texts()[-1]


# --- links ------------------------------------------------------------------------------------


def test_once_everything_rests_each_channel_names_the_others_that_are_public(shop: Shop) -> None:
    shop.publish()

    made = linked(shop)

    assert [(d.channel, d.purpose, d.revision, d.approved_by) for d in made] == [
        ("telegram", LINKS, 1, "me"), ("substack", LINKS, 1, "me"), ("x", LINKS, 1, "me"),
    ]  # fmt: skip
    assert last(shop, "telegram") == "Two.\nAlso on: X https://x.example/1"
    assert last(shop, "x") == TO_TELEGRAM
    assert last(shop, "substack").endswith(
        "\nAlso on: Telegram https://telegram.example/1 X https://x.example/1"
    )


def test_the_same_links_make_nothing_again(shop: Shop) -> None:
    shop.publish()
    linked(shop)

    assert linked(shop) == []
    assert shop.boards["telegram"].calls == ["message/1", "message/2", "edit/message/2"]


def test_a_draft_that_is_published_later_is_named_by_another_revision(shop: Shop) -> None:
    shop.publish()
    linked(shop)
    confirm(shop.works.ledger, base(shop, "substack"), SUBSTACK, "me")

    made = linked(shop)

    assert [(d.channel, d.revision) for d in made] == [("telegram", 2), ("x", 2)]
    assert last(shop, "telegram").endswith(f"Substack {SUBSTACK} X https://x.example/1")


def test_a_draft_published_nobody_knows_where_is_not_named(shop: Shop) -> None:
    shop.publish()
    confirm(shop.works.ledger, base(shop, "substack"), "", "me")

    linked(shop)

    assert "Substack" not in last(shop, "telegram")


def test_without_the_setting_nothing_is_added(tmp_path: Path) -> None:
    with a_shop(
        tmp_path, BoardChannel("telegram", NoticeBoard()), BoardChannel("x", NoticeBoard())
    ) as shop:
        shop.publish()

        assert linked(shop) == []


def test_nothing_is_added_before_everything_rests(shop: Shop) -> None:
    proposal = propose_release(shop.works, Wish(shop.issue, plan="telegram +0, x +5h"))
    release(shop.works, proposal, approved_by="me", until=shop.clock.after(60))

    assert linked(shop) == []


def test_a_line_that_was_refused_is_not_tried_for_ever(shop: Shop) -> None:
    shop.publish()
    shop.boards["telegram"].before.append(Rejected("no"))
    linked(shop)

    assert linked(shop) == []


def test_a_draft_that_a_person_has_changed_gets_no_line(shop: Shop) -> None:
    shop.publish()
    shop.boards["substack"].notices["1"].text = "Mine."

    made = linked(shop)

    assert "substack" not in [d.channel for d in made]
    assert shop.boards["substack"].texts() == ["Mine."]


def test_an_update_keeps_the_line_and_needs_no_second_pass(shop: Shop) -> None:
    shop.publish()
    linked(shop)
    shop.write("One.", "Two, mended.")

    carry_out(shop.works, propose(shop.works, shop.issue), approved_by="me")

    assert last(shop, "telegram") == "Two, mended.\nAlso on: X https://x.example/1"
    assert shop.standing("telegram") == "done"
    assert linked(shop) == []


def test_links_that_change_after_an_update_go_to_the_updated_text(shop: Shop) -> None:
    shop.publish()
    linked(shop)
    shop.write("One.", "Two, mended.")
    carry_out(shop.works, propose(shop.works, shop.issue), approved_by="me")
    confirm(shop.works.ledger, base(shop, "substack"), SUBSTACK, "me")

    linked(shop)

    assert last(shop, "telegram").startswith("Two, mended.\nAlso on: Substack")


def test_a_lost_answer_to_a_line_is_looked_for(shop: Shop) -> None:
    shop.publish()
    shop.boards["substack"].after.append(OutcomeUnknown("timeout"))

    linked(shop)

    assert shop.boards["substack"].calls == ["draft", "edit/draft"]


# --- drafts -----------------------------------------------------------------------------------


@pytest.fixture
def drafted(tmp_path: Path) -> Iterator[Shop]:
    """A draft that is made at once, for a person to publish in an hour."""
    with a_shop(
        tmp_path,
        BoardChannel("wechat", NoticeBoard(), verb="draft", drafted=True),
        plan="wechat +1h draft",
    ) as made:
        made.publish()
        yield made


def asked(shop: Shop) -> list[tuple[str, str]]:
    return [(q.kind, q.why) for q in questions(shop.works.ledger)]


def wait(shop: Shop, **time: float) -> None:
    shop.clock.wait_until(shop.clock.now() + timedelta(**time))


def events(shop: Shop) -> int:
    return len(shop.works.ledger.events(base(shop, "wechat").id))


def test_within_its_time_a_draft_is_not_asked_about(drafted: Shop) -> None:
    assert remind(drafted.works) == []
    assert asked(drafted) == []


def test_at_its_time_a_draft_is_a_question_with_its_place_and_what_is_left(
    drafted: Shop,
) -> None:
    wait(drafted, hours=1)

    remind(drafted.works)

    ((kind, why),) = asked(drafted)
    assert kind == "draft"
    assert why.startswith(
        "the draft waits for you: https://wechat.example/backstage/1. Only there:"
    )
    assert "群发" in why
    assert base(drafted, "wechat").state is DeliveryState.DONE_DRAFT


def test_it_is_asked_once(drafted: Shop) -> None:
    wait(drafted, hours=1)
    remind(drafted.works)
    before = events(drafted)

    wait(drafted, hours=2)
    remind(drafted.works)

    assert events(drafted) == before
    assert len(asked(drafted)) == 1


def test_what_a_person_has_published_is_confirmed_without_asking(drafted: Shop) -> None:
    wait(drafted, hours=1)
    remind(drafted.works)
    drafted.boards["wechat"].notices["1"].public = True
    wait(drafted, hours=1)

    remind(drafted.works)

    done = base(drafted, "wechat")
    assert (done.state, done.url) == (DeliveryState.DONE_PUBLISHED, "https://wechat.example/1")
    assert asked(drafted) == []
    assert drafted.works.ledger.events(done.id)[-1]["actor"] == "pressrun"


def test_what_has_vanished_is_asked_about(drafted: Shop) -> None:
    wait(drafted, hours=1)
    remind(drafted.works)
    del drafted.boards["wechat"].notices["1"]
    wait(drafted, hours=1)

    remind(drafted.works)

    assert asked(drafted) == [("draft", "the draft is not there any more at https://board.example")]
    decide_delivery(drafted.works.ledger, base(drafted, "wechat"), "deleted", "me")
    assert base(drafted, "wechat").state is DeliveryState.RETRACTED


def test_it_is_looked_at_hourly_and_not_for_ever(
    drafted: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    channel = drafted.works.channels["wechat"]
    inspect = channel.inspect
    monkeypatch.setattr(channel, "inspect", lambda *a: looks.append(1) or inspect(*a))
    wait(drafted, hours=1)

    remind(drafted.works)
    wait(drafted, minutes=59)
    remind(drafted.works)
    within = len(looks)
    wait(drafted, minutes=2)
    remind(drafted.works)
    after = len(looks)
    wait(drafted, days=30)
    remind(drafted.works)

    assert (within, after, len(looks)) == (1, 2, 2)


def test_publishing_again_is_done_though_the_draft_is_asked_about(drafted: Shop) -> None:
    wait(drafted, hours=1)
    remind(drafted.works)

    (delivery,) = drafted.publish()

    assert delivery.state is DeliveryState.DONE_DRAFT


def test_everything_that_follows_is_done_in_one_go(shop: Shop) -> None:
    shop.publish()
    shop.boards["substack"].notices["1"].public = True

    made = advance(shop.works)
    execute(shop.works, made)

    assert base(shop, "substack").state is DeliveryState.DONE_PUBLISHED
    assert "Substack https://substack.example/1" in last(shop, "telegram")
    assert advance(shop.works) == []


def test_what_was_ended_is_not_named(shop: Shop) -> None:
    proposal = propose_release(shop.works, Wish(shop.issue, plan="telegram +0, x +5h"))
    release(shop.works, proposal, approved_by="me", until=shop.clock.after(60))
    cancel(shop.works.ledger, base(shop, "x"), "me")

    linked(shop)

    assert last(shop, "telegram") == "Two."
