"""The composition root: settings, secrets, store, channels and clock, put together here alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import Clock
from bot.stand_ins import running_sandbox

if TYPE_CHECKING:
    import sqlalchemy as sa

    from adapters.base import Blobs, Channel
    from bot.release.ledger import Ledger
    from bot.release.owners import Owner
    from config.settings import Settings

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
    owner: Owner
    clock: Clock
    sandbox_url: str = ""


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
        secrets: Mapping[str, Mapping[str, str]] = (
            stand_ins.SECRETS if sandbox else live_secrets(keys, place)
        )
        clock = Clock(pace) if sandbox else Clock()
        yield stack.enter_context(_open(settings, keys, place, secrets, clock, url))


@contextmanager
def _open(
    settings: Settings,
    keys: tuple[str, ...],
    place: Home,
    secrets: Mapping[str, Mapping[str, str]],
    clock: Clock,
    sandbox_url: str,
) -> Iterator[Workshop]:
    from bot.release.ledger import Ledger
    from bot.release.owners import Owner
    from bot.store.db import open_store

    engine = open_store(place.database)
    try:
        with Owner(place.owners) as owner:
            ledger = Ledger(engine, clock, owner.id)
            channels = build_channels(
                settings, keys, secrets=secrets, blobs=ledger.blob, pictures=place.pictures
            )
            yield Workshop(settings, channels, engine, ledger, owner, clock, sandbox_url)
    finally:
        engine.dispose()


def _no_blobs(sha256: str) -> bytes:
    raise LookupError(f"no store is open to hold picture {sha256[:8]}")
