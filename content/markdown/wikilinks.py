"""Obsidian: `![[picture.png|alt]]` is a picture, `[[Note|words]]` is its words, and noted."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from content.markdown.tag_rules import LINE

NOTE_LINKS = "note links"  # key of the parser's environment: target and line

_WIKI = re.compile(r"(!?)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_PICTURE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:x\d+)?")


def wiki_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if not state.src.startswith(("[[", "![["), state.pos):
        return False
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if match is None or _is_markdown(state, match):
        return False
    if not silent:
        _push(state, match)
    state.pos = match.end()
    return True


def _is_markdown(state: StateInline, match: re.Match[str]) -> bool:
    """A number in double brackets is a citation; a known label is a reference link."""
    if match[2].strip().isdigit() and not match[1]:
        return True
    return normalizeReference(match[2]) in state.env.get("references", {})


def _push(state: StateInline, match: re.Match[str]) -> None:
    target, words = match[2].strip(), (match[3] or "").strip()
    if not match[1]:
        line = state.env.get(LINE, 0) + state.src.count("\n", 0, state.pos)
        state.env.setdefault(NOTE_LINKS, []).append((target, line))
        state.append_pending(words or target.lstrip("#").replace("#", " > "))
    elif _PICTURE.search(target):
        token = state.push("image", "img", 0)
        token.attrs = {"src": target, "alt": ""}
        token.children, token.content = [], "" if _SIZE.fullmatch(words) else words
        token.meta = {"alt": token.content}
    else:
        token = state.push("wiki_embed", "", 0)
        token.content = match[0]


def wikilinks_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.after("image", "wiki_link", wiki_link)
    md.add_render_rule("wiki_embed", _nothing)


def _nothing(*_: object) -> str:
    return ""
