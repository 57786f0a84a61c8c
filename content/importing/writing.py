"""Strict blocks as Markdown, in the dialect of the site that it is for."""

# ruff: noqa: ARG002 - markdownify calls each method with the same three arguments

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from content.document import Document, Heading, MathBlock, Paragraph
from content.importing.comparing import dom_marks, tree_marks
from content.importing.escapes import (
    CLOSE,
    OPEN,
    code_span,
    escaped,
    fence_of,
    in_tag,
    line_starts,
    link_target,
    marked,
)
from content.importing.footnotes import Notes
from content.importing.trees import attr, text_of
from content.markdown.services import service_and_address
from content.markdown.tree import parse_document


@dataclass(frozen=True, slots=True)
class Style:
    """How a site writes what Markdown has no words for. `kind` as in Site; `pictures` maps a
    picture's address to what the post shall name."""

    kind: str
    pictures: Mapping[str, str]


def write(body: Tag, notes: Notes, style: Style) -> str:
    """The article's Markdown without front matter; ends with a line end."""
    text = _written(body, style)
    rows = [_note(number, note, style) for number, note in sorted(notes.texts.items())]
    return "\n\n".join(part for part in (text, *rows) if part) + "\n"


def _written(body: Tag, style: Style) -> str:
    text: str = _Writer(style).convert_soup(body)
    return _without_glue(text.strip("\n"))


def _note(number: int, note: Tag, style: Style) -> str:
    text = _written(note, style)
    return f"[^{number}]: " + text.replace("\n", "\n    ").replace("\n    \n", "\n\n")


_GLUE = re.compile(r"\n{3,}")


def _without_glue(text: str) -> str:
    """Blank lines between blocks: one. Code blocks hold their own behind a sign of ours."""
    return _GLUE.sub("\n\n", text).replace(_BLANK, "")


_BLANK = "\uf8ed"  # stands on the blank lines of code blocks until the blocks are joined
_Words = Callable[[str], str]


class _Writer(MarkdownConverter):
    """markdownify with what our parser needs: escapes by its rules, one dialect, strict blocks."""

    def __init__(self, style: Style) -> None:
        super().__init__(heading_style="atx", bullets="-")
        self._style = style
        self._careful = False
        self._money = False

    # --- words ----------------------------------------------------------------------------------

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text = str(el)
        if parent_tags and parent_tags & {"code", "pr-code"}:
            return text
        return escaped(text, money=self._money, careful=self._careful)

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{OPEN[el.name]}{text}{CLOSE[el.name]}"

    convert_em = convert_strong
    convert_del = convert_strong

    def convert_u(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"<{el.name}>{text}</{el.name}>"

    convert_mark = convert_u
    convert_sub = convert_u
    convert_sup = convert_u

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"<code>{_entities(text)}</code>" if self._runs(text) else code_span(text)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href = attr(el, "href")
        if text_of(el) == href and re.fullmatch(r"https?://[!-;=?-~]+", href):
            return f"<{href}>"
        return f"[{_balanced(text)}]({link_target(href)})"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source, alt = self._picture(el)
        return f"![{escaped(alt, money=True, careful='[' in alt or ']' in alt)}]({source})"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "<br>" if "_inline" in parent_tags or self._in_line(el) else "  \n"

    def convert_pr_math(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        tex = " ".join(attr(el, "tex").split())
        return f"${tex}$" if _is_math(tex) and _stands_free(el) else code_span(tex) if tex else ""

    def convert_pr_note(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"[^{attr(el, 'n')}]"

    def convert_pr_box(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "[x] " if attr(el, "checked") else "[ ] "

    # --- blocks ---------------------------------------------------------------------------------

    def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str:
        """A block of words is read back, and written with more care where it read otherwise."""
        if node.name not in _OF_WORDS or self._careful:
            written: str = self._as_stock(node, parent_tags)
            return written
        self._money = text_of(node).count("$") + 2 * len(node.find_all("pr-math")) > 1
        text: str = self._as_stock(node, parent_tags)
        if _reads_back(node, text):
            return text
        self._careful = True
        text = self._as_stock(node, parent_tags)
        self._careful = False
        return text

    def _as_stock(self, node: Tag, parent_tags: set[str] | None) -> str:
        return str(super().process_tag(node, parent_tags))  # type: ignore[misc] # its stub lacks it

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{line_starts(self._marks(text))}\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        words = re.sub(r"#+$", lambda signs: "\\#" * len(signs[0]), self._marks(text))
        return f"\n\n{'#' * min(n, 6)} {words}\n\n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lines = text.strip("\n").split("\n")
        return "\n\n" + "\n".join(f"> {line}".rstrip(" ") if not line else f"> {line}"
                                  for line in lines) + "\n\n"  # fmt: skip

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        items = [one for one in el.children if isinstance(one, Tag)]
        tight = all(_is_tight(item) for item in items)
        between = "\n" if tight else "\n\n"
        rows = [row for row in text.split(_ITEM) if row.strip("\n")]
        first = int(attr(el, "start") or 1)
        lines = [
            _indented(row, f"{first + n}. " if el.name == "ol" else "- ", tight=tight)
            for n, row in enumerate(rows)
        ]
        before = "<!-- -->\n\n" if _follows_its_like(el) else ""
        return f"\n\n{before}{between.join(lines)}\n\n"

    convert_ul = convert_list
    convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{_ITEM}{text}"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n* * *\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n<details>\n{text.strip(chr(10))}\n\n</details>\n\n"

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"<summary>{self._marks(text)}</summary>\n\n"

    def convert_pr_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = el.get_text()
        fence = fence_of(code)
        lines = [line if line.strip() else _BLANK for line in code.split("\n")]
        block = f"{fence}{attr(el, 'language')}\n" + "\n".join(lines) + f"\n{fence}"
        if self._runs(code):
            block = f"{{% raw %}}\n{block}\n{{% endraw %}}"
        return f"\n\n{block}\n\n"

    def convert_pr_formula(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        tex = "\n".join(line.strip() for line in attr(el, "tex").split("\n") if line.strip())
        if _is_formula(tex):
            return f"\n\n$$\n{tex}\n$$\n\n"
        return f"\n\n{fence_of(tex)}latex\n{tex}\n{fence_of(tex)}\n\n" if tex else ""

    def convert_pr_embed(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{_embed(attr(el, 'url'), attr(el, 'title'), self._style.kind)}\n\n"

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        picture, caption = el.find("img"), el.find("figcaption")
        if not isinstance(picture, Tag) or not isinstance(caption, Tag):
            return text
        source, alt = self._picture(picture)
        words = self._marks(self.process_tag(_as_line(caption)).strip("\n"))
        href = attr(el, "href")
        if self._style.kind == "hugo":
            return f"\n\n{_hugo_figure(source, alt, words, href)}\n\n"
        image = f'<img src="{in_tag(source)}" alt="{in_tag(alt)}">'
        if href:
            image = f'<a href="{in_tag(href)}">{image}</a>'
        line = _as_html(caption)
        return f"\n\n<figure>{image}<figcaption>{line}</figcaption></figure>\n\n"

    def convert_figcaption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        rows = [row.split(_CELL)[1:] for row in text.split(_ROW) if row]
        width = max(map(len, rows))
        rows = [[*row, *[""] * (width - len(row))] for row in rows]
        if not attr(el, "headed"):
            rows.insert(0, [""] * width)
        first = el.find("tr")
        cells = first.find_all("td") if isinstance(first, Tag) else []
        align = [_RULES.get(attr(cell, "align"), "---") for cell in cells]
        align += ["---"] * (width - len(align))
        lines = [f"| {' | '.join(row)} |" for row in [rows[0], align, *rows[1:]]]
        return "\n\n" + "\n".join(lines) + "\n\n"

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{_ROW}{text}"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = self._marks(text).replace("\n", " ").strip()
        return _CELL + re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", words)

    # --- inside ---------------------------------------------------------------------------------

    def _marks(self, text: str) -> str:
        return marked(text.strip("\n"), html=self._careful)

    def _picture(self, el: Tag) -> tuple[str, str]:
        source = attr(el, "src")
        return link_target(self._style.pictures.get(source, source)), " ".join(
            attr(el, "alt").split()
        )

    def _in_line(self, el: Tag) -> bool:
        return el.find_parent(["td", "summary", "figcaption"]) is not None

    def _runs(self, code: str) -> bool:
        """Whether the site would run what stands in the code, as Jekyll does with its tags."""
        return self._style.kind == "jekyll" and re.search(r"\{[{%]", code) is not None


_ITEM, _ROW, _CELL = "\uf8ea", "\uf8eb", "\uf8ec"
_OF_WORDS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "td"})
_RULES = {"left": ":--", "center": ":-:", "right": "--:"}
_PLAYERS = {
    "youtube": re.compile(r"[?&]v=([\w-]{6,20})"),
    "bilibili": re.compile(r"/video/(BV\w{6,14}|av\d+)"),
    "vimeo": re.compile(r"vimeo\.com/(\d+)"),
}


def _balanced(text: str) -> str:
    """The words of a link; a bracket in them would end it."""
    return (
        re.sub(r"(?<!\\)((?:\\\\)*)([\[\]])(?!\^|\()", r"\1\\\2", text)
        if "![" not in text
        else text
    )


def _as_line(caption: Tag) -> Tag:
    caption.name = "figcaption"
    return caption


def _as_html(caption: Tag) -> str:
    """A caption within a figure, where only HTML is read; Markdown's signs mean nothing there."""
    return "".join(
        _html_of(node) if isinstance(node, Tag) else _entities(str(node))
        for node in caption.children
    )


def _html_of(tag: Tag) -> str:
    inner = "".join(
        _html_of(one) if isinstance(one, Tag) else _entities(str(one)) for one in tag.children
    )
    match tag.name:
        case "a":
            return f'<a href="{in_tag(attr(tag, "href"))}">{inner}</a>'
        case "pr-math":
            return f"<code>{_entities(attr(tag, 'tex'))}</code>"
        case "pr-note":
            return f"<sup>{attr(tag, 'n')}</sup>"
        case "br":
            return "<br>"
        case _:
            return f"<{tag.name}>{inner}</{tag.name}>"


_SIGNS = re.compile(r"[&<>\"*_`\[\]~$\\{}=!#|^:/%-]")


def _entities(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)


def _hugo_figure(source: str, alt: str, caption: str, href: str) -> str:
    link = f' link="{_quoted(href)}"' if href else ""
    return (
        f'{{{{< figure src="{source}" alt="{_quoted(alt)}" caption="{_quoted(caption)}"{link} >}}}}'
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', "&quot;")


def _embed(url: str, title: str, kind: str) -> str:
    service = service_and_address(url)[0]
    pattern = _PLAYERS.get(service)
    found = pattern.search(url) if pattern else None
    if found is None:
        return f"<{url}>" if re.fullmatch(r"https?://[!-;=?-~]+", url) else link_target(url)
    if kind == "hugo" and service in {"youtube", "vimeo"}:
        return f"{{{{< {service} {found[1]} >}}}}"
    player = {
        "youtube": f"https://www.youtube.com/embed/{found[1]}",
        "bilibili": f"https://player.bilibili.com/player.html?{_bilibili(found[1])}",
        "vimeo": f"https://player.vimeo.com/video/{found[1]}",
    }[service]
    named = f' title="{in_tag(title)}"' if title else ""
    return f'<iframe src="{player}"{named} allowfullscreen></iframe>'


def _bilibili(video: str) -> str:
    return f"bvid={video}" if video.startswith("BV") else f"aid={video.removeprefix('av')}"


def _is_tight(item: Tag) -> bool:
    """A paragraph, and at most a list below it that may follow it without a blank line."""
    blocks = [one for one in item.children if isinstance(one, Tag)]
    names = [block.name for block in blocks]
    if names[:1] != ["p"] or any(name not in {"ul", "ol"} for name in names[1:]):
        return False
    return len(names) < 3 and all(attr(block, "start") in {"", "1"} for block in blocks[1:])


def _indented(row: str, mark: str, *, tight: bool) -> str:
    text = row.strip("\n")
    if tight:
        text = re.sub(r"\n{2,}", "\n", text)
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace(
        "\n" + " " * len(mark) + "\n", "\n\n"
    )


def _follows_its_like(el: Tag) -> bool:
    before = el.find_previous_sibling()
    return isinstance(before, Tag) and before.name == el.name


# --- read back ------------------------------------------------------------------------------------


def _parsed(text: str) -> Document:
    return parse_document(text, file="")[0]


def _is_math(tex: str) -> bool:
    match _parsed(f"${tex}$").blocks if tex else ():
        case (Paragraph((one,)),):
            return getattr(one, "tex", None) == tex
        case _:
            return False


def _is_formula(tex: str) -> bool:
    match _parsed(f"$$\n{tex}\n$$").blocks if tex else ():
        case (MathBlock(read),):
            return read == tex
        case _:
            return False


def _stands_free(el: Tag) -> bool:
    """Dollars beside a Latin letter or another dollar are no formula."""
    around = str(el.previous_sibling or " ")[-1:], str(el.next_sibling or " ")[:1]
    return not any((char.isascii() and char.isalnum()) or char in "$\\<>" for char in around)


def _reads_back(block: Tag, text: str) -> bool:
    words = text.strip("\n\uf8ec").replace("\\|", "|") if block.name == "td" else text
    if block.find("pr-box"):  # only a list reads it as a task's
        words = re.sub(r"^\s*\[[x ]\] ", "", words)
    notes = "".join(
        f"\n\n[^{n}]: x" for n in dict.fromkeys(attr(one, "n") for one in block.find_all("pr-note"))
    )
    match _parsed(words + notes).blocks:
        case (Paragraph(children),):
            found: Sequence[object] = tree_marks(children)
        case (Heading(level, children),) if block.name == f"h{level}":
            found = tree_marks(children)
        case blocks:
            return not text_of(block).strip() and (block.find("img") is not None or not blocks)
    return list(found) == dom_marks(block)
