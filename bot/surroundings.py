"""What deliveries need beyond the store: their channels, their newsletter's rules, their source."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from time import monotonic

from adapters.base import Channel
from bot.newsletters import Newsletters
from bot.release.deliver import NoSecrets, Rules
from bot.release.quiet import Quiet
from bot.release.records import Delivery
from config.settings import Settings
from config.zones import zone as zone_named

Build = Callable[[Settings, str], Channel]  # settings and channel key; raises NoSecrets
FRESH = 5.0  # seconds; every step of a delivery asks


def this_machine() -> str:
    """The name by which releases remember where their source lies."""
    return socket.gethostname()


class Pool:
    """Channels and rules of every newsletter of a store, built when they are first needed."""

    def __init__(self, newsletters: Newsletters, build: Build) -> None:
        self._newsletters = newsletters
        self._build = build
        self._channels: dict[tuple[str, str], Channel] = {}
        self._settings: dict[str, tuple[float, Settings]] = {}
        self._lock = Lock()
        self.lacking: dict[str, str] = {}  # newsletter/channel -> what is missing, for status

    def use(self, newsletter: str, channels: Mapping[str, Channel]) -> None:
        """Channels that are built already."""
        with self._lock:
            self._channels.update({(newsletter, key): c for key, c in channels.items()})

    def channel(self, delivery: Delivery) -> Channel:
        place = (delivery.newsletter, delivery.channel)
        with self._lock:
            if place not in self._channels:
                try:
                    self._channels[place] = self._build(self.settings(delivery), delivery.channel)
                except NoSecrets as error:
                    self.lacking["/".join(place)] = str(error)
                    raise
                self.lacking.pop("/".join(place), None)
            return self._channels[place]

    def rules(self, delivery: Delivery) -> Rules:
        settings = self.settings(delivery)
        zone = zone_named(delivery.zone or "UTC")
        quiet = Quiet(settings.quiet, zone) if settings.quiet else None
        return Rules(settings.parallel, quiet)

    def source_change(self, delivery: Delivery) -> str:
        """Its files as they are now, where this machine has them, against what was approved."""
        path = Path(delivery.source_path)
        if delivery.machine != this_machine() or not path.parent.is_dir():
            return ""
        approved = {**delivery.files, str(path): delivery.source_sha256}
        changes = (_change(Path(file), sha256) for file, sha256 in reversed(approved.items()))
        return next(filter(None, changes), "")

    def settings(self, delivery: Delivery) -> Settings:
        """What its newsletter wants, as this store heard of it at most FRESH seconds ago."""
        name, now = delivery.newsletter, monotonic()
        known = self._settings.get(name)
        if known is None or now - known[0] > FRESH:
            known = (now, self._newsletters.settings(name) or Settings())
            self._settings[name] = known
        return known[1]


def _change(path: Path, approved: str) -> str:
    """What has become of a file since it was approved, "" if nothing."""
    if not path.is_file():
        return f"{path.name} is not there any more"
    with path.open("rb") as file:
        same = hashlib.file_digest(file, "sha256").hexdigest() == approved
    return "" if same else f"{path.name} has changed since it was approved"
