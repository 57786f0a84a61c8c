"""A check of JSON against the few schema words that X's requests use, in X's own messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.exchange import Json, Refused
from sandbox.x.problems import compact, invalid_request

Schema = Mapping[str, Any]
UNKNOWN = "is not defined in the schema and the schema does not allow additional properties"


def require(value: Any, schema: Schema) -> None:
    """Refused with every complaint when the value does not fit."""
    errors = list(complaints(value, schema))
    if errors:
        raise Refused(invalid_request(errors))


def complaints(value: Any, schema: Schema, path: str = "$") -> Iterator[Json]:
    """X's error objects. The parameter of a missing or unknown key is the object around it."""
    found = _type_of(value)
    wanted = schema["type"]
    if found != wanted:
        yield _complaint(path, value, f"{path}: {found} found, {wanted} expected")
    elif wanted == "object":
        yield from _object_complaints(value, schema, path)
    elif wanted == "array":
        yield from _array_complaints(value, schema, path)
    else:
        yield from (_complaint(path, value, f"{path}: {said}") for said in _scalar(value, schema))


def _object_complaints(value: dict[str, Any], schema: Schema, path: str) -> Iterator[Json]:
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            said = f"{path}.{name}: is missing but it is required"
            yield _complaint(path, value, said)
    for name, item in value.items():
        if name in properties:
            yield from complaints(item, properties[name], f"{path}.{name}")
        elif schema.get("additionalProperties", True) is False:
            yield _complaint(path, value, f"{path}.{name}: {UNKNOWN}")


def _array_complaints(value: list[Any], schema: Schema, path: str) -> Iterator[Json]:
    least, most = schema.get("minItems", 0), schema.get("maxItems", len(value))
    if len(value) < least:
        said = f"{path}: there must be a minimum of {least} items in the array"
        yield _complaint(path, value, said)
    if len(value) > most:
        said = f"{path}: there must be a maximum of {most} items in the array"
        yield _complaint(path, value, said)
    for i, item in enumerate(value):
        yield from complaints(item, schema["items"], f"{path}[{i}]")


def _scalar(value: Any, schema: Schema) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"does not have a value in the enumeration [{', '.join(schema['enum'])}]"
    if "pattern" in schema and not re.search(schema["pattern"], value, re.ASCII):
        yield f"does not match the regex pattern {schema['pattern']}"
    if "maxLength" in schema and len(value) > schema["maxLength"]:
        yield f"may only be {schema['maxLength']} characters long"
    if "minLength" in schema and len(value) < schema["minLength"]:
        yield f"must be at least {schema['minLength']} characters long"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"must have a minimum value of {schema['minimum']}"
    if "maximum" in schema and value > schema["maximum"]:
        yield f"must have a maximum value of {schema['maximum']}"


def _complaint(path: str, value: Any, message: str) -> Json:
    shown = value if isinstance(value, str) else compact(value)
    return {"parameters": {path: [shown]}, "message": message}


def _type_of(value: Any) -> str:
    names = {
        bool: "boolean", int: "integer", float: "number", str: "string", list: "array",
        dict: "object", type(None): "null",
    }  # fmt: skip
    return names[type(value)]


def parse_body(raw: bytes) -> Any:
    """The JSON of a body; Refused when it is none, or holds half a character."""
    try:
        value = json.loads(raw)
        json.dumps(value, ensure_ascii=False).encode()
        return value
    except ValueError:
        message = "The request body is not valid JSON."
        raise Refused(invalid_request([{"message": message}])) from None
