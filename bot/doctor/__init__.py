"""What stands in the way of a release, looked at before one is made; each finding with what to do.

Nothing is sent, created or changed. X charges a cent for being asked who we are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from adapters.http import redacted
from bot.doctor.channels import Heard, channel
from bot.doctor.finding import Finding, Place, broken, guarded
from bot.doctor.machine import clock, fonts, store
from bot.doctor.newsletter import Newsletter, posts, read, zone
from bot.wiring import Workshop

__all__ = ["Finding", "Place", "findings", "place_of"]


def place_of(shop: Workshop, folder: Path, config: Path | None) -> Place:
    """Where a process looks that has its workshop open already, as `pressrun serve` has."""
    from adapters.fonts import usual_folders

    fonts = usual_folders(Path.home())
    return Place(config, folder, shop.place, fonts, shop.clock, shop.sandbox_url)


def findings(place: Place) -> Iterator[Finding]:
    """All there is to say, one after the other as it is found; no value of a secret is in it.

    A check that breaks is itself a finding: nothing is raised.
    """
    newsletter = _read(place)
    values = [str(value) for its in newsletter.secrets.values() for value in its.values()]
    for finding in _all(place, newsletter):
        said, step = redacted(finding.said, values), redacted(finding.next, values)
        yield replace(finding, said=said, next=step)


def _read(place: Place) -> Newsletter:
    try:
        return read(place)
    except Exception as error:  # noqa: BLE001 - the other checks go on
        return Newsletter(None, (), {}, (broken("configuration", error),))


def _all(place: Place, newsletter: Newsletter) -> Iterator[Finding]:
    yield from newsletter.findings
    yield from guarded("posts", partial(posts, place, newsletter))
    yield from guarded("fonts", partial(fonts, place))
    settings = newsletter.settings
    if settings is None:
        return  # whatever else were looked at might not be what the author means
    yield from guarded("time zone", partial(zone, place, settings))
    heard: list[Heard] = []
    for key in newsletter.keys:
        secrets = newsletter.secrets.get(key, {})
        yield from guarded(key, partial(channel, key, settings, secrets, place.clock, heard))
    yield from guarded("clock", partial(clock, heard, place.clock.now()))
    yield from guarded("store", partial(store, place, settings))
