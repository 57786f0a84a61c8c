"""The store remembers what a service calls a picture that a post brought; the next post uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from adapters.base import Accepted, Json, Media, Part, Phase, Receipt
from bot.release.ledger import Ledger, Note
from bot.release.release import account_id
from bot.release.states import CallState
from bot.release.uploads import Uploads
from bot.store import schema as t
from bot.store.db import open_store
from tests.bot.bench import Bench, a_bench
from tests.bot.fakes import FakeChannel, FakeClock, post, upload

ACCOUNT = "telegram|loopback|1"


@dataclass
class PictureChannel(FakeChannel):
    """Names the pictures of a post in its receipt, as `ids` has them; keeps what it was told."""

    ids: Json = field(default_factory=list)
    told: list[Mapping[str, Receipt]] = field(default_factory=list)

    def send(self, part: Part, sent: Mapping[str, Receipt]) -> Receipt | Accepted:
        self.told.append({key: r for key, r in sent.items() if key.startswith("file/")})
        answer = super().send(part, sent)
        assert isinstance(answer, Receipt)
        return replace(answer, details={"file_ids": self.ids, "files_of": "7", "other": "x"})


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with a_bench(tmp_path) as bench:
        bench.channel = PictureChannel(bench.service)
        bench.around.channels["telegram"] = bench.channel
        yield bench


def channel(bench: Bench) -> PictureChannel:
    assert isinstance(bench.channel, PictureChannel)
    return bench.channel


def picture(name: str) -> Media:
    return Media(f"{name}.png", name * 8, "image/png", 10, 10, 3)


def shown(number: int, *names: str) -> Part:
    """A post with pictures."""
    return replace(post(number), media=tuple(picture(name) for name in names))


def known(bench: Bench, *names: str) -> dict[str, str]:
    found = bench.ledger.uploads.files(ACCOUNT, [shown(1, *names)])
    return {key: receipt.id for key, receipt in found.items()}


def test_what_a_post_brought_is_remembered_in_the_order_of_its_pictures(bench: Bench) -> None:
    channel(bench).ids = ["ID-B", "ID-A"]

    delivery = bench.run(bench.freeze(shown(1, "b", "a")))

    assert delivery.account_id == ACCOUNT == account_id(bench.channel.whoami())
    assert known(bench, "a", "b", "c") == {"file/aaaaaaaa": "ID-A", "file/bbbbbbbb": "ID-B"}


def test_of_the_receipt_only_whose_the_id_is_is_kept_with_it(bench: Bench) -> None:
    channel(bench).ids = ["ID-A"]

    bench.run(bench.freeze(shown(1, "a")))

    kept = bench.ledger.uploads.files(ACCOUNT, [shown(1, "a")])
    assert kept == {"file/aaaaaaaa": Receipt("ID-A", details={"files_of": "7"})}


def test_the_next_post_with_the_same_picture_is_told_its_id(bench: Bench) -> None:
    channel(bench).ids = ["ID-A"]

    bench.run(bench.freeze(shown(1, "a"), shown(2, "a")))

    assert [sorted(told) for told in channel(bench).told] == [[], ["file/aaaaaaaa"]]


def test_the_newest_id_takes_the_place_of_the_one_before(bench: Bench) -> None:
    channel(bench).ids = ["OLD"]
    bench.run(bench.freeze(shown(1, "a")))
    channel(bench).ids = ["NEW"]

    bench.run(bench.freeze(shown(1, "a"), run=2))

    assert known(bench, "a") == {"file/aaaaaaaa": "NEW"}


@pytest.mark.parametrize("ids", [[], ["ONE"], ["ONE", None], ["ONE", ""], "ONE", None])
def test_where_it_is_not_clear_which_id_is_whose_none_is_kept(bench: Bench, ids: Json) -> None:
    channel(bench).ids = ids

    bench.run(bench.freeze(shown(1, "a", "b")))

    assert known(bench, "a", "b") == {}


def test_other_accounts_are_told_nothing(bench: Bench) -> None:
    channel(bench).ids = ["ID-A"]
    bench.run(bench.freeze(shown(1, "a")))

    assert bench.ledger.uploads.files("telegram|loopback|2", [shown(1, "a")]) == {}


def test_what_cannot_be_written_down_as_done_brings_nothing(bench: Bench) -> None:
    """The ids are kept in the transaction of the outcome, or not at all."""
    delivery_id = bench.freeze(shown(1, "a"))
    taken = bench.take(delivery_id)
    assert taken is not None
    receipt = Receipt("1", details={"file_ids": ["ID-A"]})
    late = replace(taken, attempt=taken.attempt + 1)

    assert not bench.ledger.settle(late, CallState.DONE, Note("test"), receipt=receipt)

    assert known(bench, "a") == {}


def test_an_upload_of_its_own_is_no_file_of_a_post(bench: Bench) -> None:
    channel(bench).ids = ["ID-A"]

    bench.run(bench.freeze(upload("a"), post(1, after=("image/a",))))

    assert known(bench, "a") == {}
    assert [list(told) for told in channel(bench).told] == [[], []]


def test_without_pictures_in_posts_the_store_is_not_asked(bench: Bench) -> None:
    asked = _asked(bench.ledger, "uploads")

    bench.run(bench.freeze(post(1), post(2), post(3)))

    assert asked == []


def test_once_the_pictures_are_out_the_store_is_not_asked_any_more(bench: Bench) -> None:
    channel(bench).ids = ["ID-A"]
    first = bench.freeze(shown(1, "a"))
    bench.run(first)
    asked = _asked(bench.ledger, "uploads")

    bench.run(first)
    bench.deliverer()._turn(bench.ledger.delivery(first))

    assert asked == []


def _asked(ledger: Ledger, table: str) -> list[str]:
    """The statements about a table, from now on."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if table in statement:
            found.append(statement)

    sa.event.listen(ledger.engine, "before_cursor_execute", note)
    return found


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    here = f"sqlite:///{tmp_path / 'store.db'}"
    engine = open_store(
        here if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    )
    yield engine
    engine.dispose()


def test_every_store_keeps_one_id_for_each_picture(store: sa.Engine) -> None:
    uploads = Uploads(store, FakeClock())
    part = shown(1, "b", "a", "b")

    for ids in (["B1", "A1", "B2"], ["B3", "A3", "B4"]):
        uploads.remember_files(ACCOUNT, part, Receipt("1", details={"file_ids": ids}))  # type: ignore[dict-item]

    found = uploads.files(ACCOUNT, [part])
    assert {key: r.id for key, r in found.items()} == {
        "file/aaaaaaaa": "A3",
        "file/bbbbbbbb": "B4",
    }
    with store.connect() as db:
        assert db.execute(sa.select(sa.func.count()).select_from(t.uploads)).scalar_one() == 2


def test_pictures_of_drafts_are_none_of_posts(store: sa.Engine) -> None:
    uploads = Uploads(store, FakeClock())
    draft = replace(shown(1, "a"), phase=Phase.PREPARE)

    uploads.remember_files(ACCOUNT, draft, Receipt("1", details={"file_ids": ["A"]}))

    assert uploads.files(ACCOUNT, [draft, shown(1, "a")]) == {}
