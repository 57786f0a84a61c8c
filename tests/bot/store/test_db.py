"""The store's file and schema."""

from __future__ import annotations

import stat
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import bot.store.db as db
from bot.store.schema import metadata


def test_the_migrations_build_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    engine = db.open_store(f"sqlite:///{tmp_path / 'store.db'}")

    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    engine.dispose()
    assert differences == []


def test_the_newest_migration_is_the_one_that_opening_asks_for() -> None:
    scripts = ScriptDirectory(str(Path(db.__file__).parent / "migrations"))

    assert scripts.get_current_head() == db.SCHEMA


def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    db.open_store(f"sqlite:///{tmp_path / 'a' / 'store.db'}").dispose()

    assert stat.S_IMODE((tmp_path / "a" / "store.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
