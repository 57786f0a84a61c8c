"""What befalls a whole run once or twice, beside the kills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy.exc import OperationalError

from bot.engine.database import FILE, drop_tables, open_database
from tests.faults.troupe import Troupe

Incident = tuple[float, Callable[[Troupe], None]]  # after which share of the kills, and what


def wipe(troupe: Troupe) -> None:
    """The engine's tables are lost: while everybody works, or a file while its daemon is dead."""
    if troupe.stage.database:
        _drop(troupe.stage.database)
        return
    troupe.strike_all()
    home = troupe.stage.folder / "home" / "sandbox"
    lost = list(home.glob(f"{FILE}*"))
    assert lost, "there was no file of the engine's to lose"
    for file in lost:
        file.unlink()
    troupe.go_on()


def back_up(troupe: Troupe) -> None:
    code, _ = troupe.calmly("db", "backup", str(_backup(troupe)))
    assert code == 0


def restore(troupe: Troupe) -> None:
    """What was sent since the backup is not known any more."""
    troupe.strike_all()
    code, answer = troupe.calmly("db", "restore", str(_backup(troupe)), "--yes")
    assert code == 0, answer
    troupe.go_on()


INCIDENTS: Mapping[str, tuple[Incident, ...]] = {
    "": (),
    "wiped": ((0.3, wipe), (0.7, wipe)),
    "restored": ((0.3, back_up), (0.6, restore)),
}


def _drop(database: str) -> None:
    """Those who work there may be in the middle of something; the server then refuses."""
    engine = open_database(database, 1)
    try:
        for _ in range(20):
            try:
                return drop_tables(engine)
            except OperationalError:  # a deadlock that PostgreSQL resolved at our cost
                continue
        raise AssertionError("the engine's tables could not be dropped")
    finally:
        engine.dispose()


def _backup(troupe: Troupe) -> Path:
    return troupe.stage.folder / "backup.db"
