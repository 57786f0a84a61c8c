"""The body as an editor reads it: what is missing, doubled, left over or unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.document import Code, Heading, Inline, Link, Math, Text, figures, plain_text
from content.issue import Issue
from content.problems import Level, Problem
from content.runs import Run, inline_images, inline_nodes, runs
from content.sections import Section, sections
from content.tables import Tables
from content.urls import accidental_domains


def lint_text(issue: Issue, tables: Tables) -> Iterator[Problem]:
    yield from _length(issue, tables)
    yield from _headings(issue)
    yield from _pictures(issue)
    yield from _domains(issue)
    for children, line in _lines(issue):
        text = prose(children)
        yield from _left_over(issue, text, line)
        yield from _placeholders(issue, text, line, tables)
        yield from _broken(issue, text, line)
        yield from _unbalanced(issue, text, line)


def _lines(issue: Issue) -> Iterator[Run]:
    """The title, which readers see too, and every run of the document."""
    yield (Text(issue.title),), issue.meta.line("title")
    yield from runs(issue.document)


def prose(children: tuple[Inline, ...]) -> str:
    """Visible characters without code and formulas, where any sign may stand."""
    return "".join(map(_prose, children))


def _prose(node: Inline) -> str:
    if isinstance(node, Code | Math):
        return " "
    inner = getattr(node, "children", None)
    return plain_text((node,)) if inner is None else prose(inner)


def _problem(issue: Issue, level: Level, code: str, line: int, message: str, step: str) -> Problem:
    return Problem(level, code, str(issue.path), line, message, step)


# --- the whole --------------------------------------------------------------------------------


def _length(issue: Issue, tables: Tables) -> Iterator[Problem]:
    least, usual = tables.shortest_body[issue.language]
    count = sum(len(re.sub(r"\s", "", plain_text(run))) for run, _ in runs(issue.document))
    pictures = any(True for _ in figures(issue.document))
    if not count and not pictures:
        yield _problem(issue, Level.ERROR, "empty-body", 0, "The issue has no text.",
                       "Write it, or check that it was saved.")  # fmt: skip
    elif count < usual:
        level = Level.ERROR if count < least and not pictures else Level.WARNING
        yield _problem(issue, level, "short-body", 0, f"The issue has {count} characters of text.",
                       "Check that all of it was saved.")  # fmt: skip


def _pictures(issue: Issue) -> Iterator[Problem]:
    bare = [f.line for f in figures(issue.document) if not f.alt.strip() and not f.caption]
    bare += [image.line for image in inline_images(issue.document) if not image.alt.strip()]
    lines = sorted(set(bare))
    if lines:
        count = f"{len(bare)} pictures have" if len(bare) > 1 else "A picture has"
        listed = ", ".join(map(str, lines[:40])) + (" …" if len(lines) > 40 else "")
        where = f" (lines {listed})" if len(lines) > 1 else ""
        yield _problem(issue, Level.WARNING, "no-alt-text", lines[0],
                       f"{count} no alternative text{where}.",
                       "Say in a few words what each one shows.")  # fmt: skip


# --- headings ---------------------------------------------------------------------------------


def _headings(issue: Issue) -> Iterator[Problem]:
    found = [s for s in sections(issue.document) if s.heading]
    yield from _doubled(issue, found)
    for section, after in zip(found, [*found, None][1:], strict=True):
        heading = section.heading
        if heading is None:
            continue
        if not section.title:
            yield _problem(issue, Level.WARNING, "empty-heading", heading.line,
                           "A heading has no text.", "Delete it, or write it.")  # fmt: skip
        elif not section.blocks and _ends(heading, after):
            yield _problem(issue, Level.WARNING, "bare-heading", heading.line,
                           f"Nothing stands below the heading `{section.title}`.",
                           "Delete it, or write its text.")  # fmt: skip


def _ends(heading: Heading, after: Section | None) -> bool:
    return after is None or after.heading is None or after.heading.level <= heading.level


def _doubled(issue: Issue, found: list[Section]) -> Iterator[Problem]:
    seen: dict[str, int] = {"": 0}
    for section in found:
        line = section.heading.line if section.heading else 0
        if first := seen.get(section.title):
            yield _problem(issue, Level.WARNING, "double-heading", line,
                           f"The heading `{section.title}` stands on line {first} already.",
                           "Give one of them another name.")  # fmt: skip
        elif section.title == issue.title:
            yield _problem(issue, Level.WARNING, "title-repeated", line,
                           "A heading repeats the title, and readers will see both.",
                           "Delete the heading.")  # fmt: skip
        seen.setdefault(section.title, line)


# --- lines of text ----------------------------------------------------------------------------


def _domains(issue: Issue) -> Iterator[Problem]:
    places: dict[str, list[int]] = {}
    for children, line in _lines(issue):
        for span in accidental_domains(_beside_links(children)):
            places.setdefault(span.text, []).append(line)
    for name, lines in places.items():
        also = f" (also on {', '.join(map(str, lines[1:]))})" if lines[1:] else ""
        yield _problem(issue, Level.WARNING, "accidental-domain", lines[0],
                       f"X makes a link of `{name}`{also}.",
                       "Write it another way if no link is meant.")  # fmt: skip


def _beside_links(children: tuple[Inline, ...]) -> str:
    """The text without the labels that spell out where their link leads."""
    text = plain_text(children)
    for node in inline_nodes(children):
        if isinstance(node, Link):
            label = plain_text(node.children)
            if label.strip() and label.strip() in node.href:
                text = text.replace(label, " ")
    return text


_MARKUP = re.compile(
    r"\*\*|\{%|%\}|\{\{|\}\}|!?\[[^\[\]]*\]\(|\[\[|</?[a-zA-Z][^<>]*>|^#{1,6}\s|^```|<!--"
)


def _left_over(issue: Issue, text: str, line: int) -> Iterator[Problem]:
    if found := _MARKUP.search(text):
        shown = text[max(0, found.start() - 12) : found.end() + 12].strip()
        yield _problem(issue, Level.WARNING, "literal-markup", line,
                       f"Readers will see the markup `{found[0].strip()}`: …{shown}…",
                       "Mend it, or set it as code if it is meant.")  # fmt: skip


def _placeholders(issue: Issue, text: str, line: int, tables: Tables) -> Iterator[Problem]:
    words = "|".join(map(re.escape, tables.placeholders))
    bare = rf"\W*(?:{words})(?:\s*[:：].*|\W*)"
    bracketed = rf"[（(【\[]\s*(?:{words})[^）)】\]]*[）)】\]]"
    if re.fullmatch(bare, text, re.DOTALL) or re.search(bracketed, text):
        shown = text.strip()
        yield _problem(issue, Level.WARNING, "placeholder", line,
                       f"Something is still to be written: `{shown[:40]}`.",
                       "Write it, or delete the line.")  # fmt: skip


_BROKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def _broken(issue: Issue, text: str, line: int) -> Iterator[Problem]:
    if found := _BROKEN.search(text):
        around = _BROKEN.sub("", text[max(0, found.start() - 12) : found.end() + 12]).strip()
        yield _problem(issue, Level.WARNING, "broken-character", line,
                       f"A character that shows nothing (U+{ord(found[0]):04X}): …{around}…",
                       "Delete it, or type the text there anew.")  # fmt: skip


_WIDE = {"（": "）", "《": "》", "“": "”", "「": "」", "『": "』", "【": "】", "〈": "〉"}
_NARROW = {"(": ")", "[": "]"}


def _unbalanced(issue: Issue, text: str, line: int) -> Iterator[Problem]:
    if sign := _unpaired(text):
        yield _problem(issue, Level.NOTE, "unbalanced", line, f"`{sign}` has no counterpart.",
                       "Check the brackets and quotation marks of this paragraph.")  # fmt: skip


def _unpaired(text: str) -> str:
    """The first sign without its other half; `1)` and `:)` are no brackets."""
    pairs = _WIDE | _NARROW
    open_: list[str] = []
    for char in text:
        if char in pairs:
            open_.append(char)
        elif open_ and char == pairs[open_[-1]]:
            open_.pop()
        elif char in _WIDE.values():
            return char
    return open_[0] if open_ else ""
