"""Front matter changed in place: the order of keys, their style and the comments stay."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import yaml

from content.frontmatter import YamlLoader


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value. `key` is dotted; `value` what a scalar says, else None.

    `text` is the value as it stands, `written` its span, `whole` that of key and value; `nested`
    says that the keys within it have entries of their own, `flow` that it stands within braces.
    """

    key: str
    value: str | None
    written: tuple[int, int]
    whole: tuple[int, int]
    text: str = ""
    nested: bool = False
    flow: bool = False


class Drop:
    """What a rule answers to have the key taken away."""


Rule = Callable[[Entry], str | Drop | None]  # the new value, DROP, or None to leave it
DROP = Drop()


def rewritten(text: str, mark: str, rule: Rule) -> str:
    """The keys between two marks (`---` for YAML, `+++` for TOML) as the rule wants them."""
    found = _yaml_entries(text) if mark == "---" else _toml_entries(text)
    edits: list[tuple[int, int, str]] = []
    for entry in found:
        answer = rule(entry)
        if isinstance(answer, Drop):
            edits.append((*entry.whole, ""))
        elif answer is not None:
            styled = _as_yaml if mark == "---" else _as_toml
            edits.append((*entry.written, styled(entry, answer)))
    return _applied(text, edits)


def _applied(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Spans replaced from the last to the first; one within another that is gone is gone too."""
    kept: list[tuple[int, int, str]] = []
    for edit in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    for start, end, new in reversed(kept):
        text = text[:start] + new + text[end:]
    return text


# --- YAML ---------------------------------------------------------------------------------------


def _yaml_entries(text: str) -> Iterator[Entry]:
    node = yaml.compose(text, Loader=yaml.SafeLoader)  # in Python: its marks count characters
    if isinstance(node, yaml.MappingNode):
        yield from _of_mapping(node, "", text)


def _of_mapping(node: yaml.MappingNode, above: str, text: str) -> Iterator[Entry]:
    for key_node, value in node.value:
        key = f"{above}{key_node.value}"
        start, end = value.start_mark.index, value.end_mark.index
        end = start + len(text[start:end].rstrip())
        whole = _in_flow(text, key_node.start_mark.index, end)
        if not node.flow_style:
            whole = _in_block(text, key_node.start_mark.index, end)
        scalar = value.value if isinstance(value, yaml.ScalarNode) else None
        nested = isinstance(value, yaml.MappingNode)
        yield Entry(
            key, scalar, (start, end), whole, text[start:end], nested, node.flow_style is True
        )
        if isinstance(value, yaml.MappingNode):
            yield from _of_mapping(value, f"{key}.", text)


def _in_block(text: str, start: int, end: int) -> tuple[int, int]:
    """Whole lines, comment behind the value included."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return first, len(text) if last < 0 else last + 1


def _in_flow(text: str, start: int, end: int) -> tuple[int, int]:
    """With the comma behind it, or the one before the last."""
    behind = re.compile(r"\s*,\s*").match(text, end)
    if behind:
        return start, behind.end()
    before = re.search(r",\s*$", text[:start])
    return (before.start() if before else start), end


def _as_yaml(entry: Entry, new: str) -> str:
    """In the quotes of the old value; without any where the words need none."""
    old = entry.text
    if old.startswith("'") and "\n" not in new:
        return "'" + new.replace("'", "''") + "'"
    if not old.startswith(('"', "|", ">")) and _is_plain(
        new, old, "{{k: {}}}" if entry.flow else "k: {}"
    ):
        return new
    return json.dumps(new, ensure_ascii=False)


def _is_plain(new: str, old: str, frame: str) -> bool:
    """Whether the words, put into the frame without quotes, are read as they were meant."""
    try:
        again = yaml.load(frame.format(new), YamlLoader)  # noqa: S506 - a safe loader
        was = yaml.load(frame.format(old), YamlLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError):
        return False
    value = again.get("k") if isinstance(again, dict) else None
    kind = type(was.get("k")) if isinstance(was, dict) else str
    return value == new or (bool(new) and type(value) is kind and kind is not str)


# --- TOML ---------------------------------------------------------------------------------------

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?P<key>[\w-]+|"[^"]*")(?:\s*\.\s*[\w-]+)*\s*=\s*""")
_ONE = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'|[^#\n]*""")


def _toml_entries(text: str) -> Iterator[Entry]:
    """Keys that stand on lines of their own; those of inline tables stay as they are."""
    table, place = "", 0
    while place < len(text):
        line_end = text.find("\n", place)
        line_end = len(text) if line_end < 0 else line_end
        line = text[place:line_end]
        following = line_end + 1
        if header := _TABLE.match(line):
            table = re.sub(r"[\"'\s]", "", header[1]) + "."
        elif found := _KEY.match(line):
            start = place + found.end()
            end = _toml_end(text, start, line_end)
            following = max(following, text.find("\n", end) + 1 or len(text))
            key = re.sub(r"[\"'\s]", "", line[: found.end()].rpartition("=")[0])
            value = _toml_scalar(text[start:end])
            yield Entry(f"{table}{key}", value, (start, end), (place, following), text[start:end])
        place = following


def _toml_end(text: str, start: int, line_end: int) -> int:
    """Where a value ends: on its line, or on the line with which it can be read."""
    long = text.startswith(('"""', "'''"), start)
    one = None if long else _ONE.match(text, start, line_end)
    if one and _toml_read(one[0].rstrip()) is not None:
        return start + len(one[0].rstrip())
    end = line_end
    while _toml_read(text[start:end]) is None and end < len(text):
        after = text.find("\n", end + 1)
        end = len(text) if after < 0 else after
    return end


def _toml_read(text: str) -> object:
    try:
        return tomllib.loads(f"k = {text}\n")["k"]
    except tomllib.TOMLDecodeError:
        return None


def _toml_scalar(text: str) -> str | None:
    value = _toml_read(text)
    if isinstance(value, list | dict) or value is None:
        return None
    return value if isinstance(value, str) else text


def _as_toml(entry: Entry, new: str) -> str:
    old = entry.text
    if old.startswith("'") and not old.startswith("'''") and "'" not in new:
        return f"'{new}'"
    if not old.startswith(('"', "'")):
        return new  # a date or a number
    return json.dumps(new, ensure_ascii=False)
