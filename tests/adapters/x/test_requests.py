"""What is sent, held against X's own description of its API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from adapters.base import Json, Receipt
from adapters.references import resolve
from adapters.x.api import FIELDS, LONG_TEXT
from tests.adapters.x.issues import issue_at, rendered

SPEC = Path(__file__).resolve().parents[3] / "../shared/specs/x/openapi-2.167.json"
pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="X's description of its API is absent")

OPERATIONS = {
    "post": "/2/tweets",
    "alt": "/2/media/metadata",
    "image": "/2/media/upload",
}
ISSUE = """---
title: 试
---

## 甲

风停了以后，镇上的人开始清点屋顶的瓦片，一片一片地数。

![一只猫](/img/cat.png)
"""


@pytest.fixture(scope="module")
def api() -> Mapping[str, Any]:
    described: Mapping[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))
    return described


def check(api: Mapping[str, Any], path: str, body: Json) -> None:
    content = api["paths"][path]["post"]["requestBody"]["content"]
    schema = content.get("multipart/form-data", content["application/json"])["schema"]
    jsonschema.Draft4Validator({**api, **schema}).validate(body)


@pytest.fixture
def sent() -> dict[str, Receipt]:
    return {f"post/{n}": Receipt(f"{n}000") for n in range(1, 9)}


def test_every_request_is_as_described(
    api: Mapping[str, Any], sent: dict[str, Receipt], tmp_path: Path
) -> None:
    parts = rendered(issue_at(tmp_path, ISSUE)).parts
    known = {**sent, **{part.key: Receipt("77") for part in parts if part.kind == "image"}}
    bodies = [(part.kind, resolve(part.payload, known)) for part in parts]
    filled = [
        (kind, {**body, "media": "the file"} if kind == "image" else body)
        for kind, body in bodies
        if isinstance(body, dict)
    ]

    assert {kind for kind, _ in filled} == set(OPERATIONS)
    assert [check(api, OPERATIONS[kind], body) for kind, body in filled] == [None] * len(filled)


@pytest.mark.parametrize(
    "body", [{"text": "x", "unknown": 1}, {"text": "x", "media": {"media_ids": [1]}}]
)
def test_the_description_refuses_what_x_refuses(api: Mapping[str, Any], body: Json) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check(api, "/2/tweets", body)


def test_the_newer_names_of_fields_are_described(api: Mapping[str, Any]) -> None:
    parameters = api["components"]["parameters"]
    known = parameters["PostFieldsParameter"]["schema"]["items"]["enum"]
    expansions = parameters["PostExpansionsParameter"]["schema"]["items"]["enum"]

    assert set(FIELDS[1]["post.fields"].split(",")) | {LONG_TEXT[1]} <= set(known)
    assert set(FIELDS[1]["expansions"].split(",")) <= set(expansions)
