"""Identity: what of an issue is out already, and what freezing it writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters.base import Account, Edition
from bot.release.ledger import Ledger
from bot.release.release import BeingPublished, Leg, Terms, freeze, standing
from bot.release.states import CallState
from bot.store import schema as t
from bot.store.db import open_store
from tests.bot.fakes import FakeClock, edition, issue, post, upload

ACCOUNT = Account("telegram", "api.telegram.org", "-100")
CLOCK = FakeClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield engine
    engine.dispose()


def put(store: sa.Engine, folder: Path, made: Edition, *, run: int = 1, **more: object) -> str:
    leg = Leg(made, ACCOUNT, "web", CLOCK.now(), run)
    blobs = {m.sha256: b"png" for part in made.parts for m in part.media}
    return freeze(store, CLOCK, issue(folder), [leg], blobs, terms=Terms("a"), **more)[0]  # type: ignore[arg-type]


def word(store: sa.Engine, folder: Path, made: Edition) -> str:
    ledger = Ledger(store, CLOCK, "me")
    return standing(ledger, issue(folder), ACCOUNT, made.hash).word


def test_an_issue_nobody_has_seen_is_new(store: sa.Engine, tmp_path: Path) -> None:
    assert word(store, tmp_path, edition(post(1))) == "new"


def test_the_same_edition_is_taken_up_again(store: sa.Engine, tmp_path: Path) -> None:
    put(store, tmp_path, edition(post(1)))

    assert word(store, tmp_path, edition(post(1))) == "resume"


def test_other_bytes_replace_what_was_only_prepared(store: sa.Engine, tmp_path: Path) -> None:
    put(store, tmp_path, edition(upload("a"), post(1)))

    assert word(store, tmp_path, edition(post(1), post(2))) == "replace"


@pytest.mark.parametrize("state", [CallState.DONE, CallState.UNKNOWN, CallState.IN_FLIGHT])
def test_other_bytes_send_nothing_where_a_part_may_be_out(
    store: sa.Engine, tmp_path: Path, state: CallState
) -> None:
    put(store, tmp_path, edition(post(1)))
    with store.begin() as db:
        db.execute(sa.update(t.calls).values(state=state))

    assert word(store, tmp_path, edition(post(1), post(2))) == "changed"


def test_another_account_is_another_delivery(store: sa.Engine, tmp_path: Path) -> None:
    put(store, tmp_path, edition(post(1)))
    other = replace(ACCOUNT, remote_id="-200")
    ledger = Ledger(store, CLOCK, "me")

    assert standing(ledger, issue(tmp_path), other, edition(post(1)).hash).word == "new"


def test_the_store_refuses_a_second_delivery_of_the_same_run(
    store: sa.Engine, tmp_path: Path
) -> None:
    put(store, tmp_path, edition(post(1)))

    with pytest.raises(BeingPublished):
        put(store, tmp_path, edition(post(1), post(2)))


def test_a_refused_freeze_leaves_nothing_behind(store: sa.Engine, tmp_path: Path) -> None:
    put(store, tmp_path, edition(post(1)))
    with pytest.raises(BeingPublished):
        put(store, tmp_path, edition(post(1), post(2)))

    with store.connect() as db:
        assert db.execute(sa.select(sa.func.count()).select_from(t.releases)).scalar() == 1
        assert db.execute(sa.select(sa.func.count()).select_from(t.calls)).scalar() == 1


def test_replacing_cancels_the_old_delivery_in_the_same_step(
    store: sa.Engine, tmp_path: Path
) -> None:
    ledger = Ledger(store, CLOCK, "me")
    old = ledger.delivery(put(store, tmp_path, edition(post(1))))

    put(store, tmp_path, edition(post(1), post(2)), replaces=[old])

    assert ledger.delivery(old.id).state.value == "cancelled"
    assert len(ledger.deliveries()) == 2


def test_pictures_are_frozen_byte_for_byte(store: sa.Engine, tmp_path: Path) -> None:
    put(store, tmp_path, edition(upload("a"), post(1)))

    assert Ledger(store, CLOCK, "me").blob("aaaaaaaa") == b"png"


def test_the_same_file_under_another_name_is_not_new(store: sa.Engine, tmp_path: Path) -> None:
    put(store, tmp_path, edition(post(1)))
    with store.begin() as db:
        db.execute(sa.update(t.calls).values(state=CallState.DONE))
    renamed = replace(issue(tmp_path), key="_posts/2026-11-23-weekly-one.md")
    ledger = Ledger(store, CLOCK, "me")

    assert standing(ledger, renamed, ACCOUNT, edition(post(1)).hash).word == "renamed"


def test_a_second_run_stands_beside_the_first(store: sa.Engine, tmp_path: Path) -> None:
    put(store, tmp_path, edition(post(1)))

    put(store, tmp_path, edition(post(1)), run=2)

    assert [d.run for d in Ledger(store, CLOCK, "me").deliveries()] == [1, 2]
