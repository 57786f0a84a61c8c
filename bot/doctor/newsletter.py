"""What the author has written down: settings, secrets, the site with its zone and its posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml

from adapters import channel_class
from bot.doctor.finding import Finding, Place, broken, sentence
from bot.doctor.finding import Level as Severity
from bot.wiring import live_secrets
from config import sandbox as stand_ins
from config.files import FILE_NAME, SettingsError
from config.secrets import SecretsError
from config.settings import Settings, load, options
from content.problems import Level, Problem
from content.site import Site
from content.siteconfig import find_root, read_site

QUOTED = " " * 4  # how YAML begins a line of the file, after it has named its place
MOST = 5_000  # files looked at for a first post
SUFFIXES = (".md", ".markdown")
OPTIONS = "Every option stands in docs/reference/configuration.md."
BEGIN = "pressrun init writes one with the few lines that are needed."
NAME_ZONE = f"Write `timezone` into {FILE_NAME}, such as Asia/Shanghai."

Secrets = Mapping[str, Mapping[str, str]]  # channel -> name -> value


@dataclass(frozen=True, slots=True)
class Newsletter:
    """`settings` is None when they cannot be read; `keys` are the channels that can be asked."""

    settings: Settings | None
    keys: tuple[str, ...]
    secrets: Secrets
    findings: tuple[Finding, ...]


def read(place: Place) -> Newsletter:
    """Settings and secrets; what is wrong with either is among the findings."""
    try:
        settings = load(place.config)
    except SettingsError as error:
        return Newsletter(None, (), {}, tuple(_wrong(error)))
    except OSError as error:
        said = f"{place.config} cannot be read: {error.strerror or type(error).__name__}."
        finding = Finding("error", "configuration", said, "Name another one with --config.")
        return Newsletter(None, (), {}, (finding,))
    if place.url:
        settings = stand_ins.in_sandbox(settings, place.url)
    faults = {key: _faults(settings, key) for key in settings.chosen()}
    sound = tuple(key for key, found in faults.items() if not found)
    secrets, unreadable = _secrets(place, sound)
    told = [finding for found in faults.values() for finding in found]
    keys = () if unreadable else sound
    return Newsletter(
        settings, keys, secrets, (_file(place, settings), *told, *unreadable, *_known(secrets))
    )


def zone(place: Place, settings: Settings) -> Iterator[Finding]:
    """Of the times in plans and rules, and of dates without one."""
    site, problems = _site(place)
    unknown = [problem for problem in problems if problem.code == "site-zone"]
    if settings.timezone:
        yield Finding("ok", "time zone", f"{settings.timezone}, as {FILE_NAME} says.")
    elif unknown:
        yield Finding("warning", "time zone", unknown[0].message, unknown[0].next)
    elif site.zone == "UTC":
        yield Finding("warning", "time zone", "None is set, so times count as UTC.", NAME_ZONE)
    else:
        yield Finding("ok", "time zone", f"{site.zone}, as the site says.")


def posts(place: Place, newsletter: Newsletter) -> Iterator[Finding]:
    """The site around the folder, and the folders in which issues are looked for."""
    site, problems = _site(place)
    for problem in problems:
        if problem.level is Level.ERROR:
            yield Finding("error", "posts", f"{problem.file}: {problem.message}", problem.next)
    cadences = newsletter.settings.cadences if newsletter.settings else {}
    named = {cadence.posts for cadence in cadences.values() if cadence.posts}
    for folder in sorted({site.posts, *named}):
        yield _posts_in(site, folder, "error" if folder in named else "warning")


def _posts_in(site: Site, folder: str, absent: Severity) -> Finding:
    place = site.root / folder
    kind = {"plain": "a plain folder"}.get(site.kind, f"a {site.kind.capitalize()} site")
    if not place.is_dir():
        said = f"{site.root} is {kind} without the folder {folder}."
        return Finding(absent, "posts", said, "Make it; a cadence may name another as `posts`.")
    if not _has_post(place):
        step = "Run pressrun doctor in the folder of your posts, or above it."
        return Finding("warning", "posts", f"No Markdown file was found in {place}.", step)
    return Finding("ok", "posts", f"{place}, in {kind}.")


def _has_post(folder: Path) -> bool:
    paths = (path.relative_to(folder) for path in islice(folder.rglob("*"), MOST))
    return any(
        path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in path.parts)
        for path in paths
    )


def _site(place: Place) -> tuple[Site, tuple[Problem, ...]]:
    return read_site(find_root(place.folder.absolute()))


# --- settings and secrets ---------------------------------------------------------------------


def _file(place: Place, settings: Settings) -> Finding:
    chosen = ", ".join(settings.chosen())
    if place.config is None:
        said = f"There is no {FILE_NAME} in {place.folder} or above it; all has its default."
        return Finding("warning", "configuration", said, BEGIN)
    return Finding("ok", "configuration", f"{place.config}; channels: {chosen}.")


def _faults(settings: Settings, key: str) -> list[Finding]:
    """What is wrong with a channel's own section."""
    try:
        options(settings, key, channel_class(key).options)
    except SettingsError as error:
        return list(_wrong(error))
    return []


def _wrong(error: SettingsError) -> Iterator[Finding]:
    """One finding per row of a message whose first line names the file and counts them. YAML's own
    words are one, without the lines that they quote: a secret may have got into the file."""
    head, *rows = str(error).splitlines()
    if not re.search(r": \d+ problems?$", head):
        words = " ".join(row for row in (head, *rows) if not row.startswith(QUOTED))
        yield Finding("error", "configuration", sentence(words.rstrip(":")), OPTIONS)
        return
    for row in rows:
        option, gap, words = row.strip().partition("   ")
        said = f"{head.partition(':')[0]}: {option}{':' if gap else ''} {words}"
        yield Finding("error", "configuration", sentence(said), OPTIONS)


def _secrets(place: Place, keys: tuple[str, ...]) -> tuple[Secrets, list[Finding]]:
    """Those that are known here. A file with a fault in it is not quoted."""
    if place.url:
        return {key: stand_ins.SECRETS[key] for key in keys}, []
    file = place.home.secrets
    try:
        return live_secrets(keys, place.home), []
    except SecretsError as error:
        said, _, step = str(error).partition(". ")
        finding = Finding("error", "secrets", sentence(said), step or _mend(file))
    except yaml.MarkedYAMLError as error:
        line = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
        said = f"{file} cannot be read as YAML{line}."
        finding = Finding("error", "secrets", said, _mend(file))
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError):
        said = f"{file} does not map channels to their secrets."
        finding = Finding("error", "secrets", said, _mend(file))
    except OSError as error:
        said = f"{file} cannot be read: {error.strerror or type(error).__name__}."
        finding = Finding("error", "secrets", said, _mend(file))
    except Exception as error:  # noqa: BLE001 - keyrings raise what they like
        finding = broken("secrets", error)
    return {}, [finding]


def _mend(file: Path) -> str:
    return f"Mend {file.name} as docs/operations.md shows it."


def _known(secrets: Secrets) -> list[Finding]:
    """By name alone; a channel tells itself what it lacks."""
    named = [f"{key}: {', '.join(its)}" for key, its in secrets.items() if its]
    return [Finding("ok", "secrets", f"{'; '.join(named)}.")] if named else []
