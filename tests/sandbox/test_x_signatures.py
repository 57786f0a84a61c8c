"""OAuth 1.0a at the X stand-in, signed by oauthlib."""

from __future__ import annotations

import time
from urllib.parse import urlencode

import pytest
import requests
from oauthlib.oauth1 import Client

KEYS = {
    "client_key": "sandbox-api-key",
    "client_secret": "sandbox-api-secret",
    "resource_owner_key": "1001-sandbox-access-token",
    "resource_owner_secret": "sandbox-access-secret",
}
UNAUTHORIZED = {
    "title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized",
}  # fmt: skip
READ_ONLY = {
    "title": "Forbidden",
    "detail": (
        "Your client app is not configured with the appropriate oauth1 app permissions for this "
        "endpoint."
    ),
    "type": "https://api.twitter.com/2/problems/oauth1-permissions",
    "status": 403,
}


def signed(url: str, method: str = "GET", **keys: str) -> dict[str, str]:
    """The Authorization header that oauthlib makes."""
    _, headers, _ = Client(**{**KEYS, **keys}).sign(url, method)
    return dict(headers)


def status(url: str, headers: dict[str, str]) -> int:
    return requests.get(url, headers=headers, timeout=30).status_code


@pytest.fixture
def me(sandbox) -> str:
    return f"{sandbox.url}/x/2/users/me"


def test_a_right_signature_is_let_in(me):
    answer = requests.get(me, headers=signed(me), timeout=30)

    assert answer.json()["data"]["id"] == "1001"


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_key": "other"},
        {"client_secret": "other"},
        {"resource_owner_key": "other"},
        {"resource_owner_secret": "other"},
        {"signature_method": "HMAC-SHA256"},
        {"signature_method": "PLAINTEXT"},
    ],
    ids=lambda wrong: "=".join(next(iter(wrong.items()))),
)
def test_a_signature_with_one_wrong_part_is_refused(me, wrong):
    answer = requests.get(me, headers=signed(me, **wrong), timeout=30)

    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)


@pytest.mark.parametrize("seconds", [-400, 400])
def test_a_signature_of_another_time_is_refused(me, seconds):
    stamp = str(int(time.time()) + seconds)

    answer = requests.get(me, headers=signed(me, timestamp=stamp), timeout=30)

    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)


def test_a_nonce_works_once(me):
    headers = signed(me)

    assert [status(me, headers), status(me, headers)] == [200, 401]


def test_the_same_nonce_at_another_time_is_another_one(me):
    now = int(time.time())
    first = signed(me, nonce="n", timestamp=str(now))
    second = signed(me, nonce="n", timestamp=str(now - 1))

    assert [status(me, first), status(me, second)] == [200, 200]


def test_the_signature_covers_the_query(sandbox):
    base = f"{sandbox.url}/x/2/users/1001/tweets"
    query = urlencode({"tweet.fields": "created_at,entities", "max_results": "5"})

    sent = signed(f"{base}?{query}")

    assert status(f"{base}?{query.replace('5', '6')}", sent) == 401
    assert status(f"{base}?{query}", signed(f"{base}?{query}")) == 200


def test_the_signature_covers_the_method(sandbox):
    url = f"{sandbox.url}/x/2/tweets"

    answer = requests.post(url, json={"text": "one"}, headers=signed(url, "PUT"), timeout=30)

    assert answer.status_code == 401


def test_json_is_not_part_of_the_signature(sandbox):
    url = f"{sandbox.url}/x/2/tweets"

    answer = requests.post(url, json={"text": "一 & 二"}, headers=signed(url, "POST"), timeout=30)

    assert answer.status_code == 201


def test_multipart_is_not_part_of_the_signature(sandbox):
    url = f"{sandbox.url}/x/2/media/upload"

    answer = requests.post(
        url,
        data={"media_category": "tweet_image"},
        files={"media": ("a.png", b"no picture")},
        headers=signed(url, "POST"),
        timeout=30,
    )

    assert answer.json()["errors"][0]["message"] == "media type unrecognized."


def test_a_client_with_the_real_time_is_let_in_after_the_clock_was_moved(me, control):
    control("clock", advance=86_400)

    assert status(me, signed(me)) == 200


def test_behind_a_proxy_the_service_s_own_https_address_is_signed(me):
    own = signed("https://api.x.com/2/users/me")

    answer = requests.get(
        me.replace("/x/2/", "/2/"), headers={**own, "Host": "api.x.com"}, timeout=30
    )

    assert answer.status_code == 200


def test_a_token_made_before_the_app_could_write_may_only_read(sandbox, control):
    control(
        "do/x/account", id="1002", username="second", access_token="old", access_secret="hush",
        read_only=True,
    )  # fmt: skip
    url, me = f"{sandbox.url}/x/2/tweets", f"{sandbox.url}/x/2/users/me"
    keys = {"resource_owner_key": "old", "resource_owner_secret": "hush"}

    answer = requests.post(
        url, json={"text": "one"}, headers=signed(url, "POST", **keys), timeout=30
    )

    assert (answer.status_code, answer.json()) == (403, READ_ONLY)
    assert status(me, signed(me, **keys)) == 200
