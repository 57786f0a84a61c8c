"""A file cut into front matter and body: YAML between `---`, TOML between `+++`, lines counted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

import yaml

from content.meta import Keys, Value
from content.problems import Level, Problem


class Broken(Exception):
    """The front matter cannot be read; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands above and below the closing mark; the body begins on line `first_line`."""

    keys: Keys
    body: str
    first_line: int
    problems: tuple[Problem, ...] = ()


def read(source: str, *, file: str) -> Parts:
    """Cut and parse. Raises Broken; a source without front matter has no keys and is all body."""
    lines = _lines(source)
    mark = lines[0].rstrip()
    if mark not in _READERS:
        _refuse_late_front_matter(lines, file)
        return Parts(Keys(), "\n".join(lines), 1)
    end = _closing(lines, mark)
    if end is None:
        if not _looks_like_keys(lines, mark):
            return Parts(Keys(), "\n".join(lines), 1)
        raise Broken(_error(file, 1, f"The front matter is never closed with `{mark}`.",
                            f"Put a line `{mark}` below the last key."))  # fmt: skip
    keys, problems = _READERS[mark]("\n".join(lines[1:end]), file)
    return Parts(keys, "\n".join(lines[end + 1 :]), end + 2, problems)


def _lines(source: str) -> list[str]:
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def _closing(lines: list[str], mark: str) -> int | None:
    marks = {"---", "..."} if mark == "---" else {mark}
    return next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in marks), None)


def _looks_like_keys(lines: list[str], mark: str) -> bool:
    """A body may begin with a thematic break; then no key follows on the next line."""
    key = r"[\w-]+\s*=" if mark == "+++" else r"[\w-]+\s*:(\s|$)"
    return len(lines) > 1 and re.match(key, lines[1]) is not None


def _refuse_late_front_matter(lines: list[str], file: str) -> None:
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].rstrip() not in _READERS:
        return
    mark = lines[first].rstrip()
    if _looks_like_keys(lines[first:], mark) and _closing(lines[first:], mark):
        raise Broken(_error(file, first + 1, "The front matter must begin on line 1.",
                            "Delete the empty lines above it."))  # fmt: skip


# --- YAML -------------------------------------------------------------------------------------


def _read_yaml(text: str, file: str) -> tuple[Keys, tuple[Problem, ...]]:
    loader = YamlLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Keys(), ()
        if not isinstance(node, yaml.MappingNode):
            raise Broken(_error(file, 2, "The front matter holds no keys.", _KEYS_STEP))
        if _size(node, {}) > _LARGEST:
            raise Broken(_error(file, 2, "The front matter's aliases unfold without end.", ""))
        loader.flatten_mapping(node)
        return _yaml_keys(loader, node), tuple(_duplicates(node, file))
    except yaml.YAMLError as error:
        raise Broken(_yaml_problem(error, file)) from error
    except RecursionError as error:
        raise Broken(_error(file, 2, "The front matter is nested too deeply.", "")) from error
    finally:
        loader.dispose()


_LARGEST = 20_000  # nodes, with every alias unfolded; a front matter has some dozens


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """Nodes below and with this one once aliases are unfolded."""
    if id(node) not in known:
        known[id(node)] = _LARGEST  # met again inside itself: endless
        known[id(node)] = 1 + sum(_size(child, known) for child in _children(node))
    return known[id(node)]


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _yaml_keys(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Keys:
    values: dict[str, Value] = {}
    raw: dict[str, str] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        values[key] = _yaml_value(loader, value_node)
        if isinstance(value_node, yaml.ScalarNode):
            raw[key] = value_node.value
    return Keys(values, dict(_yaml_lines(node)), raw)


def _yaml_value(loader: yaml.SafeLoader, node: yaml.Node) -> Value:
    try:
        return plain(loader.construct_object(node, deep=True))
    except ValueError:  # a date that no calendar has, such as 2025-02-30
        return str(node.value) if isinstance(node, yaml.ScalarNode) else None


def _yaml_lines(node: yaml.MappingNode, above: str = "") -> Iterator[tuple[str, int]]:
    for key_node, value_node in node.value:
        key = f"{above}{key_node.value}"
        yield key, key_node.start_mark.line + 2  # marks count from 0, below the opening `---`
        if isinstance(value_node, yaml.MappingNode) and key.split(".")[0] == "pressrun":
            yield from _yaml_lines(value_node, f"{key}.")


def _duplicates(node: yaml.MappingNode, file: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 2
        if key in seen:
            message = f"`{key}` stands here and on line {seen[key]}; this one counts."
            yield Problem(
                Level.WARNING, "duplicate-key", file, line, message, "Delete one of them."
            )
        seen[key] = line
        if isinstance(value_node, yaml.MappingNode):
            yield from _duplicates(value_node, file)


def _yaml_problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 2 if mark else 2
    reason = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    step = next((step for part, step in _YAML_STEPS if part in reason), _QUOTE_STEP)
    return _error(file, line, f"The front matter is not valid YAML: {reason}.", step)


_KEYS_STEP = "Write one `key: value` per line, such as `title: …`."
_QUOTE_STEP = "Put the value in quotes, and check the line above too."
# libyaml has no codes, only these words.
_YAML_STEPS = (
    ("mapping values are not allowed", 'Put the value in quotes: it holds a colon (`title: "…"`).'),
    ("tab character", "Indent with spaces, not tabs."),
    ("cannot start any token", "Put the value in quotes, and indent with spaces, not tabs."),
    ("did not find expected", "Indent the keys alike, and put values that hold quotes in quotes."),
    ("unexpected end of stream", "Close the quotation mark or bracket that is opened there."),
)


# --- TOML -------------------------------------------------------------------------------------

_TOML_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*[.=]""")
_TOML_TABLE = re.compile(r"""\s*\[\[?\s*([^\]]+?)\s*\]\]?""")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def _read_toml(text: str, file: str) -> tuple[Keys, tuple[Problem, ...]]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Broken(_toml_problem(error, text, file)) from error
    return Keys({key: plain(value) for key, value in values.items()}, _toml_lines(text), {}), ()


def _toml_problem(error: tomllib.TOMLDecodeError, text: str, file: str) -> Problem:
    found = _TOML_PLACE.search(str(error))
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    reason = _TOML_PLACE.sub("", str(error))
    step = 'Write one `key = value` per line, with text in quotes (`title = "…"`).'
    return _error(file, line + 1, f"The front matter is not valid TOML: {reason}.", step)


def _toml_lines(text: str) -> dict[str, int]:
    """Where keys stand; tomllib does not say. The first spelling of a key is its place."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 2):
        if header := _TOML_TABLE.match(line):
            table = re.sub(r"[\"'\s]", "", header[1])
            lines.setdefault(table.split(".")[0], number)
            lines.setdefault(table, number)
        elif key := _TOML_KEY.match(line):
            lines.setdefault(f"{table}.{key[1]}" if table else key[1], number)
    return lines


# --- both -------------------------------------------------------------------------------------

_READERS = {"---": _read_yaml, "+++": _read_toml}


def plain(value: object) -> Value:
    """What YAML or TOML built, in the types of Value; keys become text."""
    match value:
        case None | bool() | int() | float() | str() | date():
            return value
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set():
            return [plain(item) for item in value]
        case time():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "replace")
        case _:
            return str(value)


def _error(file: str, line: int, message: str, step: str) -> Problem:
    return Problem(Level.ERROR, "front-matter", file, line, message, step)


class YamlLoader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """The safe loader, in C where libyaml is there."""
