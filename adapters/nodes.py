"""What becomes of everything an author can write: the rows of one table, the same for each channel.

A channel's spec fills a column. docs/reference/nodes.md is made of it, and a test sends a sample of
every row through every column, so that a cell cannot say what the channel does not do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """Shown by a form that the channel has for it, in another form, or not at all."""

    NATIVE = "native"
    TRANSFORMED = "transformed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Cell:
    """`form` says in a word or two what stands there; `problem` is the code that tells of it."""

    way: Way
    form: str = ""
    problem: str = ""


Column = Mapping[str, Cell]  # by the name of a row


@dataclass(frozen=True, slots=True)
class Row:
    """`nodes` are the kinds of content/document.py that it is read as, `written` is an example."""

    name: str
    nodes: tuple[str, ...]
    written: str


UNSEEN = "not shown, as meant"  # what is written for somebody else than these readers


def native(form: str) -> Cell:
    return Cell(Way.NATIVE, form)


def transformed(form: str, problem: str = "") -> Cell:
    return Cell(Way.TRANSFORMED, form, problem)


def dropped(problem: str) -> Cell:
    return Cell(Way.DROPPED, "", problem)


ROWS = (
    Row("plain text", ("Text",), "words"),
    Row("strong", ("Strong",), "`**words**`"),
    Row("emphasis", ("Emph",), "`*words*`"),
    Row("struck out", ("Strike",), "`~~words~~`"),
    Row("highlighted", ("Mark",), "`<mark>words</mark>`"),
    Row("underlined", ("Underline",), "`<u>words</u>`"),
    Row("raised", ("Super",), "`m<sup>2</sup>`: digits, most Latin letters"),
    Row("raised, other letters", ("Super",), "`名称<sup>注</sup>`"),
    Row("lowered", ("Sub",), "`H<sub>2</sub>O`: digits, some Latin letters"),
    Row("lowered, other letters", ("Sub",), "`名称<sub>注</sub>`"),
    Row("code", ("Code",), "`` `words` ``"),
    Row("formula", ("Math",), "`$x$`"),
    Row("link", ("Link",), "`[words](https://…)`"),
    Row("link to a WeChat article", ("Link",), "`[words](https://mp.weixin.qq.com/…)`"),
    Row("address", ("Link",), "`<https://…>`, or bare"),
    Row("mail address", ("Link",), "`[words](mailto:…)`"),
    Row("footnote", ("FootnoteRef", "Footnote"), "`[^1]` and `[^1]: …`"),
    Row("hard break", ("Break",), "a line that ends in `\\`, or `<br>`"),
    Row("picture in text", ("InlineImage",), "`words ![…](…) words`"),
    Row("emoji", ("Text",), "🧵, 👨‍👩‍👧: beyond the first plane of Unicode"),
    Row("right-to-left", ("Text",), "Hebrew, Arabic"),
    Row("mention", ("Text",), "`@name`"),
    Row("hashtag", ("Text",), "`#word`"),
    Row("paragraph", ("Paragraph",), "lines between blank ones"),
    Row("heading", ("Heading",), "`#` to `######`"),
    Row("bullets", ("List",), "`- item`"),
    Row("numbers", ("List",), "`3. item`"),
    Row("tasks", ("List",), "`- [x] item`"),
    Row("list three deep", ("List",), "lists within lists"),
    Row("quotation", ("Quote",), "`> words`"),
    Row("quotation in a quotation", ("Quote",), "`> > words`"),
    Row("callout", ("Quote",), "`> [!WARNING]`, as on GitHub"),
    Row("callout with a title", ("Quote",), "`> [!tip]- Title`, as in Obsidian"),
    Row("narrow table", ("Table",), "plain cells, up to 32 columns of type in all"),
    Row("wide table", ("Table",), "wider, or with styles in its cells"),
    Row("block of code", ("CodeBlock",), "a fence, with its language"),
    Row("block of formula", ("MathBlock",), "`$$ … $$`"),
    Row("figure", ("Figure",), "`![…](…)` by itself"),
    Row("caption", ("Figure",), "`<figcaption>`, or that of a template tag"),
    Row("linked figure", ("Figure",), "`[![…](…)](https://…)`"),
    Row("gallery", ("Gallery",), "several pictures in one row"),
    Row("YouTube", ("Embed",), "a frame, a template tag"),
    Row("post on X", ("Embed",), "a template tag"),
    Row("Bilibili", ("Embed",), "a frame, a template tag"),
    Row("rule", ("Rule",), "`---`"),
    Row("folded part", ("Details",), "`<details>`"),
    Row("definition list", ("Paragraph",), "`<dl>`"),
    Row("heading in a list", ("List", "Heading"), "`- ### words`"),
    Row("quotation in a list", ("List", "Quote"), "`- words`, then `> words`"),
    Row("code in a list", ("List", "CodeBlock"), "`- words`, then a fence"),
    Row("picture in a list", ("List", "Figure"), "`- words`, then `![…](…)`"),
    Row("only for this channel", ("Only",), "`<!-- only: CHANNEL -->`"),
    Row("only for another channel", ("Only",), "`<!-- only: CHANNEL -->`"),
    Row("end of the teaser", ("Teaser",), "`<!--more-->`"),
    Row("comment", (), "`<!-- words -->`"),
    Row("mark for X", ("Cue",), "`<!-- x:post -->`"),
    Row("mark for Substack", ("Cue",), "`<!-- substack:subscribe -->`"),
    Row("raw HTML", ("RawHtml",), "an element that no channel can show, such as `<canvas>`"),
)
