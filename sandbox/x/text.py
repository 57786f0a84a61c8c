"""What X makes of a post's text: its weight, its web addresses and its cashtags.

Counting and finding are left to the package `twitter-text-parser`, a port of X's own library.
"""

from __future__ import annotations

import hashlib
import re
import string
import unicodedata
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from sandbox.x.rows import Link

# Top-level domains younger than X's list of 2021, and known ones that are as long.
NEWER_TLD = re.compile(r"\.(web|kids|music)(?![A-Za-z0-9-])", re.IGNORECASE)
KNOWN_TLD = {3: ".com", 4: ".info", 5: ".click"}
# A pictogram with its modifiers, or several joined: one emoji to a reader.
PICTOGRAM = "[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]"
MODIFIER = "[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
SEQUENCE = re.compile(f"{PICTOGRAM}{MODIFIER}*(?:\u200d{PICTOGRAM}{MODIFIER}*)*")
CASHTAG = re.compile(
    r"(?<!\S)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|[\s!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$])",
    re.IGNORECASE,
)
FORBIDDEN_CHARACTERS = re.compile("[\ufffe\ufeff\uffff]")
T_CO_LETTERS = string.digits + string.ascii_letters
T_CO_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Rules:
    """Two points where nobody knows what the server counts."""

    newer_tlds: bool
    emoji_is_two: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as the API gives it back, with its `entities.urls`."""

    text: str
    urls: list[dict[str, Any]]


def weight(text: str, rules: Rules) -> int:
    counted = _with_known_tlds(text) if rules.newer_tlds else text
    if rules.emoji_is_two:
        counted = SEQUENCE.sub("😀", unicodedata.normalize("NFC", counted))
    return int(_library().parse_tweet(counted).weightedLength)


def links_in(text: str, rules: Rules) -> list[Link]:
    searched = _with_known_tlds(text) if rules.newer_tlds else text
    found = _library().extract_urls_with_indices(searched)
    spans = [(int(url["indices"][0]), int(url["indices"][1])) for url in found]
    return [Link(start, end, text[start:end]) for start, end in spans]


def cashtags(text: str) -> list[str]:
    return CASHTAG.findall(text)


def show(
    text: str, links: list[dict[str, Any]], tail: list[dict[str, Any]], *, escaped: bool
) -> Shown:
    """`links` are stored link rows with a `url`; `tail` are entities to add at the end."""
    out, urls, done = "", [], 0
    for link in links:
        out += _escape(text[done : link["start"]], escaped=escaped)
        urls.append(_entity(len(out), link["url"], link["text"]))
        out += link["url"]
        done = link["end"]
    out += _escape(text[done:], escaped=escaped)
    for entity in tail:
        out += " " if out else ""
        urls.append({"start": len(out), "end": len(out) + len(entity["url"]), **entity})
        out += entity["url"]
    return Shown(out, urls)


def stored_link(link: Link, user_id: str) -> dict[str, Any]:
    return {**asdict(link), "url": t_co(f"{user_id} {link.text}")}


def t_co(seed: str) -> str:
    """A short address; the same one for the same seed."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big")
    letters = ""
    for _ in range(T_CO_LENGTH):
        number, place = divmod(number, len(T_CO_LETTERS))
        letters += T_CO_LETTERS[place]
    return f"https://t.co/{letters}"


def _library() -> Any:
    import twitter_text  # type: ignore[import-untyped]  # here: the other stand-ins do without it

    return twitter_text


def _entity(start: int, url: str, written: str) -> dict[str, Any]:
    has_scheme = re.match(r"https?://", written, re.IGNORECASE)
    bare = re.sub(r"^https?://(www\.)?", "", written, flags=re.IGNORECASE)
    return {
        "start": start,
        "end": start + len(url),
        "url": url,
        "expanded_url": written if has_scheme else f"http://{written}",
        "display_url": bare if len(bare) <= 26 else f"{bare[:26]}…",
    }


def _escape(text: str, *, escaped: bool) -> str:
    return escape(text, quote=False) if escaped else text


def _with_known_tlds(text: str) -> str:
    return NEWER_TLD.sub(lambda found: KNOWN_TLD[len(found[1])], text)
