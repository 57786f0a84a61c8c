"""Front matter with types: what pressrun reads of it, every other key kept as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from content.dates import aware
from content.problems import Level, Problem

T = TypeVar("T")
Value = None | bool | int | float | str | date | datetime | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Meta:
    """Front matter with typed fields where pressrun reads them.

    `values` keeps every key as written; `lines` says where each top-level key stands, and where
    the keys below `pressrun:` do, dotted (`pressrun.x.mode`). `own` is the `pressrun:` mapping,
    `own["x"]["mode"]` and the like being one channel's overrides.
    """

    title: str = ""
    date: datetime | None = None
    release: datetime | None = None
    tags: tuple[str, ...] = ()
    lang: str = ""
    draft: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)
    own: Mapping[str, Value] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    categories: tuple[str, ...] = ()

    def line(self, key: str) -> int:
        """The line of a key, else of the key above it (`pressrun.x` for `pressrun.x.y`), else 1."""
        while key not in self.lines and "." in key:
            key = key.rpartition(".")[0]
        return self.lines.get(key, 1)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a front matter before they have types.

    `raw` holds the spelling of plain values that YAML read as something else (`title: 2025`).
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)


def read_meta(keys: Keys, *, file: str, zone: ZoneInfo) -> tuple[Meta, tuple[Problem, ...]]:
    """Typed fields, and a problem for each value of a wrong type."""
    reader = _Reader(keys, file, [])
    own = reader.mapping("pressrun")
    released = "pressrun.release" if "release" in own else "release"
    draft, published = reader.flag("draft"), reader.flag("published")
    meta = Meta(
        title=reader.text("title"),
        date=reader.moment("date", zone),
        release=reader.moment(released, zone),
        tags=reader.words("tags") or reader.words("tag"),
        lang=reader.text("lang") or reader.text("language"),
        draft=draft is True or published is False,
        values=keys.values,
        own=own,
        lines=keys.lines,
        categories=reader.words("categories") or reader.one_or_more("category"),
    )
    return meta, tuple(reader.problems)


@dataclass(slots=True)
class _Reader:
    """Reads one front matter; `problems` grows as values turn out to be of another type."""

    keys: Keys
    file: str
    problems: list[Problem]

    def text(self, key: str) -> str:
        match self.keys.values.get(key):
            case None:
                return ""
            case str(value):
                return value.strip()
            case list() | dict():
                return self._wrong(key, "must be one line of text", f"Write `{key}: …`.", "")
            case value:
                return self.keys.raw.get(key, str(value)).strip()

    def flag(self, key: str) -> bool | None:
        match self.keys.values.get(key):
            case None:
                return None
            case bool(value):
                return value
            case str(value) if value.strip().lower() in _FLAGS:
                return _FLAGS[value.strip().lower()]
            case _:
                return self._wrong(key, "must be true or false", f"Write `{key}: true`.", None)

    def moment(self, key: str, zone: ZoneInfo) -> datetime | None:
        value = _look_up(self.keys.values, key)
        if value is None or value == "":
            return None
        step = "Write 2025-09-22T08:00:00+08:00, or a day as 2025-09-22."
        return aware(value, zone) or self._wrong(key, "is not a date", step, None)

    def words(self, key: str) -> tuple[str, ...]:
        """A list, or a string split at commas, else at white space, as the site generators do."""
        value = self.keys.values.get(key)
        if isinstance(value, str):
            cut = re.split(r"[,，、]", value) if re.search(r"[,，、]", value) else value.split()
            return tuple(word.strip() for word in cut if word.strip())
        return self.one_or_more(key)

    def one_or_more(self, key: str) -> tuple[str, ...]:
        match self.keys.values.get(key):
            case None:
                return ()
            case list(items):
                return tuple(self._items(key, items))
            case dict():
                step = f"Write `{key}: [one, two]`."
                return self._wrong(key, "must be a list of words", step, ())
            case value:
                text = self.keys.raw.get(key, str(value)).strip()
                return (text,) if text else ()

    def _items(self, key: str, items: list[Value]) -> Iterator[str]:
        for item in items:
            if isinstance(item, dict | list):
                self._wrong(key, "holds something that is not a word", "Put it in quotes.", None)
            elif item is not None and str(item).strip():
                yield str(item).strip()

    def mapping(self, key: str) -> Mapping[str, Value]:
        match self.keys.values.get(key):
            case None:
                return {}
            case dict(value):
                return value
            case _:
                step = f"Write `{key}:` and the keys indented on the lines below."
                return self._wrong(key, "must hold keys", step, {})

    def _wrong(self, key: str, what: str, step: str, instead: T) -> T:
        line = self.keys.lines.get(key, 1)
        message = f"`{key}` {what}: {self._shown(key)}"
        self.problems.append(
            Problem(Level.ERROR, "front-matter-type", self.file, line, message, step)
        )
        return instead

    def _shown(self, key: str) -> str:
        value = self.keys.raw.get(key) or str(_look_up(self.keys.values, key))
        return value if len(value) <= 60 else value[:59] + "…"


def _look_up(values: Mapping[str, Value], key: str) -> Value:
    """The value of a dotted key."""
    head, _, rest = key.partition(".")
    value = values.get(head)
    if not rest:
        return value
    return _look_up(value, rest) if isinstance(value, dict) else None


_YES = ("true", "yes", "on")
_NO = ("false", "no", "off")
_FLAGS = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
