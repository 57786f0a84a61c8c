"""`pressrun db`: what each command says, to people and to machines, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.database import db_app
from bot.store.db import SCHEMA
from tests.bot.fakes import post, upload
from tests.bot.store.stage import on_store

DONE, FAILED, BAD_INPUT = 0, 1, 2


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a store in which one delivery is out and another one waits for its hour."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PRESSRUN_HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    folder.mkdir()
    with on_store(f"sqlite:///{folder / 'store.db'}", folder) as bench:
        bench.run(bench.freeze(upload("a"), post(1, after=("image/a",))))
        bench.freeze(post(1), run=2, due_in=10**9)
    return folder


def db(*words: str | Path) -> Result:
    return CliRunner().invoke(db_app, [str(word) for word in words])


def said(*words: str | Path) -> Any:
    done = db(*words, "--json")
    assert done.exit_code == DONE, done.stderr
    return json.loads(done.stdout)


def test_upgrade_says_from_where_to_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSRUN_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    assert said("upgrade") == {"from": None, "to": SCHEMA}
    assert said("upgrade") == {"from": SCHEMA, "to": SCHEMA}
    assert db("upgrade").stdout == f"The schema is {SCHEMA} already.\n"


def test_check_finds_a_store_in_order(home: Path) -> None:
    done = db("check")

    assert done.exit_code == DONE
    assert done.stdout == f"schema {SCHEMA}; releases: 2; open deliveries: 1\nin order\n"
    assert said("check") == {"schema": SCHEMA, "releases": 2, "open": 1, "problems": []}


def test_check_fails_with_what_is_wrong(home: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(home / "store.db")
    connection.execute("UPDATE calls SET state = 'sent' WHERE state = 'planned'")
    connection.commit()
    connection.close()

    done = db("check", "--json")

    assert done.exit_code == FAILED
    assert json.loads(done.stdout)["problems"][0].endswith("message/1 has no known state: 'sent'")


def test_backup_goes_into_the_home(home: Path) -> None:
    made = Path(said("backup")["backup"])

    assert made.parent == home / "backups"
    assert db("backup").stdout.startswith(str(home / "backups" / "store-"))


def test_backup_takes_a_file_or_a_folder(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()

    assert said("backup", tmp_path / "one.db")["backup"] == str(tmp_path / "one.db")
    assert Path(said("backup", folder)["backup"]).parent == folder


def test_backup_overwrites_nothing(home: Path, tmp_path: Path) -> None:
    (tmp_path / "one.db").write_text("mine")

    done = db("backup", tmp_path / "one.db")

    assert done.exit_code == BAD_INPUT
    assert done.stderr == (f"{tmp_path / 'one.db'} exists already. Name a new file, or a folder.\n")
    assert (tmp_path / "one.db").read_text() == "mine"


def test_restore_asks_first(home: Path) -> None:
    made = said("backup")["backup"]

    done = CliRunner().invoke(db_app, ["restore", made], input="n\n")

    assert "Nothing was changed." in done.stdout
    assert db("restore", made, "--json").exit_code == BAD_INPUT


def test_restore_says_what_is_looked_for(home: Path) -> None:
    made = said("backup")["backup"]

    done = said("restore", made, "--yes")

    assert (done["releases"], done["posts"], done["deliveries"]) == (2, 1, 1)
    assert Path(done["before"]).parent == home / "backups"
    assert "Each is looked for before it is sent." in db("restore", made, "--yes").stdout


def test_copy_counts_what_went_over(home: Path, tmp_path: Path) -> None:
    done = said("copy", f"sqlite:///{tmp_path / 'other.db'}")

    assert done["to"] == str(tmp_path / "other.db")
    assert (done["rows"]["releases"], done["rows"]["calls"]) == (2, 3)


def test_copy_takes_the_store_that_the_settings_name(
    home: Path, tmp_path: Path, postgres_url: str
) -> None:
    said("copy", postgres_url)
    url = postgres_url.replace("postgresql+psycopg", "postgresql")
    (tmp_path / "pressrun.yaml").write_text(f"database: {url}\n", "utf-8")

    assert said("check")["releases"] == 2
    assert said("copy", f"sqlite:///{tmp_path / 'back.db'}")["rows"]["releases"] == 2


def test_prune_says_what_it_deleted(home: Path) -> None:
    assert "pictures 0, uploads 0, events 0, jobs 0" in db("prune").stdout
    assert said("prune", "--days", "1") | {"before": ""} == {
        "before": "", "pictures": 0, "uploads": 0, "events": 0, "jobs": 0,
    }  # fmt: skip


@pytest.mark.parametrize("command", ["check", "backup", "prune"])
def test_without_a_store_there_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PRESSRUN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    done = db(command)

    assert done.exit_code == BAD_INPUT
    assert done.stderr == (
        f"there is no store at {tmp_path / 'home' / 'store.db'}. pressrun publish makes one.\n"
    )
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("check",), "is not a database. Put a backup in its place: pressrun db restore FILE."),
        (("upgrade",), "is not a database. Put a backup in its place: pressrun db restore FILE."),
        (("backup",), "is not a database. Put a backup in its place: pressrun db restore FILE."),
        (("copy", "mysql://x"), "is not a database. Put a backup in its place"),
    ],
)
def test_a_store_that_cannot_be_read_is_one_sentence(
    home: Path, command: tuple[str, ...], words: str
) -> None:
    (home / "store.db").write_bytes(b"\xff" * 9999)

    done = db(*command)

    assert done.exit_code == BAD_INPUT
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_sandbox_has_a_store_of_its_own(home: Path) -> None:
    done = db("check", "--sandbox")

    assert done.exit_code == BAD_INPUT
    assert str(home / "sandbox" / "store.db") in done.stderr
