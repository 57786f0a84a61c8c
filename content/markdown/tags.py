"""Template tags as a value: read, never executed.

Liquid `{% name … %}` and `{{ output }}`, Hugo `{{< name … >}}` and `{{% name … %}}`. What a tag
becomes stands in a table from its name to a word of `Kind`; the configuration may add to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a template tag becomes in the document."""

    FIGURE = "figure"
    VIDEO = "video"
    AUDIO = "audio"
    YOUTUBE = "youtube"
    BILIBILI = "bilibili"
    VIMEO = "vimeo"
    POST = "x"
    CALLOUT = "callout"
    DETAILS = "details"
    GALLERY = "gallery"
    HIGHLIGHT = "highlight"
    COMMENT = "comment"
    RAW = "raw"
    TARGET = "target"
    UNWRAP = "unwrap"
    DROP = "drop"


DEFAULT_TAGS: Mapping[str, str] = {
    "include figure": "figure", "include image": "figure", "include img": "figure",
    "include picture": "figure", "include responsive-image": "figure", "figure": "figure",
    "img": "figure", "image": "figure", "picture": "figure",
    "include video": "video", "video": "video", "include audio": "audio", "audio": "audio",
    "include youtube": "youtube", "include youtubeplayer": "youtube", "youtube": "youtube",
    "include bilibili": "bilibili", "bilibili": "bilibili", "vimeo": "vimeo",
    "include vimeo": "vimeo", "tweet": "x", "twitter": "x", "x": "x", "include tweet": "x",
    "notice": "callout", "callout": "callout", "admonition": "callout", "hint": "callout",
    "alert": "callout", "note": "callout", "tip": "callout", "info": "callout",
    "warning": "callout", "important": "callout", "caution": "callout", "danger": "callout",
    "details": "details", "expand": "details", "gallery": "gallery",
    "highlight": "highlight", "comment": "comment", "raw": "raw",
    "post_url": "target", "link": "target", "ref": "target", "relref": "target",
    "include toc": "drop", "toc": "drop",
}  # fmt: skip

# A tag that nobody closed ends at the paragraph's end and before the next tag; output tags are
# short, for authors also write double braces in prose.
_WORDS = r"[^\n{}%>-]++(?:-[^\n{}%>-]++)*+"
_INSIDE = rf"(?:{_WORDS}|(?!\n[ \t]*\n|\{{[%{{])[\n{{}}%>-])*?"
_OUTPUT = r"[^\n{}]{1,200}?"
TAG = re.compile(
    rf"\{{%-?(?P<liquid>{_INSIDE})-?%\}}"
    rf"|\{{\{{<(?P<angle>{_INSIDE})>\}}\}}"
    rf"|\{{\{{%(?P<percent>{_INSIDE})%\}}\}}"
    rf"|\{{\{{-?(?![<%{{}}])(?P<output>{_OUTPUT})-?\}}\}}",
    re.DOTALL,
)
_ARGUMENT = re.compile(
    r"""(?P<key>[\w.-]+)\s*=\s*(?:"(?P<kd>(?:[^"\\]|\\.)*)"|'(?P<ks>[^']*)'|`(?P<kb>[^`]*)`"""
    r"""|(?P<ku>[^\s"'`]+))"""
    r"""|"(?P<d>(?:[^"\\]|\\.)*)"|'(?P<s>[^']*)'|`(?P<b>[^`]*)`|(?P<word>[^\s"'`]+)""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_VARIABLE = re.compile(r"(?:page|site|include|layout|post)\.\w|\.(?:Params|Site|Page)\b")


@dataclass(frozen=True, slots=True)
class Tag:
    """`name` carries the file of an include without folder and suffix: "include figure"."""

    name: str
    words: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    closing: bool = False
    shortcode: bool = False

    def option(self, *names: str) -> str:
        """The first of these options that is given."""
        for name in names:
            if value := self.options.get(name):
                return value
        return ""

    def word(self, place: int) -> str:
        return self.words[place] if place < len(self.words) else ""


@dataclass(frozen=True, slots=True)
class Output:
    """`{{ expression }}`."""

    expression: str


@dataclass(frozen=True, slots=True)
class Literal:
    """Hugo's `{{</* name */>}}`: shows a shortcode instead of running it."""

    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A template comment: `{{/* … */}}` or Liquid's `{% # … %}`."""


@lru_cache(maxsize=256)  # a tag is looked at by the parser and again by the tree
def read_tag(raw: str) -> Tag | Output | Literal | Remark:
    """`raw` is a whole tag, as TAG matches it."""
    match = TAG.fullmatch(raw)
    if match is None:
        return Remark()
    where = str(match.lastgroup)
    inside = match[where].strip()
    if inside.startswith("/*") and inside.endswith("*/"):
        return _escaped(where, inside[2:-2])
    if where == "output":
        return Output(inside)
    if inside.startswith("#"):
        return Remark()
    return _tag(inside, shortcode=where != "liquid")


def _escaped(where: str, inside: str) -> Literal | Remark:
    match where:
        case "angle":
            return Literal("{{<" + inside + ">}}")
        case "percent":
            return Literal("{{%" + inside + "%}}")
        case _:
            return Remark()


def _tag(inside: str, *, shortcode: bool) -> Tag:
    if shortcode:
        closing = inside.startswith("/")
        inside = inside.strip("/ \t\n")
    else:
        closing = inside.startswith("end")
        inside = inside.removeprefix("end")
    name, *rest = inside.split(None, 1) or [""]
    words, options = _arguments("".join(rest))
    if name in {"include", "include_relative", "include_cached", "partial"} and words:
        name, words = f"include {_stem(words[0])}", words[1:]
    return Tag(name.lower(), words, options, closing, shortcode)


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].partition(".")[0].lower()


def _arguments(rest: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    words: list[str] = []
    options: dict[str, str] = {}
    for match in _ARGUMENT.finditer(rest):
        form = str(match.lastgroup)
        value = match[form]
        if "\\" in value and form in {"kd", "d"}:
            value = _ESCAPE.sub(r"\1", value)
        if form == "ku" and _VARIABLE.match(value):
            value = ""  # only the site's own machinery knows it
        if match["key"] is None:
            words.append(value)
        else:
            options[match["key"].lower()] = value
    return tuple(words), options


def table_of(own: Mapping[str, str] | None) -> Mapping[str, str]:
    """The default table with an author's own entries; include files go by their stem."""
    if not own:
        return DEFAULT_TAGS
    return {**DEFAULT_TAGS, **{_key(name): kind for name, kind in own.items()}}


def _key(name: str) -> str:
    head, _, file = name.strip().partition(" ")
    return f"include {_stem(file.strip())}" if head == "include" else name.strip().lower()


def kind_of(tag: Tag, table: Mapping[str, str]) -> Kind | None:
    return _KINDS.get(table.get(tag.name, ""))


_KINDS = {kind.value: kind for kind in Kind}
_FILTERS = frozenset({"relative_url", "absolute_url", "relURL", "absURL", "relLangURL", "escape"})
_ROOTS = frozenset({"site.baseurl", "site.url", "site.github.url", "base_path", ".Site.BaseURL"})
_QUOTED = re.compile(r"""(?:rel|abs)?(?:Lang)?(?:URL)?\s*(["'])(.*?)\1\s*(.*)""", re.DOTALL)


def output_text(expression: str) -> str | None:
    """`"/a.png" | relative_url` is `/a.png`, `site.baseurl` is empty, the rest is unknown."""
    head, *filters = (part.strip() for part in expression.split("|"))
    if not all(_is_harmless(name) for name in filters):
        return None
    if head in _ROOTS:
        return ""
    quoted = _QUOTED.fullmatch(head)
    return quoted[2] if quoted and not quoted[3] else None


def _is_harmless(name: str) -> bool:
    if name in _FILTERS:
        return True
    verb, _, argument = name.partition(":")
    return verb.strip() == "prepend" and argument.strip() in _ROOTS


def target_text(tag: Tag) -> str:
    """Where a reference tag points, from the site's root: a post's or page's source file."""
    place = tag.word(0) or tag.option("path", "src", "url")
    match tag.name:
        case "post_url":
            return f"/_posts/{place}" + ("" if place.endswith(".md") else ".md")
        case "link":
            return "/" + place.lstrip("/")
        case _:
            return place


def fill_target(target: str, table: Mapping[str, str], unknown: Callable[[str], None]) -> str:
    """A link's or picture's address with its template tags replaced."""

    def fill(match: re.Match[str]) -> str:
        found = read_tag(match[0])
        text: str | None = None
        if isinstance(found, Output):
            text = output_text(found.expression)
        elif isinstance(found, Tag) and kind_of(found, table) is Kind.TARGET:
            text = target_text(found)
        if text is None:
            unknown(match[0])
        return text or ""

    return TAG.sub(fill, target)
