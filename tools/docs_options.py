"""Every key of pressrun.yaml, from the pydantic models, with its type and default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from adapters import CHANNELS, channel_class
from config.settings import Settings
from tools.docs_markdown import code, number, page, table

# What the model of the whole file says in its own docstring, key by key.
SETTINGS_WORDS = {
    "timezone": "An IANA name such as `Asia/Shanghai`; without it the site's own time zone.",
    "tags": "What template tags of your own become, such as `{plate: figure}`; "
    "see [front matter and marks](../front-matter.md).",
    "plan": "When each channel goes out; without it "
    "`telegram +0, substack +30m, wechat +30m, x +60m`.",
    "channels": "One section per channel. The channels named here are used; without any, all.",
}
HEAD = ["key", "type", "default", "meaning"]


def options_page() -> str:
    rows = [
        [code(name), _type(field), _default(field), SETTINGS_WORDS[name]]
        for name, field in Settings.model_fields.items()
    ]
    return page(
        "Configuration",
        "`pressrun.yaml` lies beside the posts or in a folder above them: the nearest one counts. "
        "Without a file every key has its default. "
        "[config/pressrun.example.yaml](../../config/pressrun.example.yaml) holds all of them. "
        "Secrets never stand in it: see [operations](../operations.md#secrets).",
        table(HEAD, rows),
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
    if get_origin(kind) is not None and all(isinstance(arg, str) for arg in get_args(kind)):
        return " or ".join(map(code, get_args(kind)))
    if get_origin(kind) is not None:
        return "keys and values"
    return {str: "text", bool: "yes or no", int: "whole number", float: "number"}[kind]


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    match value:
        case "" | None:
            return ""
        case bool():
            return code(str(value).lower())
        case int() | float():
            return code(number(value).replace(",", ""))
        case dict():
            return code("{}")
        case _:
            return code(str(value))
