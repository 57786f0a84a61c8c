"""Findings that the author need not hear again: each with a reason, never an error."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content.ignoring import heard
from content.issue import Issue
from content.meta import Meta, Value
from content.problems import Level, Problem
from tests.bot.fakes import issue

WARNING = Problem(Level.WARNING, "no-alt-text", "a.md", 5, "Odd.")
OTHER = replace(WARNING, code="bare-heading")
ERROR = replace(WARNING, level=Level.ERROR)


def ignoring(value: Value) -> Issue:
    own = {"ignore": value}
    meta = Meta(title="T", own=own, lines={"pressrun.ignore": 3, "pressrun.ignore.no-alt-text": 4})
    return replace(issue(Path("site")), meta=meta)


def test_a_finding_with_a_reason_is_a_note_that_says_so() -> None:
    found = heard(ignoring({"no-alt-text": " they only decorate "}), [WARNING, WARNING, OTHER])

    assert found[0] == OTHER
    assert [(p.level, p.code, p.line, p.message) for p in found[1:]] == [
        (Level.NOTE, "ignored", 4, "`no-alt-text` is ignored (2): they only decorate.")
    ]


@pytest.mark.parametrize("reason", ["", "  ", None, True, []])
def test_without_a_reason_nothing_is_ignored(reason: Value) -> None:
    found = heard(ignoring({"no-alt-text": reason}), [WARNING])

    assert found[0] == WARNING
    assert [(p.level, p.code, p.line) for p in found[1:]] == [(Level.WARNING, "ignore", 4)]


def test_an_error_is_always_heard() -> None:
    found = heard(ignoring({"no-alt-text": "fine"}), [ERROR])

    assert found[0] == ERROR
    assert found[1].message == "`no-alt-text` is an error here, and no error is ignored."


@pytest.mark.parametrize("value", ["no-alt-text", ["no-alt-text"], True])
def test_what_holds_no_codes_says_so(value: Value) -> None:
    found = heard(ignoring(value), [WARNING])

    assert (found[0], found[1].code, found[1].line) == (WARNING, "ignore", 3)


def test_a_code_that_is_not_met_is_silent() -> None:
    assert heard(ignoring({"bare-heading": "fine"}), [WARNING]) == (WARNING,)
