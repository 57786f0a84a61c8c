"""`pressrun init`: says what was found, where the settings are, and what to try."""

from __future__ import annotations

import os
from pathlib import Path

from bot.cli.output import BAD_INPUT, DONE, complain, say, say_json
from bot.init import Found, NotStarted, Started, next_commands, start
from bot.init.found import ZoneFrom
from bot.init.text import KINDS, within

LANGUAGES = {"zh": "Chinese", "en": "English", "": "unknown: the newest post cannot be read"}
ZONES = {
    ZoneFrom.SITE: "as the site says",
    ZoneFrom.MACHINE: "as this machine has it; the site names none that is known",
    ZoneFrom.NOBODY: "as nobody names one; write yours into the settings",
}
NO_ADDRESS = (
    "unknown; X is left out, as its thread ends with a link there. Write `canonical_url` into the "
    "post{}, then see pressrun.yaml"
)
OR_URL = ", or the site's address into its configuration"
SECRETS = 'Keys and tokens never stand in it: see "The first real draft" in docs/quickstart.md.'


def run_init(place: Path, *, as_json: bool) -> int:
    try:
        started = start(place, os.environ)
    except NotStarted as error:
        complain(str(error))
        return BAD_INPUT
    if as_json:
        say_json(started_json(started))
    else:
        _say(started)
    return DONE


def started_json(started: Started) -> dict[str, object]:
    """What was found, the file, and the commands to try."""
    found = started.found
    return {
        "path": str(started.file),
        "site": found.site.kind,
        "root": str(found.site.root),
        "posts": str(found.posts),
        "count": found.count,
        "newest": str(found.newest),
        "pictures": {str(folder): number for folder, number in found.pictures},
        "pictures_missing": found.lost,
        "permalink": found.pattern or None,
        "address": found.address or None,
        "timezone": found.site.zone,
        "timezone_from": found.zone_from.value,
        "language": found.language or None,
        "next": list(next_commands(found.newest, Path.cwd())),
    }


def _say(started: Started) -> None:
    found = started.found
    say(f"{found.folder}: {KINDS[found.site.kind]}")
    say(f"  posts      {_posts(found)}")
    say(f"  pictures   {_pictures(found)}")
    say(f"  address    {_address(found)}")
    say(f"  time zone  {found.site.zone}, {ZONES[found.zone_from]}")
    say(f"  language   {LANGUAGES[found.language]}")
    say(f"Written: {started.file}")
    say(SECRETS)
    say("\nTry it; this needs no account, and nothing leaves this machine:")
    for command in next_commands(found.newest, Path.cwd()):
        say(f"  {command}")


def _posts(found: Found) -> str:
    newest = within(found.newest, found.posts)
    return f"{within(found.posts, found.folder)}: {found.count}, the newest {newest}"


def _pictures(found: Found) -> str:
    """Those of the newest post; where there are more folders, the rest is counted."""
    lost = f"; {found.lost} that it names cannot be found" if found.lost else ""
    if not found.pictures:
        return f"none in the newest post{lost}"
    (folder, number), *others = found.pictures
    more = sum(count for _, count in others)
    rest = f", {more} elsewhere" if more else ""
    return f"{within(folder, found.folder)}: {number} of the newest post{rest}{lost}"


def _address(found: Found) -> str:
    if not found.address:
        return NO_ADDRESS.format("" if found.site.kind in ("plain", "obsidian") else OR_URL)
    return f"{found.address} ({found.pattern})" if found.pattern else found.address
