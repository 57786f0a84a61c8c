"""Whatever the source can say to an author has words in every language, and no word is idle."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from bot.translations import LANGUAGES, phrases, translated
from tests.bot.translations.said import HOLE, every_text, everything_said, sample

HAN = re.compile(r"[\u4e00-\u9fff]")
SAID = tuple(everything_said())
SHAPES = sorted({shape for said in SAID for shape in said.shapes if re.search(r"\w", shape)})
# Phrases that the source puts together of pieces, so that no single text of it has their shape:
# of a name or a word in its stead, of several workers, of a number and a unit.
COMPOSED = {
    "This is neither Markdown nor a zip.", "nothing as a bracket",
    "{kind} on {machine}, last beat {age} ago.",
    "{source}: cannot be read: {why}.",
    "{n} days", "{n} hours", "{n} minutes",
    "pictures or links", "subtitle or text",  # ends of what is parted at its commas
}  # fmt: skip
# Words that are made elsewhere: of another finding, of a table that is read above, or of a library.
PASSED_ON = {
    "adapters/drawn/figures.py": {
        "error.reason", "error.next_step", "said.message if said else ''",
        "said.next if said else ''",
    },
    "adapters/drawn/latex.py": {"mark", "f'\\\\{name}'"},
    "adapters/losses.py": {"message"},
    "adapters/pictures.py": {"message", "refused.next_step", "f'{source}: {lost}'"},
    "adapters/telegram/__init__.py": {"step"},
    "adapters/telegram/client.py": {"self._kind.next_step"},
    "adapters/telegram/errors.py": {"words"},
    "bot/doctor/__init__.py": {"key"},
    "bot/doctor/channels.py": {"key", "asking.key", "REMINDERS.get(key, '')"},
    "bot/doctor/finding.py": {"sentence(str(error))", "sentence(error.what)", "error.next_step"},
    "bot/doctor/machine.py": {"sentence(alarm)", "ending.said"},
    "bot/doctor/newsletter.py": {
        "sentence(words.rstrip(':'))", "sentence(said)", "f\"{'; '.join(named)}.\"",
        "unknown[0].message", "unknown[0].next", "f'{problem.file}: {problem.message}'",
        "problem.next",
    },
    "bot/release/times.py": {"str(error)"},
    "content/assets.py": {"str(self)", "self.step"},
    "content/siteconfig.py": {"reason", "type(error).__name__"},
    "content/templates.py": {"reason", "str(error)"},
}  # fmt: skip


def test_all_that_is_said_has_chinese_words_with_all_its_values() -> None:
    lacking = [f"{_where(shape)}: {text}" for shape in SHAPES if (text := _untold(shape))]

    assert lacking == []


def _untold(shape: str) -> str:
    """The sample of that shape which has no words, or too few; "" where all is well."""
    text, values = sample(shape)
    words = translated(text, "zh")
    told = HAN.search(words) and all(value in words for value in values)
    return "" if told else text


def _where(shape: str) -> str:
    return ", ".join(said.where for said in SAID if shape in said.shapes)


def test_words_that_cannot_be_read_off_the_source_are_named() -> None:
    unknown: dict[str, set[str]] = {}
    for said in SAID:
        if not any(re.search(r"\w", shape) for shape in said.shapes):
            unknown.setdefault(said.path, set()).add(said.source)

    assert unknown == PASSED_ON


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_phrase_is_idle(lang: str) -> None:
    texts = [sample(shape)[0] for shape in SHAPES]
    found = {next((p for p in phrases(lang) if p.values(text) is not None), None) for text in texts}
    written = every_text()

    idle = {p.english for p in phrases(lang) if p not in found and _shape(p.english) not in written}

    assert idle == COMPOSED


def _shape(english: str) -> str:
    return "".join(
        text + (HOLE if name is not None else "") for text, name, _, _ in Formatter().parse(english)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phrase_is_written_once(lang: str) -> None:
    written = [english for room in LANGUAGES[lang] for english in room]

    assert sorted(written) == sorted(set(written))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phrase_and_its_words_have_the_same_places(lang: str) -> None:
    uneven = [p.english for p in phrases(lang) if _places(p.english) != _places(p.words)]

    assert uneven == []


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
