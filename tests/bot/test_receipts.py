"""Receipts beside the posts: what they say, where they stand, and when several machines write."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from adapters.base import Part
from bot.receipts import beside, writing
from bot.release.actions import confirm
from bot.surroundings import this_machine
from content.issue import load_issue
from content.neighbours import neighbours
from tests.bot.fakes import edition, post, upload
from tests.bot.receipts_stage import HUGO, JEKYLL, NEWSLETTER, Make, alone, machines, sign_in


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    with machines(tmp_path) as make:
        yield make


def test_receipts_say_what_went_where_and_when(make: Make) -> None:
    laptop = make("laptop")
    delivery = laptop.deliver(upload("a"), post(1, after=("image/a",)))

    path = laptop.write(delivery)

    assert path == laptop.issue.path.with_name(".2026-11-23-weekly-1.md.pressrun.json")
    assert json.loads(laptop.text()) == {
        "format": "pressrun receipts",
        "version": 1,
        "issue": JEKYLL,
        "newsletter": NEWSLETTER,
        "title": "Weekly 1: one",
        "source_sha256": "0" * 64,
        "releases": {
            delivery.release_id: {
                "title": "Weekly 1: one",
                "source_sha256": "0" * 64,
                "hash": ANY,
                "zone": "UTC",
                "approved_by": "ines",
                "approved_at": "2026-11-23T00:00:00.002000Z",
                "created_at": "2026-11-23T00:00:00.002000Z",
                "slot_at": "2026-11-23T00:00:00.002000Z",
                "plan": "telegram +0",
                "revision": 1,
                "canonical_url": None,
            }
        },
        "deliveries": [
            {
                "id": delivery.id,
                "release": delivery.release_id,
                "channel": "telegram",
                "account": "telegram|loopback|1",
                "account_name": "",
                "run": 1,
                "purpose": "send",
                "revision": 1,
                "base": None,
                "verb": "web",
                "state": "done(published)",
                "hash": delivery.hash,
                "url": "https://fake.example/post-1",
                "due_at": "2026-11-23T00:00:00.001000Z",
                "out_at": ANY,
                "lag_seconds": ANY,
                "as_of": ANY,
                "cost_usd": 0.0,
                "kept": ANY,
                "parts": [
                    {
                        "key": "message/1",
                        "kind": "message",
                        "state": "done",
                        "id": "post-1",
                        "url": "https://fake.example/post-1",
                        "details": {},
                    }
                ],
            }
        ],
    }


def test_the_lag_is_the_time_from_due_to_out(make: Make) -> None:
    laptop = make("laptop")
    delivery = laptop.deliver(post(1), post(2), post(3))
    laptop.write(delivery)

    lag = laptop.entries()[0]["lag_seconds"]

    assert delivery.out_at is not None
    assert lag == (delivery.out_at - delivery.due_at).total_seconds()
    assert 4.0 < lag < 4.1  # three posts, two seconds apart


def test_writing_twice_leaves_the_file_alone(make: Make) -> None:
    laptop = make("laptop")
    delivery = laptop.deliver(post(1))
    laptop.write(delivery)
    before = laptop.file.read_bytes(), laptop.file.stat().st_ino

    laptop.write(delivery)

    assert (laptop.file.read_bytes(), laptop.file.stat().st_ino) == before
    assert [p.name for p in laptop.file.parent.iterdir() if p.suffix == ".tmp"] == []


def test_receipts_name_neither_the_machine_nor_its_folders(make: Make, tmp_path: Path) -> None:
    laptop = make("laptop")
    laptop.write(laptop.deliver(upload("a"), post(1)))

    text = laptop.text() + str(writing.read(laptop.file))

    assert str(tmp_path) not in text
    assert this_machine() not in text
    assert laptop.bench.owner.id not in text


def test_updates_and_retractions_say_what_was_done(make: Make) -> None:
    laptop = make("laptop")
    base = laptop.deliver(post(1))
    edit = replace(post(1), key="edit/message/1", repeatable=True)
    laptop.deliver(edit, purpose="update", base_id=base.id, target=edition(post(7)))
    gone = Part("delete/message/1", "delete", {"text": "-post-1"})
    laptop.deliver(gone, purpose="retract", base_id=base.id)

    laptop.write(base)

    assert [(e["purpose"], e["state"], e["base"]) for e in laptop.entries()] == [
        ("retract", "done(published)", base.id),
        ("send", "retracted", None),
        ("update", "done(published)", base.id),
    ]
    assert [[p["key"] for p in e["parts"]] for e in laptop.entries()] == [
        ["delete/message/1"],
        ["message/1"],
        ["edit/message/1"],
    ]


def test_half_a_thread_has_its_receipts(make: Make) -> None:
    laptop = make("laptop")
    done = laptop.deliver(post(1))
    half = laptop.freeze(post(2), post(3), channel="x")
    laptop.bench.take(half)

    laptop.write(done)

    assert [(e["channel"], e["state"]) for e in laptop.entries()] == [
        ("telegram", "done(published)"),
        ("x", "sending"),
    ]


def test_what_only_waits_has_none(make: Make) -> None:
    laptop = make("laptop")
    waiting = laptop.bench.ledger.delivery(laptop.freeze(upload("a"), post(1)))

    assert laptop.write(waiting) is None
    assert not laptop.file.exists()


def test_another_machines_post_is_not_looked_for_here(make: Make) -> None:
    laptop = make("laptop")
    delivery = laptop.deliver(post(1))

    assert laptop.write(replace(delivery, machine="another")) is None
    assert not laptop.file.exists()


def test_a_post_that_is_gone_gets_no_receipts(make: Make) -> None:
    laptop = make("laptop")
    delivery = laptop.deliver(post(1))
    laptop.issue.path.unlink()

    assert laptop.write(delivery) is None
    assert not laptop.file.exists()


# --- where it stands --------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [JEKYLL, HUGO])
def test_site_generators_pass_the_file_over(layout: str) -> None:
    jekyll, hugo = "._#~", ".#"  # beginnings of names, EntryFilter and SourceSpec.IgnoreFile

    name = beside(Path(layout)).name

    assert name[0] in jekyll and name[0] in hugo


@pytest.mark.parametrize("layout", [JEKYLL, HUGO])
def test_the_file_is_no_post_and_no_neighbour(make: Make, layout: str) -> None:
    laptop = make("laptop", layout)
    laptop.write(laptop.deliver(post(1)))

    found = neighbours(load_issue(laptop.issue.path))

    assert laptop.file.parent == laptop.issue.path.parent
    assert found == ()


# --- a file that is not ours ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "why"),
    [
        ("{", "it is not JSON"),
        ("[1]", "it is not one of pressrun's"),
        ('{"format": "pressrun receipts", "version": 2}', "another version of pressrun wrote it"),
        ('{"format": "pressrun receipts", "version": 1}', "issue: Field required"),
        ("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> main\n", "it is not JSON"),
    ],
)
def test_a_broken_file_is_left_alone_and_named(
    make: Make, caplog: pytest.LogCaptureFixture, there: str, why: str
) -> None:
    laptop = make("laptop")
    delivery = laptop.deliver(post(1))
    laptop.file.write_text(there, encoding="utf-8")

    assert laptop.write(delivery) is None
    assert laptop.text() == there
    assert str(laptop.file) in caplog.text and why in caplog.text


def test_another_issues_receipts_are_left_alone(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    laptop = make("laptop")
    delivery = laptop.deliver(post(1))
    laptop.write(delivery)
    before = laptop.text()
    laptop.issue = replace(laptop.issue, key="_posts/2026-11-30-weekly-2.md")

    assert laptop.write(laptop.deliver(alone(2))) is None
    assert laptop.text() == before
    assert f"it is of another issue, {JEKYLL}" in caplog.text


def test_a_link_is_not_written_through(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    laptop = make("laptop")
    delivery = laptop.deliver(post(1))
    elsewhere = laptop.bench.folder / "elsewhere.json"
    elsewhere.write_text("{}", encoding="utf-8")
    laptop.file.symlink_to(elsewhere)

    assert laptop.write(delivery) is None
    assert elsewhere.read_text(encoding="utf-8") == "{}"
    assert "it is no plain file" in caplog.text


def test_a_file_that_cannot_be_made_is_a_warning(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    laptop = make("laptop", f"_posts/{'x' * 240}.md")  # with what is added it is too long a name
    delivery = laptop.deliver(post(1))

    assert laptop.write(delivery) is None
    assert "no receipts are written" in caplog.text


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_a_warning(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    laptop = make("laptop")
    delivery = laptop.deliver(post(1))
    laptop.file.parent.chmod(0o500)

    assert laptop.write(delivery) is None
    laptop.file.parent.chmod(0o700)
    assert "Permission denied" in caplog.text


# --- two machines -----------------------------------------------------------------------------


def test_what_two_machines_sent_stands_in_one_file(make: Make) -> None:
    laptop, server = make("laptop"), make("server")
    laptop.write(laptop.deliver(post(1)))
    server.pull(laptop)

    server.write(server.deliver(alone(2), channel="x"))

    assert [e["channel"] for e in server.entries()] == ["telegram", "x"]
    assert server.entries()[0] == laptop.entries()[0]


def test_the_file_is_the_same_whoever_writes_it_last(make: Make) -> None:
    laptop, server = make("laptop"), make("server")
    first = laptop.deliver(post(1))
    laptop.write(first)
    server.pull(laptop)
    server.write(server.deliver(alone(2), channel="x"))
    laptop.pull(server)

    laptop.write(first)

    assert laptop.text() == server.text()


def test_an_older_word_never_replaces_a_newer_one(make: Make) -> None:
    laptop, server = make("laptop"), make("server")
    draft = laptop.deliver(post(1), verb="draft")
    laptop.write(draft)
    server.pull(laptop)
    (taken,) = server.adopt()
    known = server.bench.ledger.delivery(taken.delivery_id)
    server.bench.clock.moment = laptop.bench.clock.moment
    confirm(server.bench.ledger, known, "https://fake.example/live", "ines")
    server.write(known)
    laptop.pull(server)

    laptop.write(draft)

    assert [(e["state"], e["url"]) for e in laptop.entries()] == [
        ("done(published)", "https://fake.example/live")
    ]


def test_two_that_write_at_once_lose_nothing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = make("laptop")
    first = laptop.deliver(post(1))
    text_of = writing.text_of

    def meanwhile(file: Any) -> str:
        monkeypatch.setattr(writing, "text_of", text_of)
        laptop.write(laptop.deliver(alone(2), channel="x"))
        return text_of(file)

    monkeypatch.setattr(writing, "text_of", meanwhile)

    laptop.write(first)

    assert [e["channel"] for e in laptop.entries()] == ["telegram", "x"]


# --- the sandbox ------------------------------------------------------------------------------


def test_nothing_is_written_for_the_stand_ins(make: Make) -> None:
    laptop = make("laptop")
    sign_in(laptop, "127.0.0.1")

    assert laptop.write(laptop.deliver(post(1))) is None
    assert not laptop.file.exists()


def test_the_stand_ins_are_left_out_beside_live_accounts(make: Make) -> None:
    laptop = make("laptop")
    live = laptop.deliver(post(1), channel="x")
    sign_in(laptop, "127.0.0.1")
    laptop.deliver(alone(2))

    laptop.write(live)

    assert [e["channel"] for e in laptop.entries()] == ["x"]
