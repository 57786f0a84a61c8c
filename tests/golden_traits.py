"""Whole small issues, one trait of writing each, through every channel, to be read in review.

`tests/golden/samples/<trait>.md` is the issue; `tests/golden/<channel>/<trait>.<extension>` is what
the channel makes of it. The samples of a channel's own tests are smaller: one node, one choice.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import Any

from adapters import channel_class
from adapters.base import Channel, Edition, Json
from content.issue import Issue, load_issue
from content.measure import x_weight
from tests.golden_files import GOLDEN

SAMPLES = GOLDEN / "samples"

TRAITS = (
    "headings-four",
    "headings-none",
    "picture-caption",
    "pictures-gallery",
    "table-aligned",
    "code-language",
    "formulas",
    "footnotes-twice",
    "callouts",
    "lists-three-deep",
    "quotations",
    "chinese-english",
    "emoji-bidi",
    "embeds",
    "details-picture",
    "only-blocks",
    "cues",
    "small-marks",
)

PICTURE = re.compile(r"/img/([\w-]+)\.png")
BLOCK = re.compile(r"(?=<(?:section|p|pre|table|tr|td|th|hr)\b)")  # a line each
CONFIG = "title: Sample\nurl: https://letter.example.com\npermalink: /:year/:title/\n"
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A channel as one setting of it renders, and how its golden file is written."""

    key: str
    options: Mapping[str, object]
    file: str
    written: Callable[[Edition], str]

    def name(self, trait: str) -> str:
        return self.file.format(trait)


def site_of_samples(folder: Path) -> Path:
    """A site with every sample as a post, and a small picture for each that they name."""
    (folder / "_posts").mkdir()
    (folder / "img").mkdir()
    (folder / "_config.yml").write_text(CONFIG, encoding="utf-8")
    for trait in TRAITS:
        markdown = (SAMPLES / f"{trait}.md").read_text(encoding="utf-8")
        (folder / "_posts" / f"2025-11-03-{trait}.md").write_text(markdown, encoding="utf-8")
        for name in PICTURE.findall(markdown):
            _draw(folder / "img" / f"{name}.png")
    return folder


def issue_of(site: Path, trait: str) -> Issue:
    return load_issue(site / "_posts" / f"2025-11-03-{trait}.md")


def rendered(issue: Issue, column: Column) -> Edition:
    made = channel_class(column.key)
    options = made.options.model_validate(column.options)
    channel: Channel = made(options, {}, _no_blobs)  # type: ignore[call-arg]  # not of the port
    return channel.render(issue, channel.prepare(issue))


def _draw(path: Path) -> None:
    """A plain picture in a colour of its own. Written out by hand, since encoders differ by version
    and its bytes name its parts."""
    width, height = 940, 500
    rows = (b"\0" + bytes(-(-width // 8))) * height
    size = len(rows).to_bytes(2, "little")
    stored = b"\x78\x01\x01" + size + bytes(255 - byte for byte in size) + rows
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 1, 3, 0, 0, 0),
        b"PLTE": hashlib.sha256(path.stem.encode()).digest()[:3],
        b"IDAT": stored + zlib.adler32(rows).to_bytes(4, "big"),
        b"IEND": b"",
    }
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(starmap(_chunk, chunks.items())))


def _chunk(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(kind + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + kind + body + crc


def _no_blobs(sha256: str) -> bytes:
    raise LookupError(sha256)


# --- how an edition is written down -----------------------------------------------------------


def _telegram(edition: Edition) -> str:
    calls: list[Json] = [{part.kind: _with_words(part.payload)} for part in edition.parts]
    return _pretty({"calls": calls, "problems": _problems(edition)})


def _with_words(value: Any) -> Any:
    """The payload, each entity beside the words that it is laid on."""
    if isinstance(value, list):
        return [_with_words(item) for item in value]
    if not isinstance(value, dict):
        return value
    units = str(value.get("text", value.get("caption", ""))).encode("utf-16-le")
    told = {key: _with_words(held) for key, held in value.items()}
    for key in ("entities", "caption_entities"):
        told |= {key: [_told(entity, units) for entity in value[key]]} if key in value else {}
    return told


def _told(entity: Any, units: bytes) -> Any:
    start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
    return {**entity, "words": units[start:end].decode("utf-16-le")}


def _substack(edition: Edition) -> str:
    draft: Any = next(part.payload for part in edition.parts if part.kind == "draft")
    told = {**draft, "draft_body": json.loads(draft["draft_body"])}
    return _pretty({**told, "problems": _problems(edition)})


def _wechat(edition: Edition) -> str:
    draft: Any = next(part.payload for part in edition.parts if part.kind == "draft")
    article = draft["articles"][0]
    head = [f"<!-- {key}: {article[key]} -->" for key in ("title", "digest", "content_source_url")]
    body = BLOCK.sub("\n", article["content"]).lstrip()
    problems = [f"<!-- {told} -->" for told in _problems(edition)]
    return "\n".join([*head, body, *problems, ""])


def _x(edition: Edition) -> str:
    names = {part.key: Path(m.source).name for part in edition.parts for m in part.media}
    lines: list[str] = []
    for part in edition.parts:
        if part.kind == "post" and isinstance(part.payload, dict):
            text = str(part.payload.get("text", ""))
            shown = [f", {names[key]}" for key in part.waits_for if key in names]
            lines += [f"--- weight {x_weight(text)}{''.join(shown)}", text, ""]
    return "\n".join([*lines, f"=== ${edition.cost_usd:.3f}", *_problems(edition), ""])


def _problems(edition: Edition) -> list[str]:
    return [f"{p.level} {p.code} line {p.line}: {p.message}" for p in edition.problems]


def _pretty(value: Json) -> str:
    """JSON with everything that fits on one line kept on it."""
    return "".join(_lines(value, "")) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent + flat) <= WIDTH or not isinstance(value, dict | list) or not value:
        yield flat
        return
    inner = indent + "  "
    named = value.items() if isinstance(value, dict) else (("", held) for held in value)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    for number, (name, held) in enumerate(named):
        label = f"{json.dumps(name, ensure_ascii=False)}: " if isinstance(value, dict) else ""
        yield f"{opening if number == 0 else ','}\n{inner}{label}"
        yield from _lines(held, inner)
    yield f"\n{indent}{closing}"


COLUMNS = (
    Column("telegram", {}, "telegram/{}.json", _telegram),
    Column("substack", {}, "substack/{}.json", _substack),
    Column("wechat", {}, "wechat/{}.html", _wechat),
    Column("x", {"mode": "digest"}, "x/{}.digest.txt", _x),
    Column("x", {"mode": "full", "max_cost_usd": 9}, "x/{}.full.txt", _x),
)
