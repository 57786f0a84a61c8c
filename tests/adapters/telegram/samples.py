"""Issues and pictures made up for the tests of the Telegram channel, and their messages read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters.base import Edition, Media, Part, Picture, Pictures
from adapters.shots import shots
from adapters.telegram.render import edition
from adapters.telegram.spec import Options
from content.document import Document
from content.issue import Issue
from content.markdown.tree import parse_document
from content.measure import utf16_units
from content.meta import Meta
from content.site import Site

URL = "https://blog.example.org/2025/issue-7/"
TITLE = "周刊 7: 小模型"


def parsed(markdown: str) -> Document:
    return parse_document(markdown, file="sample.md", first_line=1, tags={})[0]


def issue_of(markdown: str, **changes: object) -> Issue:
    fields: dict[str, object] = {
        "path": Path("/site/_posts/2025-11-03-issue.md"),
        "key": "_posts/2025-11-03-issue.md",
        "site": Site(Path("/site")),
        "meta": Meta(title=TITLE),
        "document": parsed(markdown),
        "assets": {},
        "language": "zh",
        "slug": "issue",
        "canonical_url": URL,
        "source_sha256": "0" * 64,
    }
    return Issue(**{**fields, **changes})  # type: ignore[arg-type]


def pictures_for(issue: Issue) -> Pictures:
    """What `prepare` would give if every picture were fine as it is."""
    return Pictures(rows={("photo", s.source): _picture(s.source) for s in shots(issue.document)})


def _picture(source: str) -> Picture:
    name = hashlib.sha256(source.encode()).hexdigest()
    return Picture(source, name, "", "as is", Media(source, name, "image/png", 900, 600, 40_000))


def edition_of(markdown: str, layout: str = "auto", **changes: object) -> Edition:
    issue = issue_of(markdown, **changes)
    return edition(issue, pictures_for(issue), Options(layout=layout))  # type: ignore[arg-type]


def payloads(made: Edition) -> list[dict[str, Any]]:
    return [dict(part.payload) for part in made.parts]  # type: ignore[arg-type]


def kinds(made: Edition) -> list[str]:
    return [part.kind for part in made.parts]


def rows(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Every text of a request as `text` and `entities`, captions among them."""
    items = payload.get("media", [payload])
    captions = [
        {"text": item["caption"], "entities": item.get("caption_entities", [])}
        for item in items
        if "caption" in item
    ]
    return [payload, *captions] if "text" in payload else captions


def texts(made: Edition) -> list[str]:
    return [row["text"] for payload in payloads(made) for row in rows(payload)]


def entities(made: Edition) -> list[dict[str, Any]]:
    return [e for payload in payloads(made) for row in rows(payload) for e in row["entities"]]


def faults(made: Edition) -> list[str]:
    """What the server would refuse or drop, by the numbers of the contract."""
    return [fault for part in made.parts for fault in _part_faults(part)]


def _part_faults(part: Part) -> list[str]:
    payload: Any = part.payload
    found = []
    if part.kind == "album" and not 2 <= len(payload["media"]) <= 10:
        found.append(f"{part.key}: an album of {len(payload['media'])}")
    for row in rows(payload):
        found += _row_faults(part.key, row, 4096 if row is payload else 1024)
    return found


def _row_faults(key: str, row: dict[str, Any], limit: int) -> list[str]:
    text, marks = row["text"], row["entities"]
    total = utf16_units(text)
    weight = sum(24 + len(str(e.get("url", "")).encode()) for e in marks)
    checks = {
        f"{total} units": 0 < total <= limit,
        "white space at the ends": text == text.strip(),
        "control characters": all(c >= " " or c == "\n" for c in text),
        f"{len(marks)} entities": len(marks) <= 100,
        f"{weight} bytes of entities": weight <= 9_000,
        "not sorted": [e["offset"] for e in marks] == sorted(e["offset"] for e in marks),
        "an entity outside": all(
            0 <= e["offset"] < e["offset"] + e["length"] <= total for e in marks
        ),
        "a split character": all(_whole(text, e) for e in marks),
        "code that holds a style": not _in_code(marks),
        "styles that cross": not any(_cross(a, b) for a in marks for b in marks),
        "a quotation in another": not any(_in_quote(a, b) for a in marks for b in marks),
    }
    return [f"{key}: {name}" for name, fine in checks.items() if not fine]


def _whole(text: str, entity: dict[str, Any]) -> bool:
    units = text.encode("utf-16-le")
    edges = (entity["offset"], entity["offset"] + entity["length"])
    return all(not 0xDC <= (units[2 * e + 1 : 2 * e + 2] or b"\0")[0] <= 0xDF for e in edges)


QUOTES = ("blockquote", "expandable_blockquote")


def _cross(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether one begins in the other and ends behind it."""
    end = other["offset"] + other["length"]
    return bool(other["offset"] < one["offset"] < end < one["offset"] + one["length"])


def _in_quote(one: dict[str, Any], other: dict[str, Any]) -> bool:
    quotes = one is not other and one["type"] in QUOTES and other["type"] in QUOTES
    inside = other["offset"] <= one["offset"] < other["offset"] + other["length"]
    return quotes and inside


def _in_code(marks: Sequence[dict[str, Any]]) -> bool:
    code = [e for e in marks if e["type"] in ("code", "pre")]
    return any(
        other is not e
        and other["type"] not in ("blockquote", "expandable_blockquote")
        and e["offset"] < other["offset"] + other["length"]
        and other["offset"] < e["offset"] + e["length"]
        for e in code
        for other in marks
    )


def prose(units: int, sentence: str = "团队公布了训练细节，并说明数据如何清洗与去重。") -> str:
    return (sentence * (units // len(sentence) + 1))[:units]


def sections(count: int, units: int = 400, pictures: int = 0) -> str:
    """Markdown of so many sections, each of so much prose and so many pictures."""
    return "\n\n".join(
        f"## 第{n}节\n\n{prose(units)}"
        + "".join(f"\n\n![图{n}之{p}](img/{n}-{p}.png)" for p in range(pictures))
        for n in range(1, count + 1)
    )
