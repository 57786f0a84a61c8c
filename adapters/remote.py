"""What a look at something of ours on a service finds: as we left it, touched, gone, released."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Untouched:
    """It stands there as we left it, or the channel lets nobody change it."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A person has changed it since; `what` says what differs, in words."""

    what: str


@dataclass(frozen=True, slots=True)
class Gone:
    """It is not there any more; `where` is the place a person looks at."""

    where: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """A draft of ours that a person has published; `url` is for readers, "" when not known."""

    url: str = ""


Remote = Untouched | Touched | Gone | Released
