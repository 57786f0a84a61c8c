"""What a call was given: query, form, multipart or JSON, every value as text until it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.exchange import Exchange, NotModelled, Upload
from sandbox.telegram.errors import Malformed, bad

TRUE = frozenset({"true", "yes", "1"})
TYPES = {str: "String", bool: "Boolean", int: "Number", list: "Array", dict: "Object"}


@dataclass(frozen=True, slots=True)
class Arguments:
    values: Mapping[str, str]
    files: Mapping[str, Upload]

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.values

    def required(self, name: str) -> str:
        if not self.text(name):
            raise bad(f'parameter "{name}" is required')
        return self.text(name)

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in TRUE

    def number(self, name: str, default: int = 0) -> int:
        """Leading digits, as the server reads them; no digits are 0."""
        text = self.text(name)
        return whole(text) if text else default

    def json(self, name: str, what: str) -> Any:
        """A JSON text, decoded; None when it is not given."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError as broken:
            raise bad(f"can't parse {what} JSON object") from broken


def whole(text: str) -> int:
    found = re.match(r"-?\d+", text)
    return int(found[0]) if found else 0


def read_arguments(exchange: Exchange) -> Arguments:
    request = exchange.request
    values = dict(request.query)
    files: Mapping[str, Upload] = {}
    if request.content_type == "application/json" and request.body.strip():
        values |= _json_values(exchange)
    else:
        form = exchange.form()
        values |= form.fields
        files = form.files
    return Arguments(values, files)


def _json_values(exchange: Exchange) -> dict[str, str]:
    try:
        body = exchange.json_object()
    except ValueError as broken:
        raise NotModelled("a body that is no JSON object") from broken
    return {name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in body.items()}  # fmt: skip


class Fields:
    """A JSON object in a request, read field by field as the server does."""

    def __init__(self, value: object, otherwise: str) -> None:
        if not isinstance(value, dict):
            raise Malformed(otherwise)
        self._value: dict[str, Any] = value

    def __contains__(self, name: str) -> bool:
        return self._value.get(name) is not None

    def text(self, name: str) -> str:
        """A string, or a number as its text; "" when it is not there."""
        value = self._value.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return json.dumps(value)
        return str(self._typed(name, str) or "")

    def required_text(self, name: str) -> str:
        self._require(name)
        return self.text(name)

    def number(self, name: str) -> int:
        value = self._value.get(name)
        if isinstance(value, str) and re.fullmatch(r"-?\d+", value):
            return int(value)
        return int(self._typed(name, int) or 0)

    def required_number(self, name: str) -> int:
        self._require(name)
        return self.number(name)

    def flag(self, name: str) -> bool:
        return bool(self._typed(name, bool))

    def items(self, name: str) -> Sequence[Any]:
        found: Sequence[Any] = self._typed(name, list) or []
        return found

    def required_object(self, name: str) -> Fields:
        self._require(name)
        return Fields(self._typed(name, dict), f'Field "{name}" must be of type Object')

    def raw(self, name: str) -> Any:
        return self._value.get(name)

    def _require(self, name: str) -> None:
        if name not in self:
            raise Malformed(f'Can\'t find field "{name}"')

    def _typed(self, name: str, wanted: type) -> Any:
        value = self._value.get(name)
        number_for_flag = wanted is int and isinstance(value, bool)
        if value is not None and (not isinstance(value, wanted) or number_for_flag):
            raise Malformed(f'Field "{name}" must be of type {TYPES[wanted]}')
        return value
