"""The commands that run for ever: serve and worker."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.output import BAD_INPUT, DONE, FAILED, complain, say
from bot.cli.publishing import failures

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.wiring import Workshop


def run_serve(
    config: Path | None, site: Path, *, sandbox: bool, pace: float, port: int, kind: str,
    executor_id: str = "", threads: int = 8,
) -> int:  # fmt: skip
    """Until it is told to end. `port` is for /healthz, -1 for none."""
    from bot import following
    from bot.daemon import Daemon, LostLock, until_told
    from bot.health import serving_health
    from bot.recurring import recurring_of
    from bot.release.board import board
    from bot.wiring import workshop
    from config.files import find_file
    from config.settings import load

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("bot").setLevel(logging.INFO)
    with failures() as outcome, ExitStack() as stack:
        settings = load(config or find_file(site))
        keys = settings.chosen() if kind == "serve" else ()
        shop = stack.enter_context(workshop(settings, keys, sandbox=sandbox, pace=pace))
        if kind == "worker" and shop.engine.dialect.name == "sqlite":
            complain("a worker needs a store on PostgreSQL: set `database`. Next: pressrun serve")
            return BAD_INPUT
        wanted = kind == "serve" and settings.cadences
        recurring = recurring_of(shop, site) if wanted else None
        daemon = Daemon(
            shop, kind, recurring, executor_id, threads,
            daily=[partial(note_secrets, shop, site)] if kind == "serve" else [],
            nightly=housekeeping(shop), hourly=[partial(following.advance, shop)],
            minutely=[partial(following.remind, shop)],
            room=control_room(shop, site) if kind == "serve" else nullcontext,
        )  # fmt: skip
        until_told(daemon.stopping)
        if port >= 0:
            look = lambda: board(shop.ledger, shop.engine, shop.clock, open_only=True)  # noqa: E731
            got = stack.enter_context(serving_health(port, look))
            say(f"http://127.0.0.1:{got}/healthz  (Ctrl-C ends it)")
        try:
            daemon.run()
        except LostLock as error:
            complain(str(error))
            return FAILED
        return DONE
    return outcome.code


def control_room(shop: Workshop, site: Path) -> Callable[[], AbstractContextManager[None]]:
    """The Telegram bot beside the daemon, where operators are listed and its token is known."""
    from bot.wiring import control_token

    if not shop.settings.control.operators:
        return nullcontext
    if not control_token(shop):
        complain(
            "control.operators are listed, but the bot's token is not known here: the control room "
            "stays closed. Next: set PRESSRUN_CONTROL_TOKEN, or PRESSRUN_TELEGRAM_TOKEN"
        )
        return nullcontext
    from adapters.telegram.spec import KEY, Options
    from bot.control.life import Life
    from config.settings import options

    channel = options(shop.settings, KEY, Options)
    assert isinstance(channel, Options)  # noqa: S101 - its own model
    return Life(shop, site, partial(control_token, shop), channel.api).running


def note_secrets(shop: Workshop, site: Path) -> None:
    """Keep since when each secret that ends has been in use, so that its end is told before."""
    from bot.publishing import newsletter_name
    from bot.release.secret_ages import SecretAges
    from bot.wiring import known_secrets
    from config.site import detect

    newsletter = newsletter_name(shop.settings.adjust(detect(site)))
    ages = SecretAges(shop.engine, shop.clock)
    for key, known in known_secrets(shop).items():
        ages.note(newsletter, key, known, shop.channels[key].spec.lives)


def housekeeping(shop: Workshop) -> list[Callable[[], object]]:
    """What a store needs each night: a backup, and room."""
    from bot.control.notices import Notices
    from bot.daemon import KEPT
    from bot.store.backups import back_up
    from bot.store.pruning import prune

    def backup() -> object:
        return back_up(shop.database, shop.place.folder / "backups", shop.clock.now())

    def make_room() -> object:
        return prune(shop.engine, shop.clock.now() - KEPT)

    def forget_messages() -> None:
        Notices(shop.engine, shop.clock).forget(shop.clock.now() - KEPT)

    return [backup, make_room, forget_messages]
