"""A store that cannot be used says so in one sentence, with what helps; it never half works."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

import bot.store.db as db
from bot.store.errors import StoreError, Unreadable, explained, store_errors
from tests.bot.store.stage import fill


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    db.open_store(f"sqlite:///{path}").dispose()
    return path


def refused(url: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        db.open_store(url)
    return caught.value


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"The minutes of the last meeting.\n" * 99)

    error = refused(f"sqlite:///{path}")

    assert isinstance(error, Unreadable)
    assert str(error) == (
        f"{path} is not a database. Put a backup in its place: pressrun db restore FILE."
    )
    assert path.read_bytes().startswith(b"The minutes")


def test_a_damaged_file_is_refused(store: Path) -> None:
    whole = store.read_bytes()
    store.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))

    error = refused(f"sqlite:///{store}")

    assert isinstance(error, Unreadable)
    assert error.what == f"{store} is damaged"


def test_a_store_of_a_newer_version_is_not_touched(url: str) -> None:
    engine = db.open_store(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0999'"))

    error = refused(url)

    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()
    assert isinstance(error, Unreadable)
    assert "is of a newer pressrun (schema 0999, not " in error.what
    assert kept == "0999"


def test_another_applications_tables_are_left_alone(url: str) -> None:
    engine = sa.create_engine(db.store_url(url))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE accounts (id INTEGER)"))
    engine.dispose()

    assert "holds tables of another application" in refused(url).what


def test_a_store_that_something_else_writes_to_is_locked(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.05)
    engine = db.open_store(f"sqlite:///{store}")
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError) as caught, engine.begin():
            pass

    engine.dispose()
    assert caught.value.what == (
        f"{store} is locked: something else has been writing to it for 30 seconds"
    )


def test_a_read_only_disk_is_named(disk: Path) -> None:
    db.open_store(f"sqlite:///{disk / 'store.db'}").dispose()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

    assert refused(f"sqlite:///{disk / 'store.db'}").what == f"{disk / 'store.db'} is read-only"


def test_a_full_disk_is_named(disk: Path) -> None:
    fill(disk)

    assert refused(f"sqlite:///{disk / 'store.db'}").what == (
        f"the disk that holds {disk / 'store.db'} is full"
    )


def test_a_disk_that_has_become_full_is_named(disk: Path) -> None:
    db.open_store(f"sqlite:///{disk / 'store.db'}").dispose()
    fill(disk)

    assert refused(f"sqlite:///{disk / 'store.db'}").what == (
        f"the disk that holds {disk / 'store.db'} is full"
    )


def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    error = refused("postgresql://anna:secret@127.0.0.1:1/letters")

    assert error.what.startswith("postgresql://anna@127.0.0.1:1/letters cannot be reached: ")
    assert "secret" not in str(error)


def test_a_server_without_the_database_says_so(postgres_url: str) -> None:
    error = refused(postgres_url.replace("pressrun_test_", "nothing_"))

    assert "cannot be reached: " in error.what
    assert "does not exist" in error.what


def test_an_address_of_another_kind_is_refused() -> None:
    assert refused("mysql://localhost/letters").what == "'mysql' is not the kind of a database"


def test_nothing_is_made_where_a_store_is_expected(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        db.open_existing(f"sqlite:///{tmp_path / 'store.db'}")

    assert list(tmp_path.iterdir()) == []


def test_a_broken_rule_of_the_tables_is_a_defect_and_no_store_error(url: str) -> None:
    engine = db.open_store(url)

    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO newsletters (id) VALUES ('letters')"))

    engine.dispose()


def test_a_server_that_restarted_is_used_again(postgres_url: str) -> None:
    engine, other = db.open_store(postgres_url), db.open_store(postgres_url)
    ask = sa.text("SELECT pg_backend_pid()")
    with engine.connect() as connection:
        pid = connection.execute(ask).scalar()
    with other.begin() as connection:
        connection.execute(sa.select(sa.func.pg_terminate_backend(pid)))

    with engine.connect() as connection:
        assert connection.execute(ask).scalar() != pid

    engine.dispose()
    other.dispose()


def test_a_connection_that_is_cut_off_in_the_middle_is_named(postgres_url: str) -> None:
    engine, other = db.open_store(postgres_url), db.open_store(postgres_url)
    with engine.connect() as connection:
        pid = connection.execute(sa.text("SELECT pg_backend_pid()")).scalar()
        with other.begin() as elsewhere:
            elsewhere.execute(sa.select(sa.func.pg_terminate_backend(pid)))

        with pytest.raises(StoreError, match="has ended the connection"):
            connection.execute(sa.text("SELECT 1"))

    engine.dispose()
    other.dispose()


def test_what_says_nothing_about_the_store_is_not_explained() -> None:
    assert explained(ValueError("no"), "it") is None
    assert explained(StoreError("it is full", "Wait."), "it") is None


def test_a_file_of_something_else_is_not_the_stores(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), store_errors():
        (tmp_path / "issue.md").read_text()


def test_a_disk_without_room_for_anything_stops_the_store_too(disk: Path) -> None:
    fill(disk)

    with pytest.raises(StoreError, match="the disk that holds the store is full"), store_errors():
        (disk / "picture.png").write_bytes(b"png")


def test_two_that_open_a_new_store_at_once_both_get_it(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate = db._migrate

    def after_another(engine: sa.Engine) -> None:
        monkeypatch.setattr(db, "_migrate", migrate)
        db.open_store(url).dispose()
        migrate(engine)

    monkeypatch.setattr(db, "_migrate", after_another)

    engine = db.open_store(url)

    assert db.schema_of(engine) == db.SCHEMA
    engine.dispose()
