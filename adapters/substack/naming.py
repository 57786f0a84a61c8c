"""The paragraph that names the other channels: the last one of the text, above the footnotes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from adapters.also_on import JOINER, LABELS, label, named
from adapters.base import Edition, Json, Part
from adapters.substack.inline import Node, inline_nodes
from adapters.substack.render import DRAFT
from adapters.substack.schema import LINK_SCHEMES
from adapters.substack.spec import KEY
from content.document import Inline, Link, Text


def also_on(edition: Edition, links: Mapping[str, str], lang: str) -> Edition:
    """The edition with that paragraph, in the place of an earlier one; itself without links."""
    links = {key: url for key, url in links.items() if url.startswith(LINK_SCHEMES)}
    others = named(links, lang, KEY)
    if not others:
        return edition
    paragraph: Node = {"type": "paragraph", "content": inline_nodes(_line(others, lang))}
    return replace(edition, parts=tuple(_with(part, paragraph) for part in edition.parts))


def _line(others: list[tuple[str, str]], lang: str) -> tuple[Inline, ...]:
    line: list[Inline] = [Text(label(lang))]
    for name, url in others:
        line += [Link(url, (Text(name),)), Text(JOINER)]
    return tuple(line[:-1])


def _with(part: Part, paragraph: Node) -> Part:
    payload = part.payload
    if part.key != DRAFT or not isinstance(payload, dict):
        return part
    document = json.loads(str(payload["draft_body"]))
    blocks = document["content"]
    notes = next((n for n, block in enumerate(blocks) if block["type"] == "footnote"), len(blocks))
    end = notes - 1 if notes and _names_channels(blocks[notes - 1]) else notes
    document["content"] = [*blocks[:end], paragraph, *blocks[notes:]]
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return replace(part, payload={**payload, "draft_body": body})


def _names_channels(block: Json) -> bool:
    """Whether an earlier pass wrote this block: a label, then links alone."""
    match block:
        case {"type": "paragraph", "content": [{"text": str(opening)}, *rest]}:
            links = [n for n in rest if isinstance(n, dict) and n.get("text") != JOINER]
            return opening in LABELS.values() and bool(links) and all("marks" in n for n in links)
        case _:
            return False
