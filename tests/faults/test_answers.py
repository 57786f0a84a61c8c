"""A person who is killed while answering: the daemon finds the answer and goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from tests.faults.stage import Stage


def test_a_daemon_goes_on_after_half_an_answer(stage: Stage, clean: dict[str, Any]) -> None:
    stage.inject(service="telegram", operation="sendMessage", action="close", point="received")
    assert stage.publish("telegram")[0] == 3

    # What `pressrun decide … not-there` leaves when it is killed in its middle.
    store = stage.folder / "home" / "sandbox" / "store.db"
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("UPDATE calls SET state = 'planned' WHERE state = 'asked'")
    with stage.daemon():
        stage.until({"done(published)"}, "telegram")

    assert stage.shown("telegram") == clean["telegram"]
