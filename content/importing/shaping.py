"""An article as strict blocks: below a block either blocks or words, white space as browsers show
it. What the writer is given has no other elements than these:

    p h1-h6 blockquote ul ol li table tr td th hr details summary figure figcaption img
    strong em del mark u sup sub code a br, and those of `settling`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from content.importing.trees import attr, holders, is_text, made, text_of
from content.markdown.cjk import joiner

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
     "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "colgroup",
     "pr-code", "pr-formula", "pr-embed"}
)  # fmt: skip
MARKS = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em", "dfn": "em",
    "var": "em", "s": "del", "del": "del", "strike": "del", "mark": "mark", "u": "u", "ins": "u",
    "sup": "sup", "sub": "sub",
}  # fmt: skip
_CODES = frozenset({"code", "kbd", "samp", "tt"})
_KEPT = frozenset({"img", "br", "pr-math", "pr-note", "pr-box"})
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f\uf8e0-\uf8ef]")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def shaped(root: Tag) -> Tag:
    """A new tree of strict blocks with the content of `root`, which is used up."""
    return made("div", *_Shaper(holders(root, BLOCKS)).flow(root))


def visible(text: str) -> str:
    """Text without the characters that nobody sees."""
    return _INVISIBLE.sub("", text)


class _Shaper:
    """Reads one tree; `blocks` are the ids of the elements that are blocks or hold one."""

    def __init__(self, blocks: frozenset[int]) -> None:
        self._blocks = blocks

    def flow(self, node: Tag) -> list[Tag]:
        out: list[Tag] = []
        run: list[PageElement] = []
        for child in list(node.children):
            if isinstance(child, Tag) and self._is_block(child):
                out += [*self._paragraphs(run), *self._block(child)]
                run = []
            else:
                run.append(child)
        return out + self._paragraphs(run)

    def _is_block(self, tag: Tag) -> bool:
        return tag.name in BLOCKS or id(tag) in self._blocks

    def _paragraphs(self, run: Sequence[PageElement]) -> list[Tag]:
        """A run of words as paragraphs: two line ends in a row begin a new one."""
        spans = self._spans(run)
        rows: list[list[PageElement]] = [[]]
        ends = 0
        for span in spans:
            ends = ends + 1 if isinstance(span, Tag) and span.name == "br" else ends
            if isinstance(span, Tag) and span.name == "br" and ends == 2:
                rows.append([])
            elif not (isinstance(span, Tag) and span.name == "br"):
                ends = 0 if str(span).strip() else ends
            rows[-1].append(span)
        made_ones = [tidied(made("p", *row)) for row in rows]
        return [one for one in made_ones if shows(one)]

    def _block(self, tag: Tag) -> list[Tag]:
        reader = _READERS.get(tag.name)
        if reader is not None:
            return reader(self, tag)
        if re.fullmatch("h[1-6]", tag.name):
            return self._heading(tag)
        if tag.name in MARKS or tag.name == "a":
            return [self._marked(tag, block) for block in self.flow(tag)]
        return self.flow(tag)

    def _marked(self, around: Tag, block: Tag) -> Tag:
        """An element of words around blocks goes into each of them."""
        if block.name in {"p", "h1", "h2", "h3", "h4", "h5", "h6"}:
            inner = made(MARKS.get(around.name, "a"))
            if around.name == "a" and around.has_attr("href"):
                inner["href"] = attr(around, "href")
            inner.extend(list(block.contents))
            block.append(inner)
            return tidied(block)
        if block.name == "figure" and around.name == "a":
            block["href"] = attr(around, "href")
        return block

    def line(self, tag: Tag) -> list[PageElement]:
        """The content of an element that holds words alone; blocks in it stand on lines."""
        row: list[PageElement] = []
        for block in self.flow(tag):
            inner = _flat(block)
            row += [made("br"), *inner] if row and inner else inner
        return row

    def _heading(self, tag: Tag) -> list[Tag]:
        heading = made(tag.name, *self.line(tag))
        pictures = heading.find_all("img")
        for picture in pictures:
            picture.extract()
        heading = tidied(heading)
        rest = [made("p", picture) for picture in pictures]
        return [heading, *rest] if shows(heading) else rest

    def list_(self, tag: Tag) -> list[Tag]:
        items: list[Tag] = []
        for child in list(tag.children):
            if isinstance(child, Tag) and child.name == "li":
                items.append(made("li", *self.flow(child)))
            elif isinstance(child, Tag) and child.name in {"ul", "ol"} and items:
                items[-1].extend(self.flow(made("div", child)))
            elif isinstance(child, Tag) or (is_text(child) and str(child).strip()):
                items.append(made("li", *self.flow(made("div", child))))
        items = [item for item in items if shows(item)]
        start = attr(tag, "start")
        number = start if re.fullmatch(r"\d{1,9}", start) else "1"
        return [made("ol" if tag.name == "ol" else "ul", *items, start=number)] if items else []

    def quote(self, tag: Tag) -> list[Tag]:
        inner = self.flow(tag)
        return [made("blockquote", *inner)] if inner else []

    def definitions(self, tag: Tag) -> list[Tag]:
        out: list[Tag] = []
        for child in tag.find_all(["dt", "dd"]):
            blocks = self.flow(child)
            out += (
                [self._marked(made("strong"), b) for b in blocks] if child.name == "dt" else blocks
            )
        return out

    def details(self, tag: Tag) -> list[Tag]:
        summary = tag.find("summary")
        words: list[PageElement] = []
        if isinstance(summary, Tag):
            words = self.line(summary)
            summary.extract()
        return [made("details", tidied(made("summary", *words)), *self.flow(tag))]

    def alert(self, tag: Tag) -> list[Tag]:
        return self.flow(tag)

    def figure(self, tag: Tag) -> list[Tag]:
        """One picture with its caption; anything else in a figure stays as the blocks it is."""
        captions = tag.select("figcaption, .figcaption, .image-caption, p.caption")
        words = [one for caption in captions[:1] for one in self.line(caption)]
        for caption in captions[:1]:
            caption.extract()
        blocks = self.flow(tag)
        picture = _only_picture(blocks)
        caption = tidied(made("figcaption", *words))
        if not shows(caption):
            return blocks
        if picture is None:
            caption.name = "p"
            return [*blocks, caption]
        above = picture.find_parent("a")
        figure = made("figure", picture, caption)
        if above is not None:
            figure["href"] = attr(above, "href")
        return [figure]

    def table(self, tag: Tag) -> list[Tag]:
        rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        cells = [list(row.find_all(["td", "th"], recursive=False)) for row in rows]
        nested = tag.find(["table", "pr-code"]) is not None
        if nested or max(map(len, cells), default=0) < 2:
            return [block for row in cells for cell in row for block in self.flow(cell)]
        caption = tag.find("caption")
        title = self.flow(caption) if isinstance(caption, Tag) else []
        headed = all(cell.name == "th" for cell in cells[0]) or rows[0].find_parent("thead")
        table = made("table", headed="yes" if headed else "")
        for row in cells:
            table.append(made("tr", *(one for cell in row for one in self._cells(cell))))
        return [*title, table]

    def _cells(self, cell: Tag) -> list[Tag]:
        span = attr(cell, "colspan")
        wide = min(int(span), 64) if re.fullmatch(r"\d{1,4}", span) else 1
        found = re.search(r"text-align:\s*(left|center|right)", attr(cell, "style"))
        align = found[1] if found else attr(cell, "align").lower()
        first = tidied(made("td", *self.line(cell), align=align))
        return [first, *(made("td", align="") for _ in range(wide - 1))]

    def alone(self, tag: Tag) -> list[Tag]:
        tag.extract()
        return [tag]

    # --- words ----------------------------------------------------------------------------------

    def _spans(self, run: Iterable[PageElement]) -> list[PageElement]:
        """The words of a run: marks by their one name, wrappers without themselves."""
        out: list[PageElement] = []
        for node in run:
            if isinstance(node, Tag):
                out += self._span(node)
            elif is_text(node):
                out.append(NavigableString(visible(str(node))))
        return out

    def _span(self, tag: Tag) -> list[PageElement]:
        if tag.name in _KEPT:
            tag.extract()
            return [tag]
        if tag.name in _CODES:
            text = visible(_SPACE.sub(" ", tag.get_text().replace("\u00a0", " ")))
            inside = tag.find_all(["img", "pr-note", "pr-math"])
            return [*([made("code", text)] if text.strip() else [text] if text else []), *inside]
        inner = self._spans(list(tag.children))
        if tag.name in MARKS and inner:
            return [made(MARKS[tag.name], *inner)]
        if tag.name == "a" and attr(tag, "href") and inner:
            return [made("a", *inner, href=attr(tag, "href"))]
        return _with_signs(tag.name, inner)


def _with_signs(name: str, inner: list[PageElement]) -> list[PageElement]:
    """Elements that show signs of their own."""
    match name:
        case "q":
            return [NavigableString("“"), *inner, NavigableString("”")]
        case "rt":
            return [NavigableString("("), *inner, NavigableString(")")] if inner else []
        case "rp":
            return []
        case _:
            return inner


_Reader = Callable[[_Shaper, Tag], list[Tag]]
_READERS: Mapping[str, _Reader] = {
    "ul": _Shaper.list_, "ol": _Shaper.list_, "menu": _Shaper.list_,
    "blockquote": _Shaper.quote, "dl": _Shaper.definitions, "details": _Shaper.details,
    "figure": _Shaper.figure, "table": _Shaper.table, "hr": _Shaper.alone,
    "pr-code": _Shaper.alone, "pr-formula": _Shaper.alone, "pr-embed": _Shaper.alone,
}  # fmt: skip


def _flat(block: Tag) -> list[PageElement]:
    """A block among words: its own words, with a line end between those of two inner blocks."""
    if block.name in {"p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "figcaption"}:
        return list(block.contents)
    if block.name == "pr-code":
        return [made("code", " ".join(block.get_text().split()))] if text_of(block) else []
    if block.name == "pr-formula":
        return [made("pr-math", tex=attr(block, "tex"))]
    if block.name == "pr-embed":
        return [made("a", attr(block, "url"), href=attr(block, "url"))]
    row: list[PageElement] = []
    for child in list(block.children):
        inner = _flat(child) if isinstance(child, Tag) and child.name != "img" else [child]
        row += [made("br"), *inner] if row and inner else inner
    return row


def _only_picture(blocks: Sequence[Tag]) -> Tag | None:
    if len(blocks) != 1 or text_of(blocks[0]).strip():
        return None
    pictures = blocks[0].find_all("img")
    return pictures[0] if len(pictures) == 1 else None


def shows(tag: Tag) -> bool:
    """Whether a reader sees anything of it."""
    kept = ["img", "pr-math", "pr-note", "pr-code", "pr-formula", "pr-embed", "hr", "pr-box"]
    return bool(text_of(tag).strip()) or tag.find(kept) is not None


# --- white space and marks ----------------------------------------------------------------------


def tidied(block: Tag) -> Tag:
    """Words as browsers show them: single spaces, none at the ends; no mark empty or doubled."""
    _drop_doubled(block)
    _join_neighbours(block)
    _collapse(block)
    _lift_spaces(block)
    _trim(block)
    return block


def _drop_doubled(block: Tag) -> None:
    for tag in block.find_all(["strong", "em", "del", "mark", "u", "a", "sup", "sub"]):
        if not shows(tag) or tag.find_parent(tag.name):
            tag.unwrap()


def _join_neighbours(block: Tag) -> None:
    """`**a**` directly before `**b**` is one mark."""
    block.smooth()
    for tag in block.find_all(["strong", "em", "del", "mark", "u"]):
        beside = tag.next_sibling
        while isinstance(beside, Tag) and beside.name == tag.name:
            tag.extend(list(beside.contents))
            beside.decompose()
            beside = tag.next_sibling
    block.smooth()


def _texts(block: Tag) -> list[NavigableString]:
    found = block.find_all(string=True)
    return [node for node in found if node.find_parent(["code", "pr-code"]) is None]


def _collapse(block: Tag) -> None:
    block.smooth()
    texts = _texts(block)
    for node in texts:
        node.replace_with(NavigableString(_SPACE.sub(_joint, str(node))))
    before = " "
    for one in list(block.descendants):
        if isinstance(one, Tag):
            before = _last(one, before)
        elif one.find_parent("code") is None:
            text = str(one)
            text = text[1:] if before == " " and text.startswith(" ") else text
            before = text[-1] if text else before
            if text != str(one):
                one.replace_with(NavigableString(text))


def _joint(space: re.Match[str]) -> str:
    """A line end between two Chinese characters is none of the text's."""
    if "\n" not in space[0]:
        return " "
    text, start, end = space.string, space.start(), space.end()
    around = text[start - 1 : start], text[end : end + 1]
    return joiner(*around) if all(around) else " "


def _last(tag: Tag, before: str) -> str:
    if tag.name == "br":
        return " "
    return "x" if tag.name in {"img", "code", "pr-math", "pr-note"} else before


def _lift_spaces(block: Tag) -> None:
    """Spaces at the ends of a mark stand outside of it, and so do line ends."""
    for tag in reversed(block.find_all(["strong", "em", "del", "mark", "u", "a", "sup", "sub"])):
        while _lift(tag, 0) or _lift(tag, -1):
            pass
        if not tag.contents:
            tag.decompose()


def _lift(tag: Tag, place: int) -> bool:
    if not tag.contents:
        return False
    node = tag.contents[place]
    put = tag.insert_before if place == 0 else tag.insert_after
    if isinstance(node, Tag) and node.name == "br":
        put(node.extract())
        return True
    if not isinstance(node, NavigableString):
        return False
    text = str(node)
    bare = text.lstrip() if place == 0 else text.rstrip()
    if bare == text:
        return False
    put(NavigableString(text[: len(text) - len(bare)] if place == 0 else text[len(bare) :]))
    if bare:
        node.replace_with(NavigableString(bare))
    else:
        node.extract()
    return True


def _trim(block: Tag) -> None:
    block.smooth()
    for place in (0, -1):
        while block.contents and _trimmed(block, place):
            pass
    for end in block.find_all("br"):
        for beside, strip in ((end.previous_sibling, str.rstrip), (end.next_sibling, str.lstrip)):
            if isinstance(beside, NavigableString):
                beside.replace_with(NavigableString(strip(str(beside))))


def _trimmed(block: Tag, place: int) -> bool:
    node = block.contents[place]
    if isinstance(node, Tag):
        if node.name == "br":
            node.extract()
        return node.name == "br"
    bare = str(node).lstrip() if place == 0 else str(node).rstrip()
    if bare:
        node.replace_with(NavigableString(bare))
    else:
        node.extract()
    return not bare
