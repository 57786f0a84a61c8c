"""Hypothesis strategies for blocks of Markdown whose visible text is known by construction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from tests.witness import prose
from tests.witness.prose import NUMBER, Line, joined, plain
from tests.witness.wanted import PICTURE, Block, Wanted, squeeze, together


@dataclass(frozen=True, slots=True)
class Part:
    """One or more blocks; `notes` go to the end of the document."""

    markdown: str
    wanted: Wanted = field(default_factory=Wanted)
    notes: Wanted = field(default_factory=Wanted)


Lines = st.SearchStrategy[Line]
Parts = st.SearchStrategy[Part]


def shows(line: Line, kind: str = "paragraph") -> Wanted:
    only_pictures = line.stream and not line.stream.replace(PICTURE, "")
    block = Block("figure" if only_pictures else kind, squeeze(line.stream))
    return replace(line.marks(), blocks=(block,))


def stacked(parts: Iterable[Part], between: str = "\n\n") -> Part:
    rows = tuple(parts)
    return Part(
        between.join(row.markdown for row in rows),
        together(row.wanted for row in rows),
        together(row.notes for row in rows),
    )


# --- prose ----------------------------------------------------------------------------------------

BREAKS = ("\n", "  \n", "\\\n")


def paragraphs(lines: Lines) -> Parts:
    return st.builds(
        lambda rows, between: Part(joined(rows, between).markdown, shows(joined(rows, between))),
        st.lists(lines, min_size=1, max_size=3),
        st.sampled_from(BREAKS),
    )


def opinions(lines: Lines) -> Parts:
    """The whole paragraph in underscores, as the corpus' author writes them."""
    return st.lists(prose.chinese.filter(lambda word: "_" not in word), min_size=1, max_size=4).map(
        lambda words: Part(
            f"_观点：{'，'.join(words)}。_", shows(plain(f"观点：{'，'.join(words)}。"))
        )
    )


def headings(lines: Lines) -> Parts:
    def heading(line: Line, level: int) -> Part:
        written = f"{line.markdown}\n====" if level == 0 else f"{'#' * level} {line.markdown}"
        return Part(written, shows(line, "heading"))

    return st.builds(heading, lines, st.integers(0, 6))


def quotes(lines: Lines) -> Parts:
    def quote(part: Part, first: str) -> Part:
        quoted = "\n".join(f"> {line}".rstrip(" ") if not line else f"> {line}"
                           for line in part.markdown.split("\n"))  # fmt: skip
        return Part(first + quoted, part.wanted)

    inner = st.lists(paragraphs(lines), min_size=1, max_size=2).map(stacked)
    return st.builds(quote, inner, st.sampled_from(("", "", "> [!NOTE]\n", "> [!tip]\n")))


def details(lines: Lines) -> Parts:
    def fold(summary: str, part: Part) -> Part:
        head = f"<details>\n<summary>{summary}</summary>\n\n"
        wanted = together([shows(plain(summary)), part.wanted])
        return Part(f"{head}{part.markdown}\n\n</details>", wanted)

    return st.builds(fold, prose.chinese, st.one_of(paragraphs(lines), lists(lines)))


def footnotes(lines: Lines) -> Parts:
    def noted(before: Line, after: str, note: Line) -> Part:
        body = f"{before.markdown}[^{NUMBER}]{after}\n\n[^{NUMBER}]: {note.markdown}"
        wanted = shows(joined([before, plain(after)]))
        return Part(body, wanted, shows(note, "footnote"))

    return st.builds(noted, lines, prose.chinese, lines.filter(lambda line: not line.figures))


def references(lines: Lines) -> Parts:
    def referred(before: str, label: str, target: str) -> Part:
        body = f"{before}[{label}][来源{NUMBER}]。\n\n[来源{NUMBER}]: {target}"
        return Part(body, shows(Line("", f"{before}{label}。", (target,))))

    return st.builds(referred, prose.chinese, prose.chinese, prose.bare_targets)


# --- lists and tables -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tree:
    """A list: how its items are marked, and each item's line with its sub-list or None."""

    start: int | None
    mark: str
    items: tuple[tuple[Line, Tree | None], ...]
    tasks: bool = False


def trees(lines: Lines, depth: int = 3, starts: Sequence[int] = (1, 3, 10)) -> Trees:
    """A list under a line of text can only start at 1: otherwise it would be more text."""
    below = st.none() if depth == 1 else st.none() | st.none() | trees(lines, depth - 1, [1])
    items = st.lists(st.tuples(lines, below), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Tree, st.none(), st.sampled_from("-*+"), items, st.sampled_from((False, True))),
        st.builds(Tree, st.sampled_from(starts), st.sampled_from(".)"), items),
    )


Trees = st.SearchStrategy[Tree]


def tree_part(tree: Tree) -> Part:
    rows: list[str] = []
    wanted: list[Wanted] = []
    for number, (line, below) in enumerate(tree.items):
        marker = tree.mark if tree.start is None else f"{tree.start + number}{tree.mark}"
        task = ("[x] " if number % 2 else "[ ] ") if tree.tasks else ""
        first = line.markdown.lstrip()  # white space would shift the column of what is below
        rows.append(f"{marker} {task}{first}")
        wanted.append(replace(shows(line), list_items=1))
        if below:
            part = tree_part(below)
            indent = " " * (len(marker) + 1)
            rows += [indent + row for row in part.markdown.split("\n")]
            wanted.append(part.wanted)
    return Part("\n".join(rows), together(wanted))


def lists(lines: Lines) -> Parts:
    return trees(lines).map(tree_part)


def glued_lists(lines: Lines) -> Parts:
    """A paragraph with its list right under it, which only bullets and `1.` may do."""
    glued = trees(lines, 2, [1]).map(tree_part)
    return st.builds(lambda head, part: stacked([head, part], "\n"), paragraphs(lines), glued)


def tables(lines: Lines) -> Parts:
    cells = st.one_of(lines, st.just(Line(r"甲\|乙", "甲|乙")))
    rows = st.lists(st.tuples(cells, cells), min_size=1, max_size=3)
    return st.builds(_table, st.sampled_from(("--- | ---", ":-- | --:", ":-: | -")), rows)


def _table(rule: str, rows: list[tuple[Line, Line]]) -> Part:
    written = [f"| {' | '.join(cell.markdown for cell in row)} |" for row in rows]
    everything = joined(cell for row in rows for cell in row)
    return Part("\n".join([written[0], f"| {rule} |", *written[1:]]), shows(everything, "table"))


# --- code, rules, comments ------------------------------------------------------------------------

CODE_LINES = (
    "**not bold**", "{% include figure.liquid path='/x.png' %}", "<div class='row'>", "- item",
    "# comment", "[x](https://code.example)", "    indented", "中文 注释", "$x$ [^1]: no", "",
    "> q", "{{< figure src='/y.png' >}}", "![[z.png]]", "a | b", "--- | ---", "&amp; &lt;", "\\*",
)  # fmt: skip


def fences(lines: Lines) -> Parts:
    def fence(mark: str, language: str, rows: list[str]) -> Part:
        text = "".join("".join(rows).split())
        wanted = Wanted(blocks=(Block("code", text),), codes=(text,)) if text else Wanted()
        return Part("\n".join([f"{mark}{language}", *rows, mark]), wanted)

    marks = st.sampled_from(("```", "````", "~~~"))
    rows = st.lists(st.sampled_from(CODE_LINES), max_size=5)
    return st.builds(fence, marks, st.sampled_from(("", "python", "bash")), rows)


def silent(lines: Lines) -> Parts:
    return st.sampled_from(("***", "- - -", "___", "<!-- 私下说 -->", "<!--more-->")).map(Part)
