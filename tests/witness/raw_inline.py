"""The visible characters of one paragraph's Markdown.

One scan turns the source into pieces: text, code, pictures, and runs of `*`, `_` or `~~` that may
be emphasis. Then runs are paired, and the pieces go to the page with the paired runs left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.witness.emphasis import Piece, emphasis_run, is_cjk, pair_runs
from tests.witness.page import CannotWitness, Page
from tests.witness.templates import ATTRIBUTE, TAG, put_template

CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
HARD_BREAK = re.compile(r"\\\n")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
AUTOLINK = re.compile(r"<((?:https?|mailto|ftp):[^\s<>]+)>")
EMAIL = re.compile(r"<([\w.+-]+@[\w.-]+\.\w+)>")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HTML_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)/?>")
BARE_URL = re.compile(r"https?://[!-~]+")
RUN = re.compile(r"\*+|_+|~~(?!~)")
ATTRIBUTE_LIST = re.compile(r"\{:[^}\n]*\}")
TARGET = re.compile(
    r"\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<plain>(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
REFERENCE = re.compile(r"\[([^\[\]]*)\]")
SILENT_TAGS = re.compile(r"su[pb]|u|mark|kbd|small|span|em|i|s|del|ins|abbr|wbr")
UNKNOWN = re.compile(r"\[\[|\^\[|\$\$|\{\{|==(?=\S)[^=\n]*\S==|\{::")
FORMULA = re.compile(r"\$(?![\s\d])[^$\n]*[^\s$]\$(?!\d)")


def put_inline(page: Page, source: str) -> None:
    for piece in _pieces(page, source, in_link=False):
        _put_piece(page, piece)


def _put_piece(page: Page, piece: Piece) -> None:
    match piece.kind:
        case "text":
            page.put(piece.text)
        case "code":
            page.code(piece.text)
        case "template":
            put_template(page, piece.text)
        case "picture":
            page.picture(piece.text)
        case "link":
            page.links.append(piece.text)
        case "bold":
            page.start_bold() if piece.text == "start" else page.end_bold()
        case _:
            _put_run(page, piece)


def _put_run(page: Page, run: Piece) -> None:
    if run.length >= 2:
        raise CannotWitness(f"{run.text!r} that pairs with nothing")
    for _ in range(run.bold_ends):
        page.end_bold()
    page.put(run.text[: run.length])
    for _ in range(run.bold_starts):
        page.start_bold()


def _pieces(page: Page, source: str, *, in_link: bool) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    while at < len(source):
        new, at = _next(page, source, at, in_link=in_link)
        pieces.extend(new)
    pair_runs([piece for piece in pieces if piece.kind == "run"])
    return pieces


def _next(page: Page, source: str, at: int, *, in_link: bool) -> tuple[list[Piece], int]:
    """The pieces that begin at `at`, and where the next ones begin."""
    for pattern, read in SCAN:
        if m := pattern.match(source, at):
            return read(m), m.end()
    if source.startswith(("[", "!["), at):
        return _bracket(page, source, at, in_link=in_link)
    if not in_link and (m := BARE_URL.match(source, at)):
        url = bare_url(m[0], source[m.end() : m.end() + 1])
        return [Piece("link", url), Piece("text", url)], at + len(url)
    if m := RUN.match(source, at):
        return [emphasis_run(source, m)], m.end()
    end = at + 1
    while end < len(source) and source[end] not in "\\`{<&$=^[!h*_~":
        end += 1
    return [Piece("text", source[at:end])], end


def _nothing(match: re.Match[str]) -> list[Piece]:
    refuse_only(match[0])
    return []


def _refuse(match: re.Match[str]) -> list[Piece]:
    raise CannotWitness(f"{match[0]!r} in {match.string[match.start() :][:40]!r}")


def _autolink(match: re.Match[str]) -> list[Piece]:
    target = match[1] if ":" in match[1] else f"mailto:{match[1]}"
    return [Piece("link", target), Piece("text", match[1])]


def refuse_only(comment: str) -> None:
    if re.match(r"<!--\s*/?\s*only\b", comment):
        raise CannotWitness("blocks for some channels only")


def bare_url(candidate: str, following: str) -> str:
    """GitHub's rule: trailing punctuation and unbalanced closing brackets are not part of it."""
    if following.isalpha() and not is_cjk(following):
        raise CannotWitness(f"address {candidate + following!r}")
    url = re.split(r"[<>`\"\[\]{}|\\^]", candidate)[0]
    while True:
        shorter = re.sub(r"(?:[?!.,:;*_~']|&[A-Za-z0-9]+;)+$", "", url)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == url:
            break
        url = shorter
    if not urlsplit(url).netloc:
        raise CannotWitness(f"address {candidate!r}")
    return url


def _html_tag(tag: re.Match[str]) -> list[Piece]:
    closing, name, attributes = tag[1], tag[2].lower(), tag[3]
    values = {key: double or single for key, double, single in ATTRIBUTE.findall(attributes)}
    if SILENT_TAGS.fullmatch(name):
        return []
    if name == "br":
        return [Piece("text", "\n")]
    if name in {"b", "strong"}:
        return [Piece("bold", "end" if closing else "start")]
    if name == "a":
        return [] if closing or "href" not in values else [Piece("link", unescape(values["href"]))]
    if name == "img" and "src" in values:
        return [Piece("picture", unescape(values["src"]))]
    raise CannotWitness(f"HTML {tag[0]!r} inside a paragraph")


SCAN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[Piece]]], ...] = (
    (ESCAPE, lambda m: [Piece("text", m[1])]),
    (HARD_BREAK, lambda _: [Piece("text", "\n")]),
    (CODE, lambda m: [Piece("code", m["code"])]),
    (TAG, lambda m: [Piece("template", m[0])]),
    (COMMENT, _nothing),
    (ATTRIBUTE_LIST, _nothing),
    (UNKNOWN, _refuse),
    (FORMULA, _refuse),
    (ENTITY, lambda m: [Piece("text", html.unescape(m[0]))]),
    (AUTOLINK, _autolink),
    (EMAIL, _autolink),
    (HTML_TAG, _html_tag),
)


# --- brackets ---------------------------------------------------------------------------------


def _bracket(page: Page, source: str, at: int, *, in_link: bool) -> tuple[list[Piece], int]:
    picture = source[at] == "!"
    start = at + 2 if picture else at + 1
    end = _closing_bracket(source, start)
    if end < 0:
        return [Piece("text", source[at:start])], start
    label = source[start:end]
    if label.startswith("^") and not source.startswith("(", end + 1) and not picture:
        return _note_mark(page, source[at : end + 1], label[1:]), end + 1
    target, after = _target(page, source, end, label)
    if target is None:
        return [Piece("text", source[at:start])], start
    if picture:
        return [Piece("picture", target)], after
    if in_link:
        raise CannotWitness(f"a link inside a link: {source[at:after]!r}")
    visible = label[1:] if label.startswith("^") else label
    return [Piece("link", target), *_pieces(page, visible, in_link=True)], after


def _closing_bracket(source: str, at: int) -> int:
    depth = 0
    while at < len(source):
        skip = ESCAPE.match(source, at) or CODE.match(source, at) or HTML_TAG.match(source, at)
        if skip:
            at = skip.end()
            continue
        if source[at] == "]":
            if depth == 0:
                return at
            depth -= 1
        depth += source[at] == "["
        at += 1
    return -1


def _note_mark(page: Page, written: str, name: str) -> list[Piece]:
    """The mark of a footnote is presentation; without its note it is text."""
    if name not in page.note_bodies:
        return [Piece("text", written)]
    if name not in page.note_order:
        page.note_order.append(name)
    return []


def _target(page: Page, source: str, end: int, label: str) -> tuple[str | None, int]:
    """Where the brackets that close at `end` point to, and where the link ends."""
    if m := TARGET.match(source, end + 1):
        found = m["angle"] if m["angle"] is not None else m["plain"]
        return unescape(found), m.end()
    if source.startswith("(", end + 1):
        raise CannotWitness(f"link target {source[end : end + 60]!r}")
    if m := REFERENCE.match(source, end + 1):
        name = m[1] or label
        if reference_name(name) in page.references:
            return page.references[reference_name(name)], m.end()
    return page.references.get(reference_name(label)), end + 1


def reference_name(label: str) -> str:
    return " ".join(label.split()).casefold()


def unescape(target: str) -> str:
    if "{{" in target or "{%" in target:
        raise CannotWitness(f"template in {target!r}")
    return html.unescape(ESCAPE.sub(r"\1", target))
