"""The `pressrun db` commands: what keeps a store, moves it and puts it back.

Exit codes: 0 done, 1 the store that was checked is not in order, 2 bad input, or a store that
cannot be used as it is. Hook them in with `app.add_typer(db_app, name="db")`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

db_app = typer.Typer(
    help="Keep the store: upgrade, check, back up, restore, copy, prune.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Config = Annotated[
    Path | None, typer.Option("--config", help="pressrun.yaml; default: the nearest above here.")
]
Sandbox = Annotated[bool, typer.Option("--sandbox", help="The sandbox's own store.")]


@db_app.command()
def upgrade(*, config: Config = None, sandbox: Sandbox = False, json: Json = False) -> None:
    """Bring the store to this version's schema. Every other command does so too."""
    from bot.cli.keeping import run, run_upgrade

    raise typer.Exit(run(run_upgrade, config, sandbox, as_json=json))


@db_app.command()
def check(*, config: Config = None, sandbox: Sandbox = False, json: Json = False) -> None:
    """Look whether the store is whole, and what is unfinished in it makes sense."""
    from bot.cli.keeping import run, run_check

    raise typer.Exit(run(run_check, config, sandbox, as_json=json))


@db_app.command()
def backup(
    to: Annotated[
        Path | None, typer.Argument(help="A new file, or a folder; default: backups at home.")
    ] = None,
    *,
    keep: Annotated[int, typer.Option(min=1, help="How many backups a folder keeps.")] = 14,
    config: Config = None,
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Write a backup, readable by you alone, while everything goes on."""
    from bot.cli.keeping import run, run_backup

    raise typer.Exit(run(run_backup, config, sandbox, as_json=json, to=to, keep=keep))


@db_app.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="What `pressrun db backup` wrote.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before.")] = False,
    config: Config = None,
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Put a backup in the place of the store; what may be out since is looked for, not resent."""
    from bot.cli.keeping import run, run_restore

    raise typer.Exit(run(run_restore, config, sandbox, as_json=json, backup=backup, yes=yes))


@db_app.command()
def copy(
    to: Annotated[str, typer.Argument(help="postgresql://… or sqlite:////…; it must be empty.")],
    *,
    config: Config = None,
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Copy the whole store into another database. The old one then sends nothing more."""
    from bot.cli.keeping import run, run_copy

    raise typer.Exit(run(run_copy, config, sandbox, as_json=json, to=to))


@db_app.command()
def prune(
    *,
    days: Annotated[int, typer.Option(min=1, help="How long after its end a release is old.")] = 30,
    config: Config = None,
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Delete the pictures, uploads and events of old releases. What went out stays known."""
    from bot.cli.keeping import run, run_prune

    raise typer.Exit(run(run_prune, config, sandbox, as_json=json, days=days))
