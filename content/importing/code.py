"""Code blocks as each service marks them up: a line per element, line numbers beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from content.importing.trees import attr, classes, made

_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:)[-\s]?([\w+#.-]+)")
_NO_LANGUAGE = frozenset({"plaintext", "text", "plain", "none", "nohighlight", "txt"})
_NUMBERS = (
    ".code-snippet__line-index, .gutter, .rouge-gutter, td.lineno, .lineno, .linenos, .line-numbers"
    "-rows, .react-code-line-number, .hljs-ln-numbers, [data-line-number]:empty"
)
_HOLDERS = frozenset({"ol", "ul", "div", "table", "tbody"})  # of all lines together
_COPY = "button, .copy, .clipboard, .copy-btn, .code-toolbar > .toolbar, .header-code"


def settle_code(body: Tag) -> None:
    """Every code block below `body` becomes `<pr-code language>` with the code as its text."""
    for table in body.select("table.rouge-table, table.highlighttable, table.hljs-ln, .lntable"):
        if not table.find_parent("pre"):
            _unwrap_table(table)
    for pre in body.find_all("pre"):
        if pre.decomposed or pre.find_parent("pre"):
            continue
        for extra in pre.select(f"{_NUMBERS}, {_COPY}"):
            extra.decompose()
        _drop_numbers_beside(pre)
        if code := _code(pre):
            pre.replace_with(made("pr-code", code, language=_language(pre)))
        else:
            pre.unwrap()  # what stood in it, such as a list, stands behind it


def _unwrap_table(table: Tag) -> None:
    """Line numbers in one cell, the code in the next."""
    blocks = [pre for pre in table.find_all("pre") if not _only_numbers(pre.get_text())]
    if len(blocks) == 1:
        language = _language(blocks[0])
        blocks[0]["data-lang"] = language
        table.replace_with(blocks[0])


def _only_numbers(text: str) -> bool:
    return re.fullmatch(r"[\d\s]*", text) is not None


def _drop_numbers_beside(pre: Tag) -> None:
    for beside in [*pre.find_previous_siblings(["ul", "ol"], limit=1)]:
        if "code-snippet__line-index" in attr(beside, "class"):
            beside.decompose()


def _code(pre: Tag) -> str:
    for end in pre.find_all("br"):
        end.replace_with("\n")
    text = "\n".join(_lines(pre))
    text = text.replace("\r\n", "\n").replace("\u00a0", " ").replace("\u200b", "")
    return text.strip("\n").rstrip()


def _lines(pre: Tag) -> list[str]:
    """The text of the block, an element of a line's own ending with a line end."""
    codes = [one for one in pre.find_all("code") if not one.find_parent("code")]
    if len(codes) > 1:
        return [one.get_text().rstrip("\n") for one in codes]
    holder = codes[0] if codes else pre
    rows = _rows(holder)
    while len(rows) == 1 and isinstance(rows[0], Tag) and rows[0].name in _HOLDERS:
        holder, rows = rows[0], _rows(rows[0])
    if len(rows) > 1 and all(_is_line(row) for row in rows) and not _ends(holder, rows):
        return [row.get_text().rstrip("\n") for row in rows]
    return [pre.get_text()]


def _rows(holder: Tag) -> list[PageElement]:
    return [one for one in holder.children if not _is_blank(one)]


def _is_blank(node: object) -> bool:
    return isinstance(node, NavigableString) and not str(node).strip()


def _is_line(node: object) -> bool:
    if not isinstance(node, Tag):
        return False
    shown = re.search(r"display\s*:\s*(?:block|flex)", attr(node, "style"))
    own = {"line", "code-line", "view-line", "cl", "token-line"} & classes(node)
    return node.name in {"div", "p", "li", "tr"} or bool(shown or own)


def _ends(holder: Tag, rows: Sequence[object]) -> bool:
    """Whether line ends stand in the text already, between the elements or at their ends."""
    between = any(
        isinstance(one, NavigableString) and "\n" in one for one in list(holder.children)[1:-1]
    )
    inside = [row.get_text().endswith("\n") for row in rows if isinstance(row, Tag)]
    return between or any(inside)


def _language(pre: Tag) -> str:
    inner = pre.find("code")
    places = [pre, *([inner] if isinstance(inner, Tag) else []), *list(pre.parents)[:3]]
    for place in places:
        named = attr(place, "data-lang") or attr(place, "data-language")
        found = _LANGUAGE.search(attr(place, "class"))
        word = (named or (found[1] if found else "")).lower()
        if word and re.fullmatch(r"[\w+#.-]{1,30}", word):
            return "" if word in _NO_LANGUAGE else word
    return ""
