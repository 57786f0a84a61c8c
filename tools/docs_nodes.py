"""The table of what becomes of everything an author can write, from the columns of the specs."""

from __future__ import annotations

from adapters.nodes import ROWS, Cell, Row, Way
from tools.docs_channels import specs
from tools.docs_markdown import code, page, table

OPENING = """\
What an author writes, and what stands in its place on each channel. *Native* is the form that the
channel itself has for it, *transformed* another one that keeps every word, *dropped* is left out. A
code such as `style-plain` is what `pressrun preview` says of it, explained under
[every finding](../lint.md); where there is none, the loss is of looks alone. A test sends an
English and a Chinese sample of every row through every column."""

NOTES = """\
- A channel's options change some cells: `tables`, `formulas` and `code` have things
  [drawn](../figures.md), `manual` on X shows what `full` does. Telegram's first column
  is that of every layout but `rich` and `summary`.
- A digest is a choice: it tells the sentences and items for which there is room, never a very short
  one by itself, and names the headings that it leaves out. Of a section's pictures it shows the
  first, up to four where there is little text. The address of the whole issue is its only link.
- Telegram folds a long quotation, and makes links of names and hashtags by itself.
- WeChat's four styles of headings are those of the theme's `h1` to `h4`; lower ones look like `h4`.
  In an article that is nearly too long, `wechat-plainer` says which looks were given up."""


def nodes_page() -> str:
    return page("Every kind of content", OPENING, _cells(), "## As it is written", _written(),
                "## Notes", NOTES)  # fmt: skip


def _cells() -> str:
    columns = [
        (f"{spec.title} {code(mode)}" if mode else spec.title, column)
        for spec in specs()
        for mode, column in spec.nodes.items()
    ]
    rows = ([row.name, *(_cell(column[row.name]) for _, column in columns)] for row in ROWS)
    return table(["", *(title for title, _ in columns)], rows)


def _cell(cell: Cell) -> str:
    said = f" ({code(cell.problem)})" if cell.problem else ""
    return f"{cell.way}{said}" if cell.way is Way.DROPPED else f"{cell.way}: {cell.form}{said}"


def _written() -> str:
    return table(["", "in Markdown", "in the document"], map(_row, ROWS))


def _row(row: Row) -> list[str]:
    return [row.name, row.written, ", ".join(map(code, row.nodes)) or "nothing"]
