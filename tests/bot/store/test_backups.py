"""Backups: whole, for their owner alone, and as many as are wanted."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import schema as t
from bot.store.backups import back_up, back_up_as
from bot.store.copying import KEPT
from bot.store.db import store_url
from bot.store.errors import StoreError, Unreadable
from tests.bot.fakes import post, upload
from tests.bot.store.stage import fill, free, on_store

PAGE = 4096  # bytes, as SQLite makes them
ROLLBACK = b"\x01\x01"  # sqlite.org/fileformat2.html: at 18, the file needs none beside it
NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    engine = sa.create_engine(store_url(url))
    with engine.connect() as db:
        found = {
            table.name: sorted((tuple(row) for row in db.execute(sa.select(table))), key=repr)
            for table in KEPT
        }
    engine.dispose()
    return found


def test_a_backup_holds_every_row(url: str, tmp_path: Path) -> None:
    with on_store(url, tmp_path) as bench:
        bench.run(bench.freeze(upload("a"), post(1, after=("image/a",)), post(2)))

    made = back_up(url, tmp_path / "backups", NOW)

    assert made.name == "store-20261123T033000Z.db"
    assert rows(f"sqlite:///{made}") == rows(url)
    assert len(rows(url)["calls"]) == 3


def test_a_backup_is_one_file_for_its_owner_alone(url: str, tmp_path: Path) -> None:
    with on_store(url, tmp_path) as bench:
        bench.freeze(post(1))

    made = back_up(url, tmp_path / "backups", NOW)

    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert made.read_bytes()[18:20] == ROLLBACK
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700


def test_a_backup_is_made_while_another_process_writes(url: str, tmp_path: Path) -> None:
    with on_store(url, tmp_path) as bench:
        delivery_id = bench.freeze(post(1))
        with bench.ledger.engine.begin() as db:
            db.execute(sa.update(t.deliveries).values(reason="not yet said"))

            made = back_up(url, tmp_path / "backups", NOW)

    kept = rows(f"sqlite:///{made}")["deliveries"]
    assert delivery_id in kept[0]
    assert "not yet said" not in kept[0]


def test_a_folder_keeps_the_newest_and_what_is_not_ours(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "store-notes.db").touch()
    with on_store(sqlite_url, tmp_path) as bench:
        bench.freeze(post(1))

    for day in range(4):
        back_up(sqlite_url, folder, NOW + timedelta(days=day), keep=2)

    assert sorted(path.name for path in folder.iterdir()) == [
        "store-20261125T033000Z.db",
        "store-20261126T033000Z.db",
        "store-notes.db",
    ]


def test_a_damaged_store_does_not_push_out_good_backups(sqlite_url: str, tmp_path: Path) -> None:
    with on_store(sqlite_url, tmp_path) as bench:
        bench.freeze(*(post(n) for n in range(1, 200)))
    good = back_up(sqlite_url, tmp_path / "backups", NOW)
    spoil(tmp_path / "store.db")

    with pytest.raises(Unreadable, match="is damaged"):
        back_up(sqlite_url, tmp_path / "backups", NOW + timedelta(days=1), keep=1)

    assert list(good.parent.iterdir()) == [good]


def spoil(store: Path) -> None:
    """Overwrite the page of one post; the file still opens."""
    whole = store.read_bytes()
    page = whole.index(b"post-150") // PAGE * PAGE
    store.write_bytes(whole[:page] + b"\xff" * PAGE + whole[page + PAGE :])


def test_a_full_disk_leaves_no_half_backup(sqlite_url: str, tmp_path: Path, disk: Path) -> None:
    with on_store(sqlite_url, tmp_path) as bench:
        bench.freeze(post(1))
    fill(disk)

    with pytest.raises(StoreError, match="is full"):
        back_up_as(sqlite_url, disk / "backup.db")

    free(disk)
    assert list(disk.iterdir()) == []


def test_a_backup_needs_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        back_up(f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "backups", NOW)

    assert list(tmp_path.iterdir()) == []
