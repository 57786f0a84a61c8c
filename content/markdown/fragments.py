"""Parsing a text into tokens, the whole source or a fragment that an attribute or element holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from typing import Any

from markdown_it.token import Token

from content.document import Inline, Text
from content.markdown.inline import run_of
from content.markdown.one_line import one_line
from content.markdown.orphans import ORPHANS
from content.markdown.parser import document_parser
from content.markdown.reading import Reading
from content.markdown.tag_rules import RAW_LINES
from content.markdown.wikilinks import NOTE_LINKS

_MARKUP = re.compile(r"[\\*_`~\[<&!$={^]|://")


def tokens_of(text: str, reading: Reading) -> list[Token]:
    """The tokens of a text that begins on line `reading.first`; footnotes are shared by all."""
    env: MutableMapping[str, Any] = {**reading.env}
    tokens = document_parser().parse(text, env)
    _report_marks(env, reading)
    return tokens


def spans_of_text(text: str, line: int, reading: Reading) -> tuple[Inline, ...]:
    """Inline Markdown that a caption or a title holds."""
    if not text:
        return ()
    if _MARKUP.search(text) is None:
        return (Text(" ".join(text.split())),)
    here = replace(reading, first=line, env={**reading.env, RAW_LINES: ()})
    env = {**here.env}
    (token,) = document_parser().parseInline(text, env)
    _report_marks(env, here)
    return one_line(run_of(token.children or [], here, line), line, reading)


def _report_marks(env: Mapping[str, Any], reading: Reading) -> None:
    """What the inline rules met and left as text, on its line."""
    for label, line in env.get(ORPHANS, ()):
        reading.warn(
            "orphan-footnote",
            reading.first + line,
            f"[^{label}] has no definition; it stays text.",
            f"Add a line that begins with [^{label}]: or remove the mark.",
        )
    for target, line in env.get(NOTE_LINKS, ()):
        reading.note(
            "wiki-link",
            reading.first + line,
            f"The link to the note {target} leads nowhere outside of the vault; its words stay.",
            "Link to the note's page, if it has one.",
        )
