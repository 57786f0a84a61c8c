"""The composition root: settings, secrets, store, channels and clock, put together here alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.stand_ins import running_sandbox

if TYPE_CHECKING:
    import sqlalchemy as sa

    from adapters.base import Blobs, Channel
    from bot.newsletters import Newsletters
    from bot.release.deliver import Deliverer
    from bot.release.gate import Missing
    from bot.release.ledger import Ledger
    from bot.release.owners import Owner, PostgresOwner
    from bot.release.records import Delivery
    from bot.surroundings import Pool
    from config.settings import Settings

SANDBOX_DATABASE = "PRESSRUN_SANDBOX_DATABASE"  # a URL, to rehearse with several workers
SANDBOX_PACE = 3600.0  # an hour of waiting passes in a second


@dataclass(frozen=True, slots=True)
class Home:
    """Where pressrun keeps things: the store, locks, converted pictures, the sandbox's state."""

    folder: Path
    cache: Path

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'store.db'}"

    @property
    def owners(self) -> Path:
        return self.folder / "owners"

    @property
    def pictures(self) -> Path:
        return self.cache / "pictures"

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets.yaml"

    @property
    def services(self) -> Path:
        """What the stand-ins published, so that a second run finds it."""
        return self.folder / "services"

    def sandbox(self) -> Home:
        """The sandbox's own store and cache: a sandbox run never touches the live ones."""
        return Home(self.folder / "sandbox", self.cache)


def home(environment: Mapping[str, str] = os.environ) -> Home:
    """PRESSRUN_HOME when it is set, else the usual places of the system."""
    chosen = environment.get("PRESSRUN_HOME")
    if chosen:
        return Home(Path(chosen), Path(chosen) / "cache")
    import platformdirs

    return Home(platformdirs.user_data_path("pressrun"), platformdirs.user_cache_path("pressrun"))


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything a use case needs to publish."""

    settings: Settings
    channels: Mapping[str, Channel]
    engine: sa.Engine
    ledger: Ledger
    owner: Owner | PostgresOwner
    clock: Clock
    newsletters: Newsletters
    pool: Pool
    place: Home
    database: str
    sandbox_url: str = ""

    def deliverer(self, on_change: Callable[[Delivery], None] = lambda _: None) -> Deliverer:
        """What advances the deliveries of this store."""
        from adapters.page import missing
        from bot.release.deliver import Deliverer
        from bot.release.gate import Gate
        from bot.release.send import Sender

        gone = self.owner.is_gone
        sender = Sender(self.ledger, self.clock, gone, self.owner.holds)
        look = self._in_sandbox(missing) if self.sandbox_url else missing
        gate = Gate(self.ledger, self.clock, look, self.settings.gate_wait.total_seconds())

        def seen(delivery: Delivery) -> None:
            self.keep_receipt(delivery)
            on_change(delivery)

        return Deliverer(self.ledger, self.pool, self.clock, sender, gate, gone, seen)

    def keep_receipt(self, delivery: Delivery) -> None:
        """Write down beside the post what has come of it, once it has ended, where that is wished
        for. What was rehearsed is not kept there."""
        from bot import receipts
        from bot.release.states import FINISHED

        wanted = self.pool.settings(delivery).receipts and not self.sandbox_url
        if wanted and delivery.state in FINISHED:
            receipts.write(self.ledger, delivery)

    def _in_sandbox(self, missing: Missing) -> Missing:
        """The author's page on the stand-in of the blog."""

        def look(url: str, title: str) -> str:
            return missing(f"{self.sandbox_url}/blog{urlsplit(url).path}", title)

        return look


def build_channels(
    settings: Settings,
    keys: tuple[str, ...],
    *,
    secrets: Mapping[str, Mapping[str, str]] | None = None,
    blobs: Blobs | None = None,
    pictures: Path | None = None,
) -> dict[str, Channel]:
    """The channels named, ready to render; with secrets and blobs also ready to send."""
    from adapters import channel_class
    from config.settings import options

    built: dict[str, Channel] = {}
    for key in keys:
        make: Any = channel_class(key)
        built[key] = make(
            options(settings, key, make.options),
            (secrets or {}).get(key, {}),
            blobs or _no_blobs,
            picture_cache=pictures,
        )
    return built


def live_secrets(keys: tuple[str, ...], place: Home) -> dict[str, dict[str, str]]:
    from adapters import channel_class
    from config.secrets import secrets_of

    return {
        key: secrets_of(
            key, channel_class(key).spec.secrets, environment=os.environ, file=place.secrets
        )
        for key in keys
    }


def known_secrets(shop: Workshop) -> Mapping[str, Mapping[str, str]]:
    """What is known here, now, of the secrets of its channels."""
    from config import sandbox as stand_ins

    if shop.sandbox_url:
        return {key: stand_ins.SECRETS[key] for key in shop.channels}
    return live_secrets(tuple(shop.channels), shop.place)


def control_token(shop: Workshop) -> str:
    """The token of the operators' bot, the channel's own unless it has another; "" for none."""
    from config import sandbox as stand_ins
    from config.secrets import secrets_of

    if shop.sandbox_url:
        return stand_ins.SECRETS["telegram"]["token"]
    known = secrets_of("control", ("token",), environment=os.environ, file=shop.place.secrets)
    channel = live_secrets(("telegram",), shop.place)["telegram"]
    return known.get("token") or channel.get("token", "")


def ready_channel(
    settings: Settings, key: str, secrets: Mapping[str, str], blobs: Blobs, pictures: Path
) -> Channel:
    """One channel, ready to send. Raises NoSecrets when one of its secrets is not known here."""
    from adapters import channel_class
    from bot.release.deliver import NoSecrets

    lacking = [name for name in channel_class(key).spec.secrets if name not in secrets]
    if lacking:
        raise NoSecrets(f"{key}: {', '.join(lacking)} is not known there")
    built = build_channels(settings, (key,), secrets={key: secrets}, blobs=blobs, pictures=pictures)
    return built[key]


@contextmanager
def workshop(
    settings: Settings,
    keys: tuple[str, ...],
    *,
    sandbox: bool = False,
    pace: float = SANDBOX_PACE,
    place: Home | None = None,
    url: str = "",
) -> Iterator[Workshop]:
    """A workshop on the live accounts, or on the stand-ins with their own store and clock.

    `place` is another home than the user's; `url` names stand-ins that run already.
    """
    from config import sandbox as stand_ins

    place = place or (home().sandbox() if sandbox else home())
    with ExitStack() as stack:
        if sandbox:
            url = url or stack.enter_context(running_sandbox(place.folder, place.services, pace))
            settings = stand_ins.in_sandbox(settings, url)
        clock = Clock(pace) if sandbox else Clock()
        yield stack.enter_context(_open(settings, keys, place, clock, url))


@contextmanager
def _open(
    settings: Settings, keys: tuple[str, ...], place: Home, clock: Clock, url: str
) -> Iterator[Workshop]:
    """`url` is the sandbox's, "" for the live services."""
    from bot.newsletters import Newsletters
    from bot.release.ledger import Ledger
    from bot.release.owners import make_owner
    from bot.store.db import open_store
    from bot.surroundings import Pool
    from config import sandbox as stand_ins

    def secrets_of(key: str) -> Mapping[str, str]:
        return stand_ins.SECRETS[key] if url else live_secrets((key,), place)[key]

    def build(its: Settings, key: str) -> Channel:
        here = stand_ins.in_sandbox(its, url) if url else its
        return ready_channel(here, key, secrets_of(key), ledger.blob, place.pictures)

    database = database_of(settings, place, sandbox=bool(url))
    engine = open_store(database)
    try:
        with make_owner(database, place.owners) as owner:
            ledger = Ledger(engine, clock, owner.id)
            newsletters = Newsletters(engine)
            secrets = {key: secrets_of(key) for key in keys}
            channels = build_channels(
                settings, keys, secrets=secrets, blobs=ledger.blob, pictures=place.pictures
            )
            yield Workshop(
                settings, channels, engine, ledger, owner, clock, newsletters,
                Pool(newsletters, build), place, database, url,
            )  # fmt: skip
    finally:
        engine.dispose()


def database_of(settings: Settings, place: Home, *, sandbox: bool) -> str:
    """The store's URL. The sandbox never uses the live one, whatever the settings say."""
    chosen = os.environ.get(SANDBOX_DATABASE, "") if sandbox else settings.database
    return chosen or place.database


def _no_blobs(sha256: str) -> bytes:
    raise LookupError(f"no store is open to hold picture {sha256[:8]}")
