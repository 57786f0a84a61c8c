"""The X stand-in against X's own OpenAPI file, where that is at hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator

from sandbox.x import schemas
from sandbox.x.schema import complaints

FILE = Path(__file__).resolve().parents[2] / "../shared/specs/x/openapi-2.167.json"
needs_file = pytest.mark.skipif(not FILE.exists(), reason="X's OpenAPI file is not at hand")
SAYING_NOTHING = ("description", "default", "example", "format")

BODIES = [
    {"text": "one"},
    {},
    {"text": None},
    {"text": "one", "reply": {}},
    {"text": "one", "reply": {"in_reply_to_tweet_id": "1"}},
    {"text": "one", "reply": {"in_reply_to_tweet_id": "12345678901234567890"}},
    {"text": "one", "reply": {"in_reply_to_tweet_id": "1", "id": "2"}},
    {"text": "one", "media": {"media_ids": ["1", 2]}},
    {"text": "one", "media": {"media_ids": ["1"] * 4, "tagged_user_ids": ["1"] * 11}},
    {"text": "one", "media": {"media_ids": ["1"], "call_to_actions": {"visit_site": {}}}},
    {"text": "one", "nullcast": 1},
    {"text": "one", "reply_settings": "verified"},
    {"text": "one", "poll": {"options": ["a", "b" * 26], "duration_minutes": 5}},
    {"text": "one", "poll": {"options": ["a", "b"], "duration_minutes": True}},
    {"text": "one", "geo": {}},
    {"text": "one", "edit_options": {"previous_post_id": "x"}},
    ["one"],
]


@cache
def components() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))["components"]
    return whole


def plain(schema: Any) -> Any:
    """A schema of the file with its references followed and its prose left out."""
    if isinstance(schema, list):
        return [plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return plain(components()["schemas"][schema["$ref"].rpartition("/")[2]])
    said = {name: plain(value) for name, value in schema.items() if name not in SAYING_NOTHING}
    if said.get("type") != "object":
        return said
    properties = schema.get("properties", {})
    return {"required": [], **said, "properties": {k: plain(v) for k, v in properties.items()}}


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": components()}
    )


@needs_file
def test_a_post_takes_what_the_file_says():
    assert plain(components()["schemas"]["CreatePostsRequest"]) == schemas.CREATE_POST


@needs_file
@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("MediaUploadRequest", schemas.UPLOAD),
        ("AppendMediaUploadRequest", schemas.APPEND),
        ("InitializeMediaUploadRequest", schemas.INITIALIZE),
    ],
    ids=["one-shot", "append", "initialize"],
)
def test_an_upload_takes_what_the_file_says(name, ours):
    theirs = plain(components()["schemas"][name])
    own = {"type": "string"} if "media" in theirs["properties"] else None

    assert {**theirs["properties"], **({"media": own} if own else {})} == ours["properties"]
    assert set(theirs["required"]) <= set(ours["required"])
    assert ours["additionalProperties"] is theirs["additionalProperties"] is False


@needs_file
def test_alt_text_takes_what_the_file_says():
    theirs = plain(components()["schemas"]["CreateMediaMetadataRequest"])
    alt = theirs["properties"]["metadata"]["properties"]["alt_text"]

    assert alt == schemas.METADATA["properties"]["metadata"]["properties"]["alt_text"]
    assert theirs["required"] == schemas.METADATA["required"]
    assert "additionalProperties" not in theirs


@needs_file
@pytest.mark.parametrize("body", BODIES, ids=json.dumps)
def test_the_check_agrees_with_jsonschema(body):
    expected = validator("CreatePostsRequest").is_valid(body)

    assert (not list(complaints(body, schemas.CREATE_POST))) is expected


@pytest.fixture
def call(sandbox, control) -> Callable[..., requests.Response]:
    """call("POST", "/tweets", json=...) with the names of the file in its answers."""
    control("switches", service="x", name="naming", value="post")
    headers = {"Authorization": "Bearer sandbox-user-bearer"}

    def send(method: str, path: str, **body: Any) -> requests.Response:
        url = f"{sandbox.url}/x/2{path}"
        return requests.request(method, url, headers=headers, timeout=30, **body)

    return send


@needs_file
def test_answers_are_what_the_file_says(call, a_png):
    upload = call(
        "POST", "/media/upload", files={"media": a_png}, data={"media_category": "tweet_image"}
    ).json()
    media_id = upload["data"]["id"]
    started = call(
        "POST", "/media/upload/initialize",
        json={
            "media_type": "image/png", "total_bytes": len(a_png), "media_category": "tweet_image",
        },
    ).json()  # fmt: skip
    chunks = f"/media/upload/{started['data']['id']}"
    appended = call("POST", f"{chunks}/append", files={"media": a_png}, data={"segment_index": "0"})
    finished = call("POST", f"{chunks}/finalize")
    told = call("POST", "/media/metadata", json={"id": media_id, "metadata": {}})
    made = call(
        "POST", "/tweets", json={"text": "x.com", "media": {"media_ids": [media_id]}}
    ).json()
    listed = call(
        "GET", "/users/1001/tweets?post.fields=created_at,entities,attachments&expansions=author_id"
    )
    answers = {
        "MediaUploadResponse": upload,
        "InitializeMediaUploadResponse": started,
        "AppendMediaUploadResponse": appended.json(),
        "FinalizeMediaUploadResponse": finished.json(),
        "GetMediaUploadStatusResponse": call("GET", f"/media/upload?media_id={media_id}").json(),
        "CreateMediaMetadataResponse": told.json(),
        "CreatePostsResponse": made,
        "GetUsersPostsResponse": listed.json(),
        "GetUsersMeResponse": call("GET", "/users/me").json(),
        "DeletePostsResponse": call("DELETE", f"/tweets/{made['data']['id']}").json(),
    }

    complaints_of = {
        name: [error.message for error in validator(name).iter_errors(answer)]
        for name, answer in answers.items()
    }

    assert complaints_of == {name: [] for name in answers}
    assert [name for name, answer in answers.items() if not answer.get("data")] == []
    assert [known_only(name, answer) for name, answer in answers.items()] == [True] * len(answers)


def known_only(name: str, answer: dict[str, Any]) -> bool:
    """Whether `data` has no name that the file does not list."""
    schema = plain_data(name)
    rows = answer["data"] if isinstance(answer["data"], list) else [answer["data"]]
    return all(row.keys() <= schema["properties"].keys() for row in rows)


def plain_data(name: str) -> dict[str, Any]:
    data = components()["schemas"][name]["properties"]["data"]
    reference = data.get("items", data)["$ref"]
    found: dict[str, Any] = components()["schemas"][reference.rpartition("/")[2]]
    return found
