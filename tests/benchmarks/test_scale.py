"""That the benchmarks of scale measure what they say, on a small scale; no figure is asserted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.publishing import publish
from benchmarks.rush import Rush, rush
from benchmarks.rush import rows as rush_rows
from benchmarks.sleepers import rows as sleep_rows
from benchmarks.sleepers import sleep
from benchmarks.subject import lay_out_issue

LETTERS, CHANNELS = 4, 4
# telegram 2, substack 2, wechat 3, x 3: what each needs to know, and its one post. Two that look
# at one delivery at a time may ask twice; the ledger lets one of them post.
CALLS = LETTERS * 10
SLEEPERS = 500


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path) -> Rush:
    return rush(postgres_url, tmp_path, newsletters=LETTERS, workers=3, delay=0.02, ahead=2)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Rush:
    store = f"sqlite:///{tmp_path / 'store.db'}"
    return rush(
        store, tmp_path, kind="serve", newsletters=LETTERS, workers=1, delay=0.02, ahead=2
    )  # fmt: skip


def test_three_workers_that_start_on_an_empty_store_send_everything_once(on_postgres: Rush) -> None:
    assert on_postgres.effects == Counter({1: LETTERS * CHANNELS})
    assert on_postgres.done == on_postgres.deliveries == LETTERS * CHANNELS
    assert on_postgres.errors == on_postgres.warnings == ()
    assert on_postgres.exactly_once
    assert len(on_postgres.lags) == LETTERS * CHANNELS


@pytest.mark.faults
def test_one_daemon_on_a_file_sends_everything_once(on_sqlite: Rush) -> None:
    assert on_sqlite.effects == Counter({1: LETTERS * CHANNELS})
    assert on_sqlite.done == on_sqlite.deliveries == LETTERS * CHANNELS
    assert on_sqlite.errors == on_sqlite.warnings == ()
    assert on_sqlite.calls >= CALLS
    assert rush_rows(on_sqlite)[0].figure == f"{LETTERS * CHANNELS} of {LETTERS * CHANNELS}"


@pytest.mark.faults
def test_of_many_that_sleep_those_that_are_due_are_sent(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store.db'}"

    found = sleep(
        store, tmp_path, kind="serve", sleepers=SLEEPERS, woken=5, idle=0.5, soon=2.0, settled=0.0
    )

    assert (found.sleepers, found.woken) == (SLEEPERS, 5)
    assert len(found.lags) == len(found.outs) == 5
    assert min(found.lags) >= 0
    assert sleep_rows(found)[0].figure == f"{SLEEPERS}"


@pytest.mark.faults
def test_publishing_is_counted_from_the_token_to_the_draft(tmp_path: Path) -> None:
    issue = lay_out_issue(tmp_path / "site", corpus=tmp_path)

    found = publish(issue, tmp_path, parallel=2, lag=0.0)

    assert found.uploads >= 2
    assert found.calls == found.uploads + 3  # the token, a look at the drafts, the draft
    assert 0 < found.seconds < found.whole
