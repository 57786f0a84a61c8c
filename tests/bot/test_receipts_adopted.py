"""Stores that learn from receipts what is out, and never post it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from adapters.base import Part
from adapters.errors import Rejected
from bot.app import BadInput
from bot.receipts import Adopted, about, beside
from bot.release.actions import cancel
from bot.release.ledger import Note
from bot.release.states import CallState, DeliveryState
from tests.bot.fakes import edition, post, upload
from tests.bot.receipts_stage import HUGO, JEKYLL, Machine, Make, alone, machines, sign_in


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    with machines(tmp_path) as make:
        yield make


@pytest.mark.parametrize("layout", [JEKYLL, HUGO])
def test_an_empty_store_takes_over_all_that_is_out(make: Make, layout: str) -> None:
    laptop, new = make("laptop", layout), make("new", layout)
    sent = laptop.deliver(upload("a"), post(1, after=("image/a",)), post(2))
    laptop.write(sent)
    new.pull(laptop)

    adopted = new.adopt()

    assert adopted == [
        Adopted(
            sent.id, layout, "telegram", "telegram|loopback|1", 1, "send",
            DeliveryState.DONE_PUBLISHED, "https://fake.example/post-1",
        )
    ]  # fmt: skip
    assert new.known() == laptop.known()
    taken = new.bench.ledger.delivery(sent.id)
    assert taken.source_path == str(new.issue.path)
    assert [e["move"] for e in new.bench.ledger.events(sent.id)] == ["adopted"]


def test_the_addresses_that_a_delivery_settled_on_are_kept(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    sent = laptop.deliver(post(1))
    links = {"telegram": "https://fake.example/1"}
    text = json.dumps(links)
    laptop.bench.ledger.reschedule(sent, sent.due_at, Note("test"), links=text)
    laptop.write(sent)
    new.pull(laptop)

    new.adopt()

    assert new.bench.ledger.delivery(sent.id).links == links


def test_what_was_adopted_is_written_as_it_was(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    laptop.write(laptop.deliver(post(1)))
    new.pull(laptop)
    (taken,) = new.adopt()

    new.write(new.bench.ledger.delivery(taken.delivery_id))

    assert new.text() == laptop.text()


def test_adopting_twice_adopts_once(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    laptop.write(laptop.deliver(post(1)))
    new.pull(laptop)
    new.adopt()
    before = new.known()

    assert new.adopt() == []
    assert new.known() == before


def test_without_the_file_an_empty_store_posts_a_second_time(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    laptop.publish(post(1))

    new.publish(post(1))

    assert new.bench.service.posts == ["post-1", "post-1"]


def test_after_adopting_nothing_is_posted_again(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    laptop.publish(post(1))
    laptop.write(laptop.bench.ledger.deliveries()[0])
    new.pull(laptop)
    new.adopt()

    new.publish(post(1))

    assert new.word(post(1)) == "done"
    assert new.word(post(1), post(2)) == "changed"
    assert new.bench.service.posts == ["post-1"]


def test_half_a_thread_is_not_begun_again(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    laptop.channel("telegram").send = _refusing("post-2", laptop)  # type: ignore[method-assign]
    laptop.write(laptop.deliver(post(1), post(2), post(3)))
    new.pull(laptop)
    (taken,) = new.adopt()

    new.publish(post(1), post(2), post(3))

    assert new.bench.ledger.delivery(taken.delivery_id).state is DeliveryState.STOPPED
    assert new.word(post(9)) == "changed"
    assert new.bench.service.posts == ["post-1"]


def test_a_call_under_way_elsewhere_is_stopped_here(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    done = laptop.deliver(post(1))
    laptop.bench.take(laptop.freeze(post(2), post(3), channel="x"))
    laptop.write(done)
    new.pull(laptop)

    half = new.adopt()[1]

    assert new.bench.states(half.delivery_id) == [CallState.STOPPED, CallState.PLANNED]


def test_what_stands_there_after_an_update_is_known(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    base = laptop.deliver(post(1))
    edit = replace(post(1), key="edit/message/1")
    laptop.deliver(edit, purpose="update", base_id=base.id, target=edition(post(7)))
    laptop.write(base)
    new.pull(laptop)

    new.adopt()

    assert new.word(post(7)) == "done"
    assert new.word(post(1)) == "changed"
    assert _targets(new) == _targets(laptop)


def test_a_store_that_knows_some_takes_over_the_rest(make: Make) -> None:
    laptop, server = make("laptop"), make("server")
    laptop.write(laptop.deliver(post(1)))
    server.pull(laptop)
    server.write(server.deliver(alone(2), channel="x"))
    laptop.pull(server)
    before = laptop.known()

    adopted = laptop.adopt()

    assert [(a.channel, a.here) for a in adopted] == [("x", None)]
    assert [row for row in laptop.known() if row in before] == before


def test_what_waits_here_and_is_out_by_the_file_is_reported(make: Make) -> None:
    laptop, server = make("laptop"), make("server")
    laptop.write(laptop.deliver(post(1)))
    waiting = server.freeze(post(1))
    server.pull(laptop)

    (found,) = server.adopt()

    assert (found.delivery_id, found.here) == (waiting, DeliveryState.WAITING)
    assert len(server.bench.ledger.deliveries()) == 1


def test_a_cancelled_delivery_does_not_stand_in_the_way(make: Make) -> None:
    laptop, restored = make("laptop"), make("restored")
    sent = laptop.deliver(post(1))
    laptop.write(sent)
    restored.pull(laptop)
    old = restored.bench.ledger.delivery(restored.freeze(post(1)))
    cancel(restored.bench.ledger, old, "ines")
    with restored.engine.begin() as db:  # a backup of before it was sent has it by its own id
        db.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
        db.execute(sa.text("UPDATE deliveries SET id = :id"), {"id": sent.id})
        db.execute(sa.text("UPDATE calls SET delivery_id = :id"), {"id": sent.id})

    restored.adopt()

    assert restored.word(post(1)) == "done"


def test_a_race_of_two_that_adopt_is_no_error(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    laptop.write(laptop.deliver(post(1)))
    new.pull(laptop)
    collisions = [sa.exc.IntegrityError("INSERT", {}, Exception("unique"))]

    @sa.event.listens_for(new.engine, "before_cursor_execute")
    def collide(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith("INSERT INTO deliveries") and collisions:
            raise collisions.pop()

    assert len(new.adopt()) == 1
    assert len(new.known()) == 1


@pytest.mark.parametrize("there", ["{", '{"format": "pressrun receipts", "version": 1}'])
def test_receipts_that_cannot_be_read_stop_publishing(make: Make, there: str) -> None:
    new = make("new")
    new.file.write_text(there, encoding="utf-8")

    with pytest.raises(BadInput, match="The receipts of this issue cannot be read"):
        new.adopt()


def test_a_damaged_edition_is_named(make: Make) -> None:
    laptop = make("laptop")
    laptop.write(laptop.deliver(post(1)))
    kept = laptop.entries()[0]["kept"]
    laptop.file.write_text(laptop.text().replace(kept, kept[:40]), encoding="utf-8")

    with pytest.raises(BadInput, match=r"deliveries\.0\.kept: .*cut off"):
        make("new").adopt(laptop.file)


def test_a_copied_bundle_brings_receipts_that_are_not_its_own(make: Make) -> None:
    first = make("first", HUGO)
    first.write(first.deliver(post(1)))
    copied = make("copied", "content/posts/weekly-2/index.md")
    copied.pull(first)

    with pytest.raises(BadInput, match=f"of another issue, {HUGO}"):
        copied.adopt()
    assert copied.known() == []


def test_a_post_without_receipts_has_nothing_to_adopt(make: Make) -> None:
    assert make("new").adopt() == []


# --- renamed posts ----------------------------------------------------------------------------


def test_a_renamed_post_is_known_by_its_bytes(make: Make) -> None:
    laptop = make("laptop")
    laptop.write(laptop.deliver(post(1)))
    new = make("new", "_posts/2026-11-23-weekly-one.md")
    old = beside(new.issue.path.with_name(laptop.issue.path.name))
    old.write_bytes(laptop.file.read_bytes())

    (path,) = about(new.issue)
    new.adopt(path)

    assert path == old
    assert new.word(post(1)) == "renamed"


def test_other_issues_receipts_are_none_of_its_business(make: Make) -> None:
    laptop = make("laptop")
    laptop.write(laptop.deliver(post(1)))
    other = replace(
        laptop.issue,
        path=laptop.issue.path.with_name("2026-11-30-weekly-2.md"),
        key="_posts/2026-11-30-weekly-2.md",
        source_sha256="1" * 64,
    )

    assert about(laptop.issue) == [laptop.file]
    assert about(other) == []


# --- the sandbox ------------------------------------------------------------------------------


def test_a_rehearsal_may_ask_for_its_receipts_and_adopts_them_alone(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    laptop.write(laptop.deliver(post(1), channel="x"))
    sign_in(laptop, "127.0.0.1")
    laptop.write(laptop.deliver(alone(2)), sandbox=True)
    new.pull(laptop)

    rehearsed = new.adopt(sandbox=True)

    assert [a.account_id for a in rehearsed] == ["telegram|127.0.0.1|1"]


def test_a_live_store_adopts_no_rehearsal(make: Make) -> None:
    laptop, new = make("laptop"), make("new")
    sign_in(laptop, "localhost")
    laptop.write(laptop.deliver(post(1)), sandbox=True)
    new.pull(laptop)

    assert new.adopt() == []
    assert new.word(post(1)) == "new"


def _refusing(text: str, machine: Machine) -> Any:
    send = machine.channel("telegram").send

    def refusing(part: Part, sent: Any) -> Any:
        if part.payload == {"text": text}:
            raise Rejected("too long")
        return send(part, sent)

    return refusing


def _targets(machine: Machine) -> list[Any]:
    with machine.engine.connect() as db:
        return list(db.execute(sa.text("SELECT target FROM deliveries ORDER BY due_at")).scalars())
