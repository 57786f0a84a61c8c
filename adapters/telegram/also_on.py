"""The line below the last text that says where else the issue stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from adapters.also_on import JOINER, LABELS, label, named
from adapters.base import Edition, Json, Part
from adapters.telegram.layouts import CAPTION
from adapters.telegram.messages import Message, messages
from adapters.telegram.passages import ENTITIES, ENTITY_BYTES, MESSAGE
from adapters.telegram.rich import Rich, cut, entity_bytes, joined, payload, styled
from adapters.telegram.rich_revising import also_on_rich, is_rich
from adapters.telegram.spec import KEY
from content.measure import utf16_units


def also_on(edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
    """With the line, in place of an older one; the same object where there is no room for it."""
    if is_rich(edition):
        return also_on_rich(edition, links, lang)
    texts = [message for message in messages(edition.parts) if message.runs]
    found = named(links, lang, KEY)
    if not texts or not found:
        return edition
    last = texts[-1]
    rich = joined((_without_line(last.rich), _line(found, lang)), "\n")
    if rich == last.rich or not _fits(rich, MESSAGE if last.media is None else CAPTION):
        return edition
    parts = (_saying(part, last, rich) if part.key == last.part else part for part in edition.parts)
    return replace(edition, parts=tuple(parts))


def _line(found: list[tuple[str, str]], lang: str) -> Rich:
    names = [styled(Rich(name), "text_link", url=url) for name, url in found]
    return joined((Rich(label(lang)), joined(names, JOINER)))


def _without_line(rich: Rich) -> Rich:
    above, _, last = rich.text.rpartition("\n")
    if not above or not last.startswith(tuple(LABELS.values())):
        return rich
    return cut(rich, [len(above)])[0]


def _fits(rich: Rich, room: int) -> bool:
    few = len(rich.entities) <= ENTITIES and entity_bytes(rich) <= ENTITY_BYTES
    return few and utf16_units(rich.text) <= room


def _saying(part: Part, message: Message, rich: Rich) -> Part:
    """The part with other words; those of an album stand under its first picture."""
    body = part.payload
    if not isinstance(body, dict):
        return part
    media = body.get("media")
    if message.media is None:
        text, entities = payload(rich)
        words: dict[str, Json] = {"text": text, "entities": entities}
    else:
        words = replace(message, rich=rich).caption()
    if isinstance(media, list) and isinstance(media[0], dict):
        words = {"media": [{**media[0], **words}, *media[1:]]}
    return replace(part, payload={**body, **words})
