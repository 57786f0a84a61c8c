"""The two catalogues say the same things, and all of it is said somewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot.control
from adapters import CHANNELS
from bot.control.notes_screen import COMMANDS
from bot.control.reasons import REASONS
from bot.control.words import CATALOGUES, count, language, say
from bot.release.actions import ANSWERS
from bot.release.states import DeliveryState
from content.problems import Level

ENGLISH, CHINESE = CATALOGUES["en"], CATALOGUES["zh"]
SOURCES = sorted(
    path
    for path in Path(bot.control.__file__).parent.glob("*.py")
    if not path.name.startswith("words_")
)
FAMILIES = {  # keys that are put together, and what with
    "": {f"{level}s.{n}" for level in Level for n in ("one", "many")},
    "command.": set(COMMANDS),
    "state.": {state.name.lower() for state in DeliveryState},
    "answer.": {f"{kind}.{answer}" for kind, answers in ANSWERS.items() for answer in answers},
    "question.": {*ANSWERS, *(f"{kind}.why" for kind in ANSWERS)},
    "question.draft-": {"out", "gone", "out.why", "gone.why"},
    "verb.": {"draft", "web", "web+email"},
    "look.": {*CHANNELS, "blog"},
    "purpose.": {"update", "links", "retract"},
    "waits.": {"approval", "time", "gate", "url", "account", "quiet", "update"},
    "plan.": {"out", "changed", "renamed", "retracted"},
    "plan.why-": {"changed", "renamed", "retracted"},
    "post.": {"new", "draft", "approval", "on-its-way", "asks", "failed", "out", "taken-back"},
    "part.": {
        "message", "album", "photo", "post", "also-on", "draft", "settings", "publish",
        "unpublish", "republish", "image", "cover", "alt", "edit", "delete", "rich", "section",
        "tag", "new-tag",
    },
    "release.": {
        "approval", "asks", "stuck", "held", "moving", "waiting", "cancelled", "retracted",
        "partly", "drafts", "out",
    },
    "retract.": {"title", "nothing", "stuck", "cancel", "by-hand", "goes-on"},
}  # fmt: skip


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def literals() -> Iterator[str]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def said_keys() -> Iterator[str]:
    """The keys that calls of `say` name in so many words."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                key = node.args[1] if len(node.args) > 1 else None
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value


def put_together() -> set[str]:
    return {f"{start}{end}" for start, ends in FAMILIES.items() for end in ends}


def test_both_languages_have_the_same_keys() -> None:
    assert ENGLISH.keys() == CHINESE.keys()


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_a_text_takes_the_same_values_in_both_languages(key: str) -> None:
    assert placeholders(ENGLISH[key]) == placeholders(CHINESE[key])


def test_every_key_is_used_in_the_control_room() -> None:
    found = set(literals())
    counted = {f"{word}.{n}" for word in found for n in ("one", "many")}

    assert sorted(set(ENGLISH) - found - counted - put_together()) == []


def test_every_key_that_is_said_is_there() -> None:
    assert sorted({*said_keys(), *put_together()} - set(ENGLISH)) == []


def test_every_reason_takes_the_values_that_its_text_gives() -> None:
    wrong = [
        key for pattern, key in REASONS if placeholders(ENGLISH[key]) != set(pattern.groupindex)
    ]

    assert wrong == []


def test_no_text_holds_markup() -> None:
    marked = [key for key, text in {**ENGLISH, **CHINESE}.items() if "<" in text or "&" in text]

    assert marked == []


def test_a_value_stands_in_its_text_as_it_is() -> None:
    assert say("en", "note.done-by", who="Lin <b>{x}") == "Lin <b>{x} has done this already."


def test_chinese_takes_a_space_beside_latin_and_none_beside_chinese() -> None:
    assert say("zh", "remind.overdue", channels="X") == "X 已逾期。"
    assert say("zh", "remind.overdue", channels="微信公众号") == "微信公众号已逾期。"
    assert say("zh", "open", channel="微信公众号") == "打开微信公众号"


def test_one_is_counted_as_one() -> None:
    assert [count("en", "pictures", n) for n in (0, 1, 2)] == [
        "0 pictures", "1 picture", "2 pictures",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "expected"),
    [("zh-hans", "zh"), ("zh", "zh"), ("en", "en"), ("de", "en"), (None, "en")],
)
def test_the_language_is_chinese_for_every_chinese_and_english_for_the_rest(
    code: str | None, expected: str
) -> None:
    assert language(code) == expected


def test_a_language_that_there_is_not_speaks_english() -> None:
    assert say("de", "approve") == "Approve"
