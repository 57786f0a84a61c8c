"""Every key of pressrun.yaml, from the pydantic models, with its type and default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from adapters import CHANNELS, channel_class
from config.choices import Choices
from config.durations import duration_words
from config.rules import Rule
from config.settings import CadenceSettings, ControlSettings, Settings
from tools.docs_markdown import code, number, page, table

# What the model of the whole file says in its own docstring, key by key.
SETTINGS_WORDS = {
    "timezone": "An IANA name such as `Asia/Shanghai`; without it the site's own time zone.",
    "tags": "What template tags of your own become, such as `{plate: figure}`; "
    "see [front matter and marks](../front-matter.md).",
    "plan": "When each channel goes out; without it "
    "`telegram +0, substack +30m, wechat +30m, x +60m`.",
    "quiet": "Hours in which nothing goes out, such as `22:00-08:00` or `sat,sun 00:00-10:00`, "
    "several with commas; what is due then goes out at their end.",
    "late": "A delivery that is later than this, for a lid that was closed, asks before it goes.",
    "gate": "What links to the blog waits until the issue's page is there with its title; `auto` "
    "waits where the page's address is known.",
    "gate_wait": "How long after its time the page may be absent before you are asked.",
    "receipts": "A file beside the post says what went where, and when.",
    "also_on": "Once everything of an issue is out, each channel names the others, with links.",
    "cadences": "Releases that recur, each under a name of its own; see [below](#cadencesname).",
    "database": "The address of a PostgreSQL server, `postgresql://HOST/NAME`, for more than one "
    "machine; without it a file of this one.",
    "parallel": "How many pictures of a release are uploaded at a time, 1 to 16.",
    "channels": "One section per channel. The channels named here are used; without any, all.",
}
HEAD = ["key", "type", "default", "meaning"]


def options_page() -> str:
    rows = [
        [code(name), _type(field), _default(field), SETTINGS_WORDS[name]]
        for name, field in Settings.model_fields.items()
        if name != "control"
    ]
    return page(
        "Configuration",
        "`pressrun.yaml` lies beside the posts or in a folder above them: the nearest one counts. "
        "Without a file every key has its default. "
        "[config/pressrun.example.yaml](../../config/pressrun.example.yaml) holds all of them. "
        "Secrets never stand in it: see [operations](../operations.md#secrets).",
        table(HEAD, [*rows, *_rows(ControlSettings, "control.")]),
        "## cadences.NAME",
        "A text alone stands for `when`: `weekly: every monday at 08:00`.",
        table(HEAD, _rows(CadenceSettings)),
        "## channels.CHANNEL",
        "On any channel, for every issue; an issue's own `pressrun: {CHANNEL: …}` wins. "
        "See [front matter](../front-matter.md#which-word-wins).",
        table(HEAD, _rows(Choices)),
        *map(_section, CHANNELS),
    )


def _section(channel: str) -> str:
    rows = _rows(channel_class(channel).options)
    return f"## channels.{channel}\n\n{table(HEAD, rows)}"


def _rows(model: type[BaseModel], above: str = "") -> Iterator[list[str]]:
    """A row per key; the keys of a nested model stand dotted."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _rows(inner, f"{above}{name}.")
        else:
            yield [code(above + name), _type(field), _default(field), field.description or ""]


def _type(field: FieldInfo) -> str:
    kind: Any = field.annotation
    if get_origin(kind) is Mapping or get_origin(kind) is dict:
        return "keys and values"
    if get_origin(kind) is tuple:
        return _LISTS.get(get_args(kind)[0], "text")
    if get_origin(kind) is not None:
        return " or ".join(_word(arg) for arg in get_args(kind))
    if issubclass(kind, StrEnum):
        return " or ".join(map(code, kind))
    return _TYPES[kind]


_LISTS = {int: "list of whole numbers", str: "list of words"}
_TYPES = {
    str: "text",
    Rule: "text",
    bool: "yes or no",
    int: "whole number",
    float: "number",
    timedelta: "duration",
}


def _word(kind: Any) -> str:
    """One of the kinds of a union, or one of the values of a Literal."""
    if isinstance(kind, str):
        return code(kind)
    return " or ".join(map(_word, get_args(kind))) if get_args(kind) else _TYPES[kind]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    value = field.get_default(call_default_factory=True)
    match value:
        case "" | None | ():
            return ""
        case timedelta():
            return code(duration_words(value))
        case bool():
            return code(str(value).lower())
        case int() | float():
            return code(number(value).replace(",", ""))
        case dict():
            return code("{}")
        case _:
            return code(str(value))
