"""What the `pressrun db` commands do and say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec

import typer

from bot.cli.output import BAD_INPUT, DONE, FAILED, complain, say, say_json, say_table
from bot.store.errors import StoreError, store_errors
from bot.wiring import database_of, home
from config.files import SettingsError, find_file

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Store:
    """Which store is meant: its URL, and the home where executors lock and backups lie."""

    url: str
    home: Path


def run(
    work: Callable[Concatenate[Store, P], int],
    config: Path | None,
    sandbox: bool,  # noqa: FBT001 - the command's option; a keyword could be the work's own
    *args: P.args,
    **wishes: P.kwargs,
) -> int:
    """Do the work of a command on the store that is meant; what is wrong becomes one sentence."""
    try:
        with store_errors():
            return work(_meant(config, sandbox=sandbox), *args, **wishes)
    except (StoreError, SettingsError) as error:
        complain(str(error))
        return BAD_INPUT


def run_upgrade(store: Store, *, as_json: bool) -> int:
    from bot.store.db import SCHEMA, bring_up_to_date

    before = bring_up_to_date(store.url)
    if as_json:
        say_json({"from": before, "to": SCHEMA})
    elif before == SCHEMA:
        say(f"The schema is {SCHEMA} already.")
    else:
        say(f"The schema was {before or 'not there'}; it is {SCHEMA} now.")
    return DONE


def run_check(store: Store, *, as_json: bool) -> int:
    from bot.store.checking import check
    from bot.store.db import open_existing

    engine = open_existing(store.url)
    found = check(engine)
    engine.dispose()
    if as_json:
        say_json(asdict(found))
    else:
        for problem in found.problems:
            say(problem)
        words = f"{len(found.problems)} problems" if found.problems else "in order"
        say(f"schema {found.schema}; releases: {found.releases}; open deliveries: {found.open}")
        say(words)
    return FAILED if found.problems else DONE


def run_backup(store: Store, *, as_json: bool, to: Path | None, keep: int) -> int:
    from bot.store.backups import back_up, back_up_as

    folder = to or store.home / "backups"
    if to is None or to.is_dir():
        made = back_up(store.url, folder, datetime.now(UTC), keep)
    elif to.exists():
        complain(f"{to} exists already. Name a new file, or a folder.")
        return BAD_INPUT
    else:
        made = back_up_as(store.url, to)
    size = made.stat().st_size
    if as_json:
        say_json({"backup": str(made), "bytes": size})
    else:
        say(f"{made}  ({size:,} bytes; it holds unpublished text)")
    return DONE


def run_restore(store: Store, *, as_json: bool, backup: Path, yes: bool) -> int:
    from bot.store.restoring import restore

    if not yes and as_json:
        complain("With --json nobody is asked: add --yes to put a backup in the store's place.")
        return BAD_INPUT
    if not yes and not typer.confirm(f"Put {backup} in the place of the store?"):
        say("Nothing was changed.")
        return DONE
    done = restore(store.url, backup, store.home, datetime.now(UTC))
    if as_json:
        say_json({**asdict(done), "before": str(done.before) if done.before else None})
        return DONE
    say(f"Releases in the store now: {done.releases}.")
    say(f"Posts that may have gone out since: {done.posts}. Each is looked for before it is sent.")
    say("An issue that this backup does not know is sent again only with --first.")
    if done.before:
        say(f"What was there before: {done.before}")
    return DONE


def run_copy(store: Store, *, as_json: bool, to: str) -> int:
    from bot.store.moving import copy_store

    done = copy_store(store.url, to, store.home, datetime.now(UTC))
    if as_json:
        say_json({"to": done.to, "rows": dict(done.rows)})
        return DONE
    say_table(["table", "rows"], [[name, str(rows)] for name, rows in done.rows.items()])
    say(f"Copied to {done.to} and compared. Next: set `database` in pressrun.yaml.")
    say("The old store sends nothing more: its accounts are paused.")
    return DONE


def run_prune(store: Store, *, as_json: bool, days: int) -> int:
    from bot.store.db import open_existing, upgrade
    from bot.store.pruning import prune, prune_jobs

    before = datetime.now(UTC) - timedelta(days=days)
    engine = open_existing(store.url)
    try:
        upgrade(engine)
        found = asdict(prune(engine, before)) | {"jobs": prune_jobs(store.url, before)}
    finally:
        engine.dispose()
    if as_json:
        say_json({"before": before.isoformat(), **found})
    else:
        counts = ", ".join(f"{name} {count}" for name, count in found.items())
        say(f"Deleted of what had ended before {before:%Y-%m-%d}: {counts}")
    return DONE


def _meant(config: Path | None, *, sandbox: bool) -> Store:
    from config.settings import load

    place = home().sandbox() if sandbox else home()
    settings = load(config or find_file(Path.cwd()))
    return Store(database_of(settings, place, sandbox=sandbox), place.folder)
