"""The configured Markdown parser: gfm-like2, footnotes, strict mathematics, and our own rules.

All rules belong to the instance; nothing of markdown-it is changed for others.
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_core import normalize as stock_normalize
from markdown_it.rules_core import text_join as stock_text_join
from mdit_py_plugins.footnote import footnote_plugin

from content.markdown.attributes import attributes_plugin
from content.markdown.autolink import autolink_plugin
from content.markdown.block_rules import block_rules_plugin
from content.markdown.callouts import callouts_plugin
from content.markdown.cjk import cjk_plugin
from content.markdown.dispatch import dispatch_plugin
from content.markdown.highlight import highlight_plugin
from content.markdown.html_blocks import html_blocks_plugin
from content.markdown.lines import lines_plugin
from content.markdown.mathematics import mathematics_plugin
from content.markdown.orphans import orphans_plugin
from content.markdown.plain_links import plain_links_plugin
from content.markdown.plain_spans import plain_spans_plugin
from content.markdown.tag_rules import LINE, tags_plugin
from content.markdown.text_blocks import text_blocks_plugin
from content.markdown.wikilinks import wikilinks_plugin

OPTIONS = {
    "linkify": False,  # our own rule, which knows Chinese punctuation
    "strikethrough_single_tilde": False,  # `约~100~元`
    "maxNesting": 60,  # 20 would drop the text of the eleventh list level
}


def make_parser() -> MarkdownIt:
    """The parser with its default HTML renderer; true to CommonMark but for the rules of ours."""
    md = MarkdownIt("gfm-like2", OPTIONS)
    md.use(dispatch_plugin)
    md.use(block_rules_plugin)
    md.use(text_blocks_plugin)
    md.use(footnote_plugin)
    md.use(mathematics_plugin)
    md.use(cjk_plugin)
    md.use(plain_spans_plugin)
    md.use(highlight_plugin)
    md.use(html_blocks_plugin)
    md.use(tags_plugin)
    md.use(attributes_plugin)
    md.use(callouts_plugin)
    md.use(plain_links_plugin)
    md.core.ruler.at("normalize", normalize)
    md.core.ruler.at("inline", inline_with_lines)
    md.core.ruler.at("text_join", join_special_text)
    return md


@cache
def document_parser() -> MarkdownIt:
    """The parser as the tree wants its tokens: addresses as written, notes where they stand.

    Bare addresses become links only here, since CommonMark leaves them text.
    """
    md = make_parser()
    md.use(autolink_plugin)
    md.use(html_blocks_plugin, text_behind_comment=True)
    md.use(wikilinks_plugin)
    md.use(orphans_plugin)
    md.use(lines_plugin)
    md.disable("footnote_tail")
    md.validateLink = always  # type: ignore[method-assign,assignment]
    md.normalizeLink = as_written  # type: ignore[method-assign,assignment]
    md.normalizeLinkText = as_written  # type: ignore[method-assign,assignment]
    return md


def always(_address: str) -> bool:
    """The tree refuses links itself: with a problem, and keeping their text."""
    return True


def as_written(address: str) -> str:
    return address


def normalize(state: StateCore) -> None:
    """markdown-it's rule replaces every line end, even by its like."""
    if "\r" in state.src or "\0" in state.src:
        stock_normalize(state)


def inline_with_lines(state: StateCore) -> None:
    """markdown-it's inline rule, telling the inline rules on which line their text begins."""
    for token in state.tokens:
        if token.type == "inline":
            state.env[LINE] = token.map[0] if token.map else 0
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def join_special_text(state: StateCore) -> None:
    """markdown-it's rule, for the texts in which an escape or an entity may stand apart."""
    special = [
        token
        for token in state.tokens
        if token.type == "inline" and ("\\" in token.content or "&" in token.content)
    ]
    if special:
        stock_text_join(StateCore(state.src, state.md, state.env, special))
