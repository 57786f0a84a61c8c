"""The X stand-in: windows, processing, and what outlives a restart."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import requests
from PIL import Image

from sandbox import serve
from sandbox.x.pictures import Picture, fits_processing

BEARER = {"Authorization": "Bearer sandbox-user-bearer"}
TOO_MANY = {
    "title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank",
    "status": 429,
}  # fmt: skip
RATE = "x-rate-limit-"
DAY = "x-user-limit-24hour-"


@pytest.fixture
def post(sandbox) -> Callable[..., requests.Response]:
    return lambda text, **more: send(sandbox.url, text, **more)


def send(url: str, text: str, **more: Any) -> requests.Response:
    return requests.post(
        f"{url}/x/2/tweets", json={"text": text, **more}, headers=BEARER, timeout=30
    )


def page(url: str, **query: str) -> dict[str, Any]:
    answer = requests.get(
        f"{url}/x/2/users/1001/tweets",
        params={"max_results": "5", **query},
        headers=BEARER,
        timeout=30,
    )
    listed: dict[str, Any] = answer.json()
    return listed


def upload(url: str, content: bytes, category: str) -> dict[str, Any]:
    answer = requests.post(
        f"{url}/x/2/media/upload",
        files={"media": content},
        data={"media_category": category},
        headers=BEARER,
        timeout=30,
    )
    data: dict[str, Any] = answer.json()["data"]
    return data


def moving_gif(frames: int, width: int = 8, height: int = 8) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("P", (width, height), i % 200) for i in range(frames)]
    pictures[0].save(out, "gif", save_all=True, append_images=pictures[1:], optimize=False)
    return out.getvalue()


def fill_a_quarter(
    post: Callable[..., requests.Response], control: Callable[..., Any], name: str
) -> int:
    """The status of the last of 100 posts; then the quarter of an hour is over."""
    last = [post(f"{name} {i}").status_code for i in range(100)][-1]
    control("clock", advance=901)
    return last


def switch(control: Callable[..., Any], name: str, value: object) -> None:
    control("switches", service="x", name=name, value=value)


def test_the_hundred_and_first_post_in_a_quarter_of_an_hour_is_refused(post, control):
    switch(control, "day_cap", "none")
    statuses = [post(f"part {i}").status_code for i in range(100)]

    refused = post("part 100")

    assert (set(statuses), refused.status_code, refused.json()) == ({201}, 429, TOO_MANY)
    assert refused.headers[f"{RATE}remaining"] == "0"
    assert f"{DAY}limit" not in refused.headers

    control("clock", advance=901)
    assert post("part 100").headers[f"{RATE}remaining"] == "99"


def test_three_hundred_posts_fill_three_hours_of_the_older_page(post, control):
    switch(control, "day_cap", "none")
    last = [fill_a_quarter(post, control, name) for name in "abc"]

    refused = post("one more")

    assert (last, refused.status_code) == ([201, 201, 201], 429)
    assert refused.headers[f"{RATE}limit"] == "300"

    switch(control, "older_limits", value=False)
    assert post("one more").status_code == 201


@pytest.mark.parametrize(("cap", "shown"), [("17", "17"), ("25", "25")])
def test_the_cap_of_a_day_outlasts_the_short_window(post, control, cap, shown):
    switch(control, "day_cap", cap)
    filled = [post(f"part {i}") for i in range(int(cap))]
    control("clock", advance=901)

    refused = post("one more")

    assert filled[-1].headers[f"{DAY}remaining"] == "0"
    assert (refused.status_code, refused.json()) == (429, TOO_MANY)
    assert (refused.headers[f"{RATE}remaining"], refused.headers[f"{DAY}limit"]) == ("100", shown)

    control("clock", advance=86_400)
    assert post("one more").status_code == 201


def test_a_hidden_cap_of_a_day_has_no_header(post, control):
    switch(control, "day_cap", "absent")
    switch(control, "older_limits", value=False)
    filled = [post(f"part {i}") for i in range(100)]
    control("clock", advance=901)

    refused = post("one more")

    assert {answer.status_code for answer in filled} == {201}
    assert refused.status_code == 429
    assert [name for name in refused.headers if name.startswith(DAY)] == []


def test_windows_and_lag_are_divided_by_the_pace_and_expiry_is_not(a_png):
    with serve(pace=900) as paced:
        control = f"{paced.url}/_control"
        lag = {"service": "x", "name": "timeline_lag_s", "value": 9000}
        requests.post(f"{control}/switches", json=lag, timeout=30)
        media_id = upload(paced.url, a_png, "tweet_image")["id"]
        first, sent_at = send(paced.url, "one"), time.time()
        timeline = f"{paced.url}/x/2/users/1001/tweets"
        early = requests.get(timeline, headers=BEARER, timeout=30).json()
        requests.post(f"{control}/clock", json={"advance": 11}, timeout=30)
        late = requests.get(timeline, headers=BEARER, timeout=30).json()
        second = send(paced.url, "two", media={"media_ids": [media_id]})

    assert (early["meta"]["result_count"], late["meta"]["result_count"]) == (0, 1)
    assert int(first.headers[f"{RATE}reset"]) - sent_at < 60
    assert second.headers[f"{RATE}remaining"] == "99"
    assert second.status_code == 201


@pytest.mark.parametrize(
    ("frames", "size", "end"),
    [(2, (8, 8), "succeeded"), (351, (8, 8), "failed"), (2, (1281, 8), "failed")],
    ids=["small", "too many frames", "too wide"],
)
def test_a_moving_gif_is_processed(sandbox, control, frames, size, end):
    described = upload(sandbox.url, moving_gif(frames, *size), "tweet_gif")
    control("clock", advance=3)

    status = requests.get(
        f"{sandbox.url}/x/2/media/upload",
        params={"media_id": described["id"]},
        headers=BEARER,
        timeout=30,
    ).json()

    assert described["processing_info"]["state"] == "pending"
    assert status["data"]["processing_info"]["state"] == end


def test_a_moving_gif_has_a_limit_for_all_its_pixels():
    most = Picture("animated_gif", "image/gif", width=1000, height=1000, frames=300)

    assert fits_processing(most)
    assert not fits_processing(replace(most, frames=301))


def test_a_moving_gif_goes_alone(sandbox, control, post, a_png):
    gif = upload(sandbox.url, moving_gif(2), "tweet_gif")["id"]
    photo = upload(sandbox.url, a_png, "tweet_image")["id"]
    control("clock", advance=3)

    both = post("one", media={"media_ids": [gif, photo]})

    assert both.json()["errors"] == [
        {
            "parameters": {"media.media_ids": [gif, photo]},
            "message": "Your media IDs are invalid.",
        }
    ]
    assert post("one", media={"media_ids": [gif]}).status_code == 201


def test_four_photos_fit_in_a_post_and_are_shown(sandbox, control, post, a_png):
    ids = [upload(sandbox.url, a_png, "tweet_image")["id"] for _ in range(4)]

    post("one", media={"media_ids": ids})

    (shown,) = control("feeds?service=x")[0]["posts"]
    assert shown["pictures"] == [f"/x/media/{media_id}" for media_id in ids]


def test_the_feed_shows_what_readers_see(control, post):
    root = post("a & b https://example.com/a").json()["data"]
    reply = post("two", reply={"in_reply_to_tweet_id": root["id"]}).json()["data"]

    posts = control("feeds?service=x")[0]["posts"]

    assert [(p["id"], p["kind"], p["text"], p["details"]["reply_to"]) for p in posts] == [
        (root["id"], "post", "a & b https://example.com/a", None),
        (reply["id"], "reply", "two", root["id"]),
    ]
    assert posts[0]["details"]["api_text"] == root["text"]
    assert posts[1]["url"] == f"/x/pressrun_sandbox/status/{reply['id']}"


def test_the_page_before_is_the_one_next_to_this_page(sandbox, post):
    ids = [post(f"part {i}").json()["data"]["id"] for i in range(11)]

    first = page(sandbox.url)
    second = page(sandbox.url, pagination_token=first["meta"]["next_token"])
    third = page(sandbox.url, pagination_token=second["meta"]["next_token"])
    back = page(sandbox.url, pagination_token=third["meta"]["previous_token"])

    assert [row["id"] for row in third["data"]] == [ids[0]]
    assert back == second


@pytest.mark.parametrize(
    ("action", "status", "told"),
    [
        ("no_credits", 402, "CreditsDepleted"),
        ("credits_depleted", 402, "credits depleted"),
        ("duplicate", 403, "duplicate content"),
        ("reply_restricted", 403, "Reply to this conversation is not allowed because"),
        ("thread_gone", 403, "deleted or not visible to you"),
        ("cashtag", 403, "maximum of one cashtag"),
        ("bad_url", 403, "The Tweet contains an invalid URL."),
        ("not_permitted", 403, "You are not permitted to perform this action."),
        ("quote", 403, "Quoting this post is not allowed because"),
        ("too_long", 403, "Your Tweet text is too long."),
        ("user_suspended", 403, "/2/problems/user-suspended"),
        ("client_forbidden", 403, "/2/problems/client-forbidden"),
        ("usage_capped", 403, "/2/problems/usage-capped"),
        ("auth_type", 403, "/2/problems/unsupported-authentication"),
        ("media_invalid", 400, "Your media IDs are invalid."),
        ("unauthorized", 401, "Unauthorized"),
    ],
)
def test_every_refusal_comes_on_order(control, post, action, status, told):
    control("faults", service="x", operation="tweets/create", action=action)

    refused = post("one")

    assert (refused.status_code, told in refused.text) == (status, True)
    assert refused.headers["x-transaction-id"]
    assert control("feeds?service=x")[0]["posts"] == []
    assert post("one").status_code == 201


@pytest.mark.parametrize(
    ("point", "kept"), [("received", []), ("stored", ["one"])], ids=["before", "after"]
)
@pytest.mark.parametrize("action", ["reset", "close", "truncate"])
def test_a_lost_answer_loses_nothing_that_was_stored(control, post, point, kept, action):
    control("faults", service="x", operation="tweets/create", point=point, action=action)

    with pytest.raises(requests.RequestException):
        post("one").json()

    assert [p["text"] for p in control("feeds?service=x")[0]["posts"]] == kept


def test_posts_uploads_tokens_and_money_outlive_a_restart(tmp_path, a_png):
    with serve(state_dir=tmp_path) as first:
        media_id = upload(first.url, a_png, "tweet_image")["id"]
        root = send(first.url, "https://example.com/").json()["data"]["id"]

    with serve(state_dir=tmp_path) as second:
        again = send(second.url, "https://example.com/")
        reply = send(
            second.url, "two", reply={"in_reply_to_tweet_id": root}, media={"media_ids": [media_id]}
        )
        page = requests.get(f"{second.url}/x/pressrun_sandbox/status/{root}", timeout=30)
        costs = requests.post(f"{second.url}/_control/do/x/costs", json={}, timeout=30).json()

    assert (again.status_code, reply.status_code, page.status_code) == (403, 201, 200)
    assert reply.headers[f"{RATE}remaining"] == "97"
    assert costs["spent_usd"] == 0.215
