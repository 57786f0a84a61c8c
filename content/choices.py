"""An issue as one channel has it: the settings' choices, the issue's own, its intro and outro.

One order for all of them: the issue, then the channel's settings, then the issue's own words below
`pressrun.<channel>`. The later wins.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from content.assets import Asset, find_assets
from content.callouts import in_language
from content.document import Block
from content.hrefs import Hrefs
from content.issue import Issue
from content.links import absolute_links
from content.meta import Meta, Value
from content.numbers import number_of
from content.pictures import named_pictures, picture_of
from content.posts import zone_of
from content.problems import Level, Problem
from content.tables import TABLES
from content.templates import BadTemplate, fill
from content.translations import expected_name, family, tongue, translation

SETTINGS = "pressrun.yaml"
TEASERS = TABLES.teaser_overrides  # names of one thing: the author's own win over all of them
TEXTS = ("title", *TEASERS, "lang", "intro", "outro")
Chosen = Mapping[str, Value]


def choices(issue: Issue, channel: str) -> Chosen:
    """What holds for a channel: its settings, overridden by the issue's own."""
    own = issue.meta.own.get(channel)
    return _settled(issue.site.choices.get(channel, {}), own if isinstance(own, dict) else {})


def language_for(issue: Issue, channel: str) -> str:
    """The family of the language that a channel is told to speak; "" where it is not told."""
    value = choices(issue, channel).get("lang")
    return family(value) if isinstance(value, str) else ""


def version(issue: Issue, channel: str) -> tuple[Path | None, tuple[Problem, ...]]:
    """The file of the translation that a channel shows, None for the issue's own file."""
    told = choices(issue, channel).get("lang")
    if not told:
        return None, ()
    language = language_for(issue, channel)
    if not language:
        step = "Write a language such as zh or en."
        return None, (_problem(issue, channel, "lang", f"`{told}` is no language", step),)
    if language == tongue(issue):
        return None, ()
    if path := translation(issue, language):
        return _as_named(path, issue), ()
    what = f"{channel} is to speak {language}, and the issue has no translation into it"
    step = f"Write `{expected_name(issue, language)}` beside it, or delete `{channel}.lang`."
    return None, (_problem(issue, channel, "lang", what, step, "no-translation"),)


def as_version(translated: Issue, issue: Issue, channel: str) -> Issue:
    """A translation in the place of the issue: one release, so its key; own words of both."""
    mine, its = issue.meta.own.get(channel), translated.meta.own.get(channel)
    own = _settled(mine if isinstance(mine, dict) else {}, its if isinstance(its, dict) else {})
    meta = replace(translated.meta, own={**translated.meta.own, channel: dict(own)})
    return replace(translated, key=issue.key, meta=meta)


def as_chosen(issue: Issue, channel: str) -> tuple[Issue, tuple[Problem, ...]]:
    """The issue with all that is chosen for a channel, so that its renderer need not ask twice."""
    if channel not in issue.meta.own and not issue.site.choices.get(channel):
        return issue, ()
    chosen = choices(issue, channel)
    wrong = dict(_wrong(issue, channel, chosen))
    chosen = {key: value for key, value in chosen.items() if key not in wrong}
    desk = _Desk(issue, channel)
    before, after = desk.blocks("intro", chosen), desk.blocks("outro", chosen)
    desk.cover(chosen)
    document = issue.document
    if before or after:
        document = replace(document, blocks=(*before, *document.blocks, *after))
    meta = replace(
        issue.meta,
        own={**issue.meta.own, channel: chosen},
        tags=_tags(chosen["tags"]) if "tags" in chosen else issue.meta.tags,
    )
    assets = {**desk.assets, **issue.assets} if desk.assets else issue.assets
    framed = (len(before), len(after))
    made = replace(issue, meta=meta, document=document, assets=assets, framed=framed)
    return made, (*wrong.values(), *desk.problems)


# --- one order of precedence --------------------------------------------------------------------


def _settled(weaker: Chosen, stronger: Chosen) -> dict[str, Value]:
    """Both, the stronger's where both speak; a teaser by any name is one thing."""
    if any(key in stronger for key in TEASERS):
        weaker = {key: value for key, value in weaker.items() if key not in TEASERS}
    return {**weaker, **stronger}


def _wrong(issue: Issue, channel: str, chosen: Chosen) -> Iterator[tuple[str, Problem]]:
    own = issue.meta.own.get(channel, {})
    if own is not None and not isinstance(own, dict):
        step = f"Write `{channel}:` and the keys indented on the lines below."
        yield "", _problem(issue, channel, "", f"`pressrun.{channel}` must hold keys", step)
    for key in TEXTS:
        if isinstance(chosen.get(key), list | dict | bool):
            what = f"`{key}` of {channel} must be text"
            yield key, _problem(issue, channel, key, what, f"Write `{key}: …`.")
    if isinstance(chosen.get("tags"), dict | bool):
        what = f"`tags` of {channel} must be a list of words"
        yield "tags", _problem(issue, channel, "tags", what, "Write `tags: [one, two]`.")


def _tags(value: Value) -> tuple[str, ...]:
    match value:
        case None:
            return ()
        case list(words):
            return tuple(str(word).strip() for word in words if str(word or "").strip())
        case _:
            return tuple(word for word in str(value).replace("，", ",").split(",") if word.strip())


# --- intro and outro ----------------------------------------------------------------------------


@dataclass(slots=True)
class _Desk:
    """Reads what stands around an issue on one channel; pictures and problems gather here."""

    issue: Issue
    channel: str
    assets: dict[str, Asset] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def blocks(self, key: str, chosen: Chosen) -> tuple[Block, ...]:
        """The blocks that a template makes for this issue; none, with a problem, of a bad one."""
        template = chosen.get(key)
        if template is None or not str(template).strip():
            return ()
        try:
            text = fill(str(template), _values(self.issue, self.channel))
        except BadTemplate as error:
            self.problems.append(self._bad(key, error))
            return ()
        return self._parsed(key, text)

    def _bad(self, key: str, error: BadTemplate) -> Problem:
        what = f"The {key} for {self.channel} cannot be filled in: {error}"
        made = _problem(self.issue, self.channel, key, what, error.step, "template")
        deeper = error.line if made.line and "\n" in str(self._own(key)) else 0
        return replace(made, line=made.line + deeper)

    def _own(self, key: str) -> Value:
        own = self.issue.meta.own.get(self.channel)
        return own.get(key) if isinstance(own, dict) else None

    def _parsed(self, key: str, text: str) -> tuple[Block, ...]:
        from content.markdown.tree import parse_document  # as in content.issue

        site = self.issue.site
        file, line = _place(self.issue, self.channel, key)
        document, problems = parse_document(text, file=file, first_line=line or 1, tags=site.tags)
        hrefs = Hrefs(site, self.issue.canonical_url, self.issue.path.absolute(), file)
        document = in_language(absolute_links(document, hrefs), self.issue.language)
        self.problems += [*problems, *hrefs.problems]
        if document.footnotes:
            what = f"The {key} for {self.channel} has a footnote, which only an issue can have"
            step = "Write the note into the text."
            self.problems.append(_problem(self.issue, self.channel, key, what, step, "template"))
            return ()
        self._look_up(named_pictures(document, Meta()), file)
        return document.blocks

    def cover(self, chosen: Chosen) -> None:
        """The settings' own cover; the issue's own has been looked up with the issue."""
        source = picture_of(chosen.get("cover"))
        if source:
            file, line = _place(self.issue, self.channel, "cover")
            self._look_up({source: line}, file)

    def _look_up(self, named: Mapping[str, int], file: str) -> None:
        missing = {
            source: line for source, line in named.items() if source not in self.issue.assets
        }
        if missing:
            post = self.issue.path.absolute()
            found, problems = find_assets(missing, post, self.issue.site, file)
            self.assets.update(found)
            self.problems += problems


def _values(issue: Issue, channel: str) -> Mapping[str, str]:
    """What a template may name; a value that is not known is "" and so counts as undefined."""
    number = _number(issue)
    day = issue.meta.date.astimezone(zone_of(issue.site)) if issue.meta.date else None
    return {
        "title": issue.title, "number": "" if number is None else str(number),
        "url": issue.canonical_url or "", "date": f"{day:%Y-%m-%d}" if day else "",
        "channel": channel, "lang": issue.language,
    }  # fmt: skip


def _number(issue: Issue) -> int | None:
    """The front matter's, else the title's."""
    for key in ("number", "issue", "episode"):
        value = issue.meta.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return number_of(issue.title)


# --- where a choice stands ------------------------------------------------------------------------


def _place(issue: Issue, channel: str, key: str) -> tuple[str, int]:
    """File and line of a choice; the settings have no lines, their problems name the key."""
    own = issue.meta.own.get(channel)
    here = key in own if isinstance(own, dict) else own is not None
    name = f"pressrun.{channel}.{key}".rstrip(".")
    return (str(issue.path), issue.meta.line(name)) if here else (SETTINGS, 0)


def _problem(
    issue: Issue, channel: str, key: str, what: str, step: str, code: str = "front-matter-type"
) -> Problem:
    file, line = _place(issue, channel, key)
    where = f" (`channels.{channel}.{key}`)" if file == SETTINGS else ""
    return Problem(Level.ERROR, code, file, line, f"{what}{where}.", step)


def _as_named(path: Path, issue: Issue) -> Path:
    """As the author would name it, in the manner of the issue's own path."""
    return path if issue.path.is_absolute() else Path(os.path.relpath(path))
