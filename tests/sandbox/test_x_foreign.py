"""X's own SDK, driven against the stand-in."""

from __future__ import annotations

import base64

import pytest
import requests
from xdk import Client
from xdk.oauth1_auth import OAuth1

from sandbox import RunningSandbox


@pytest.fixture(params=["oauth1", "oauth2"])
def client(request, sandbox: RunningSandbox, control) -> Client:
    control("switches", service="x", name="naming", value="post")  # the names that the SDK knows
    base = f"{sandbox.url}/x"
    if request.param == "oauth2":
        return Client(base_url=base, access_token="sandbox-user-bearer")
    auth = OAuth1(
        api_key="sandbox-api-key",
        api_secret="sandbox-api-secret",
        callback="http://127.0.0.1/",
        access_token="1001-sandbox-access-token",
        access_token_secret="sandbox-access-secret",
    )
    return Client(base_url=base, auth=auth)


def test_a_thread_with_a_picture_is_posted_read_back_and_deleted(client, control, a_png):
    me = client.users.get_me().data.id
    media_id = client.media.upload(
        {"media": base64.b64encode(a_png).decode(), "media_category": "tweet_image"}
    ).data.id
    client.media.create_metadata(
        {"id": media_id, "metadata": {"alt_text": {"text": "A blue square"}}}
    )
    root = client.posts.create({"text": "One · 一", "media": {"media_ids": [media_id]}}).data.id
    reply = {"text": "2/2 https://example.com/", "reply": {"in_reply_to_tweet_id": root}}
    last = client.posts.create(reply).data.id

    pages = client.users.get_posts(
        me,
        max_results=5,
        post_fields=["conversation_id", "entities"],
        expansions=["referenced_posts", "in_reply_to_user_id"],
    )
    (rows,) = [page.data for page in pages]

    assert [(row.id, row.conversation_id) for row in rows] == [(last, root), (root, root)]
    assert [(ref.type, ref.id) for ref in rows[0].referenced_posts] == [("replied_to", root)]
    assert rows[0].entities.urls[0].expanded_url == "https://example.com/"
    assert control("feeds?service=x")[0]["posts"][0]["details"]["alts"] == ["A blue square"]

    deleted = [client.posts.delete(post).data.deleted for post in (last, root)]
    assert (deleted, control("feeds?service=x")[0]["posts"]) == ([True, True], [])


def test_pages_follow_each_other_without_gap_or_repeat(client):
    ids = [client.posts.create({"text": f"part {i}"}).data.id for i in range(12)]

    pages = [page.data for page in client.users.get_posts("1001", max_results=5)]

    assert [[row.id for row in page] for page in pages] == [
        ids[:6:-1], ids[6:1:-1], ids[1::-1],
    ]  # fmt: skip


def test_a_chunked_upload(client, a_png):
    started = client.media.initialize_upload(
        {"media_type": "image/png", "total_bytes": len(a_png), "media_category": "tweet_image"}
    )
    media_id = started.data.id
    for index, chunk in enumerate((a_png[:50], a_png[50:])):
        segment = {"media": base64.b64encode(chunk).decode(), "segment_index": index}
        client.media.append_upload(media_id, segment)
    finished = client.media.finalize_upload(media_id)

    status = client.media.get_upload_status(media_id)

    assert (finished.data.size, status.data.id) == (len(a_png), media_id)
    assert client.posts.create({"text": "one", "media": {"media_ids": [media_id]}}).data.id


def test_an_unknown_key_is_refused(client):
    with pytest.raises(requests.HTTPError) as refused:
        client.posts.create({"text": "one", "in_reply_to": "1"})

    assert refused.value.response.json()["errors"][0]["message"] == (
        "$.in_reply_to: is not defined in the schema and the schema does not allow additional "
        "properties"
    )


def test_the_same_text_twice_is_refused(client):
    client.posts.create({"text": "one"})

    with pytest.raises(requests.HTTPError) as refused:
        client.posts.create({"text": "one"})

    assert refused.value.response.json() == {
        "detail": "You are not allowed to create a Tweet with duplicate content.",
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
    }


def test_an_app_only_token_is_refused(sandbox):
    client = Client(base_url=f"{sandbox.url}/x", bearer_token="sandbox-app-bearer")
    client.access_token = "sandbox-app-bearer"

    with pytest.raises(requests.HTTPError) as refused:
        client.posts.create({"text": "one"})

    (error,) = refused.value.response.json()["errors"]
    assert error["type"] == "https://api.twitter.com/2/problems/unsupported-authentication"


def test_a_code_is_exchanged_and_the_tokens_are_refreshed_once(sandbox, control, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the stand-in is plain http
    client = Client(
        base_url=f"{sandbox.url}/x",
        client_id="sandbox-client-id",
        client_secret="sandbox-client-secret",
        redirect_uri="http://127.0.0.1/back",
        scope=["tweet.read", "tweet.write", "users.read", "offline.access"],
    )
    client.get_authorization_url()
    code = control(
        "do/x/authorise",
        redirect_uri="http://127.0.0.1/back",
        code_challenge=client.oauth2_auth.get_code_challenge(),
        scope="tweet.read tweet.write users.read offline.access",
    )["code"]

    token = client.exchange_code(code)
    again = client.refresh_token()

    assert token["expires_in"] == 7200
    assert again["refresh_token"] != token["refresh_token"]
    assert client.posts.create({"text": "one"}).data.id
    with pytest.raises(ValueError, match="Value passed for the token was invalid"):
        client.exchange_code(code)


def test_a_code_is_good_for_half_a_minute(sandbox, control):
    client = Client(
        base_url=f"{sandbox.url}/x",
        client_id="sandbox-client-id",
        client_secret="sandbox-client-secret",
        redirect_uri="http://127.0.0.1/back",
    )
    client.get_authorization_url()
    challenge = client.oauth2_auth.get_code_challenge()
    code = control(
        "do/x/authorise", redirect_uri="http://127.0.0.1/back", code_challenge=challenge
    )["code"]
    control("clock", advance=31)

    with pytest.raises(ValueError, match="status: 400"):
        client.exchange_code(code)


def test_a_code_is_only_for_the_client_that_asked(sandbox, control):
    client = Client(
        base_url=f"{sandbox.url}/x",
        client_id="sandbox-client-id",
        client_secret="sandbox-client-secret",
        redirect_uri="http://127.0.0.1/back",
    )
    client.get_authorization_url()
    code = control(
        "do/x/authorise", redirect_uri="http://127.0.0.1/back", code_challenge="of-another"
    )["code"]

    with pytest.raises(ValueError, match="status: 400"):
        client.exchange_code(code)
