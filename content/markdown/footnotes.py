"""Footnotes, numbered by their first reference; no definition is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.document import Footnote
from content.markdown.inline import run_of
from content.markdown.pieces import fold
from content.markdown.reading import Note, Reading
from content.markdown.runs import paragraph_pieces


def footnotes(reading: Reading) -> tuple[Footnote, ...]:
    waiting = list(reading.notes)
    referred: Mapping[int, Mapping[str, Any]] = reading.env["footnotes"]["list"]
    found = [_footnote(number + 1, ref, waiting, reading) for number, ref in referred.items()]
    for note in waiting:
        _report_unused(note, found, reading)
        found.append(Footnote(len(found) + 1, note.blocks, note.line))
    return tuple(found)


def _footnote(
    number: int, ref: Mapping[str, Any], waiting: list[Note], reading: Reading
) -> Footnote:
    line = reading.ref_lines.get(number, reading.first)
    if "tokens" in ref:
        run = run_of(ref["tokens"], reading, line)
        return Footnote(number, fold(paragraph_pieces(run, line), reading), line)
    for place, note in enumerate(waiting):
        if note.label == ref["label"]:
            del waiting[place]
            return Footnote(number, note.blocks, note.line)
    return Footnote(number, (), line)


def _report_unused(note: Note, found: list[Footnote], reading: Reading) -> None:
    twice = any(":" + note.label == label for label in _labels(reading))
    reading.warn(
        "duplicate-footnote" if twice else "unused-footnote",
        note.line,
        f"The footnote [^{note.label}] is defined "
        + ("twice" if twice else "but never referred to")
        + f"; it stays at the end as note {len(found) + 1}.",
        "Refer to it where it belongs, or remove it.",
    )


def _labels(reading: Reading) -> list[str]:
    refs: Mapping[str, int] = reading.env["footnotes"]["refs"]
    return [label for label, number in refs.items() if number >= 0]
