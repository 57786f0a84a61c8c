"""An issue as one Substack post: uploads, the draft, its settings and tags, the publish call."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

from pydantic import TypeAdapter

from adapters.base import Edition, Json, Part, Phase, Pictures
from adapters.lower import lower
from adapters.modes import mode_of
from adapters.pictures import Wanted
from adapters.references import ref
from adapters.shots import Roll, Shot, ledger, picture_problems, roll, shots, upload_parts, wanted
from adapters.substack.document import Page, editor_document
from adapters.substack.filing import section_part, tag_names, tag_parts
from adapters.substack.footnotes import loose_listed
from adapters.substack.losses import losses
from adapters.substack.readback import SECTION
from adapters.substack.schema import faults
from adapters.substack.spec import KEY, LIMITS, PICTURE, SPEC, Options
from content.defaults import cover, override
from content.issue import Issue
from content.problems import Level, Problem
from content.teaser import teaser

DRAFT = "draft"
SETTINGS = "settings"
PUBLISH = "publish"

# What the issue may call otherwise than its title, below `pressrun.substack`.
TITLES = {"search_title": "search_engine_title", "social_title": "social_title"}

_ANY = TypeAdapter(object)


def wanted_pictures(issue: Issue) -> list[Wanted]:
    """Every picture of the post, and its cover."""
    places = (*shots(issue.document, KEY), *_cover(issue))
    return [wanted(issue, shot, PICTURE) for shot in places]


def edition(issue: Issue, pictures: Pictures, options: Options) -> Edition:
    """The post; pure, the same bytes for the same issue and pictures."""
    file = str(issue.path)
    mode, told = mode_of(issue, KEY, SPEC.verbs, options.mode)
    options = options.model_copy(update={"mode": mode})
    document, notes = lower(issue.document, KEY, SPEC.shows, file=file)
    document, loose = loose_listed(document, file)
    taken = roll(shots(document), PICTURE, pictures)
    body = editor_document(document, Page(taken.uploads, issue.language))
    problems = [
        *told,
        *notes,
        *loose,
        *losses(issue.document, document, file),
        *picture_problems(taken, file),
        *_schema_problems(body, file),
    ]
    return Edition(
        channel=KEY,
        parts=tuple(_parts(issue, body, taken, options, pictures)),
        problems=tuple(problems),
        images=ledger(taken),
        facts=_facts(issue, body, options),
        verb=mode,
    )


def _parts(
    issue: Issue, body: Json, taken: Roll, options: Options, pictures: Pictures
) -> Iterator[Part]:
    section = section_part(_section(issue, options))
    yield from section
    face = roll(_cover(issue), PICTURE, pictures)
    uploads = {part.key: part for part in (*upload_parts(taken), *upload_parts(face))}
    yield from uploads.values()
    subtitle = _subtitle(issue)
    draft = _draft(issue, subtitle, body)
    yield Part(DRAFT, DRAFT, draft, waits_for=tuple(uploads), phase=Phase.PREPARE)
    yield Part(
        SETTINGS,
        SETTINGS,
        {**_settings(issue, subtitle, options, face), **_filed(section)},
        waits_for=(DRAFT, *(part.key for part in section)),
        phase=Phase.PREPARE,
    )
    yield from tag_parts(issue.meta.tags, options.attach_tags)
    if options.mode != "draft":
        send: Json = {"send": options.mode == "web+email"}
        yield Part(PUBLISH, PUBLISH, send, waits_for=(DRAFT, SETTINGS))


def _draft(issue: Issue, subtitle: str, body: Json) -> Json:
    """The request of POST /drafts; the byline is added by the client, which knows the account."""
    return {
        "draft_title": _own(issue, "title") or issue.title,
        "draft_subtitle": subtitle,
        "draft_body": _json(body),
        "draft_bylines": [],
        "type": "newsletter",
        "audience": "everyone",
        "section_chosen": False,
        "draft_section_id": None,
    }


def _json(body: Json) -> str:
    """Without white space. pydantic is three times as fast as json, but refuses what is deep."""
    try:
        return _ANY.dump_json(body).decode()
    except ValueError:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _settings(issue: Issue, subtitle: str, options: Options, face: Roll) -> dict[str, Json]:
    """The request of PUT /drafts/:id: mail is off unless it was asked for in so many words."""
    values: dict[str, Json] = {
        "slug": _own(issue, "slug") or _slug(issue),
        "should_send_email": options.mode == "web+email",
        "section_chosen": True,
        "search_engine_description": _own(issue, "search_description") or subtitle,
        "description": subtitle,
    }
    for key, name in TITLES.items():
        if title := _own(issue, key):
            values[name] = title
    for upload in face.uploads.values():
        values["cover_image"] = ref(upload.key, "url")
    return values


def _filed(section: tuple[Part, ...]) -> dict[str, Json]:
    """The section, by the id that its part looks up."""
    return {SECTION: ref(section[0].key, "id")} if section else {}


def _section(issue: Issue, options: Options) -> str:
    """The issue's own word wins, also an empty one."""
    own = override(issue, KEY, "section")
    return own.strip() if isinstance(own, str) else options.section.strip()


def _slug(issue: Issue) -> str:
    """What an address may hold; an issue named in another script goes by its date and key."""
    spelled = re.sub(r"[^a-z0-9]+", "-", issue.slug.lower()).strip("-")
    if spelled == issue.slug.lower():
        return spelled
    day = f"{issue.meta.date:%Y-%m-%d}" if issue.meta.date else ""
    mark = hashlib.sha256(issue.key.encode()).hexdigest()[:6]
    return "-".join(word for word in ("issue", day, mark) if word)


def _cover(issue: Issue) -> list[Shot]:
    source = cover(issue, channel=KEY)
    return [Shot(source, issue.assets[source].line)] if source else []


def _subtitle(issue: Issue) -> str:
    limit = LIMITS["subtitle"]
    return teaser(issue, limit.value, limit.counter, channel=KEY).text


def _own(issue: Issue, key: str) -> str:
    value = override(issue, KEY, key)
    return value if isinstance(value, str) else ""


def _schema_problems(body: Json, file: str) -> list[Problem]:
    return [
        Problem(Level.ERROR, "substack-schema", file, 0, f"The editor would refuse: {fault}.")
        for fault in faults(body)
    ]


def _facts(issue: Issue, body: Json, options: Options) -> dict[str, str]:
    blocks = body["content"] if isinstance(body, dict) else []
    kinds = [b["type"] for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
    mail = "to every subscriber" if options.mode == "web+email" else "none"
    facts = {"blocks": str(len(kinds)), "email": mail}
    if section := _section(issue, options):
        facts["section"] = section
    if names := tag_names(issue.meta.tags) if options.attach_tags != "none" else ():
        facts["tags"] = ", ".join(names)
    return facts
