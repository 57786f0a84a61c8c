"""What pressrun says of an issue, in the author's language.

Problems and findings are made, stored and printed in English; what shows them to an author
translates. A phrase is the English sentence with named places (`The title has {count} characters`)
and the same sentence in the other language. There a place may ask for more than its value:
`{why:words}` is translated in its turn, `{losses:clauses}` is clauses with semicolons between
them, `{what:names}` names with commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from string import Formatter

from bot.translations import zh
from content.problems import Problem

LANGUAGES: Mapping[str, Iterable[Mapping[str, str]]] = {"zh": zh.ROOMS}


def in_language(problem: Problem, lang: str) -> Problem:
    """The problem with its message and its next step in that language, where they are known."""
    message, step = translated(problem.message, lang), translated(problem.next, lang)
    return replace(problem, message=message, next=step)


@lru_cache(maxsize=4096)
def translated(text: str, lang: str) -> str:
    """A sentence in that language; one that is not known stays as it is."""
    said = _known(text, lang) if text else None
    return text if said is None else said


def phrases(lang: str) -> tuple[Phrase, ...]:
    """All of a language, the one with the most words of its own first."""
    return _book(lang)


@dataclass(frozen=True, slots=True)
class Phrase:
    """`pattern` finds the values of the English sentence's places; `words` has the same places."""

    english: str
    pattern: re.Pattern[str]
    words: str
    literal: str

    def values(self, text: str) -> dict[str, str] | None:
        found = self.pattern.fullmatch(text)
        return found.groupdict() if found else None


def _known(text: str, lang: str) -> str | None:
    for phrase in _book(lang):
        values = phrase.values(text)
        if values is not None and (phrase.literal or _says_something(values, lang)):
            return phrase.words.format_map({k: _Value(v, lang) for k, v in values.items()})
    return None


def _says_something(values: Mapping[str, str], lang: str) -> bool:
    """A phrase that is nothing but places holds for the words of ours alone."""
    return any(_known(value, lang) is not None for value in values.values())


@lru_cache(maxsize=8)
def _book(lang: str) -> tuple[Phrase, ...]:
    rooms = LANGUAGES.get(lang, ())
    made = [_phrase(english, words) for room in rooms for english, words in room.items()]
    return tuple(sorted(made, key=lambda phrase: -len(phrase.literal)))


def _phrase(english: str, words: str) -> Phrase:
    pattern, literal, named = "", "", set[str]()
    for text, name, _, _ in Formatter().parse(english):
        pattern, literal = pattern + re.escape(text), literal + text
        if name is not None:
            pattern += f"(?P={name})" if name in named else f"(?P<{name}>.*?)"
            named.add(name)
    own = literal if re.search(r"\w", literal) else ""
    return Phrase(english, re.compile(pattern, re.DOTALL), words, own)


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands in a place, as the place wants it."""

    text: str
    lang: str

    def __format__(self, spec: str) -> str:
        match spec:
            case "words":
                return self._clause(self.text)
            case "clauses":
                return "；".join(map(self._clause, self.text.split("; ")))
            case "names":
                return "、".join(map(self._clause, self.text.split(", ")))
            case _:
                return self.text

    def _clause(self, text: str) -> str:
        """Inside of a sentence, so without its full stop."""
        said = _known(text, self.lang) or _known(f"{text}.", self.lang) or text
        return said.rstrip("。.")
