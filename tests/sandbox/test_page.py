"""The controls behind the sandbox page: what it shows, the faults it arms, and who may ask."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
import requests

from sandbox import RunningSandbox
from sandbox.calls import Calls
from sandbox.exchange import Answer, Exchange, Request
from sandbox.store import Store
from tests.sandbox.conftest import Control
from tests.sandbox.raw_calls import BEARER, CALLS, COOKIE, Raw

SERVICES = list(CALLS)
NEVER = 0.4  # seconds until a client here gives up


def refused(answer: requests.Response) -> tuple[int, object]:
    """Status and code: WeChat says everything with status 200."""
    return answer.status_code, answer.json().get("errcode")


def arm(control: Control, service: str, kind: str, **more: Any) -> None:
    control("panel", service=service, kind=kind, **{"operation": CALLS[service], **more})


def feed(control: Control, service: str) -> list[Mapping[str, Any]]:
    posts: list[Mapping[str, Any]] = control("page")["feeds"][service]
    return posts


@pytest.fixture
def raw(sandbox: RunningSandbox) -> Raw:
    return Raw(sandbox.url)


LIMITED = {
    "telegram": (429, None),
    "x": (429, None),
    "substack": (429, None),
    "wechat": (200, 45011),
}
BROKEN = {"telegram": (500, None), "x": (500, None), "substack": (500, None), "wechat": (200, -1)}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("kind", "label", "said", "made"),
    [
        ("rate_limited", "429: too many requests", LIMITED, 0),
        ("error_before", "500 before the effect", BROKEN, 0),
        ("error_after", "500 after the effect", BROKEN, 1),
    ],
    ids=["429", "500-before", "500-after"],
)
def test_a_refusal_of_the_panel_is_the_services_own_and_strikes_once(
    control, raw, a_png, service, kind, label, said, made
):
    raw.prepare(service, a_png)
    arm(control, service, kind)

    struck = raw.make(service, "one")

    assert refused(struck) == said[service]
    assert len(feed(control, service)) == made
    assert raw.make(service, "two").json().get("errcode", 0) == 0
    assert len(feed(control, service)) == made + 1
    assert [(fault["label"], fault["fired"]) for fault in control("faults")] == [(label, 1)]


@pytest.mark.parametrize("service", SERVICES)
def test_a_timeout_comes_after_the_effect_and_a_reset_before_it(control, raw, a_png, service):
    raw.prepare(service, a_png)

    arm(control, service, "timeout_after")
    with pytest.raises(requests.ReadTimeout):
        raw.make(service, "one", timeout=NEVER)
    assert len(feed(control, service)) == 1

    arm(control, service, "reset_before")
    with pytest.raises(requests.ConnectionError):
        raw.make(service, "two")
    assert len(feed(control, service)) == 1

    assert raw.make(service, "three").ok
    assert len(feed(control, service)) == 2


def test_a_limit_says_when_in_the_form_of_the_service(control, raw):
    arm(control, "telegram", "rate_limited")
    arm(control, "x", "rate_limited")

    telegram, x = raw.make("telegram", "one"), raw.make("x", "one")

    assert telegram.headers["retry-after"] == "5"
    assert telegram.json()["parameters"] == {"retry_after": 5}
    assert int(x.headers["x-rate-limit-reset"]) > control("clock")["now"]


def test_credentials_end_as_each_service_ends_them(sandbox, control, raw, a_png):
    raw.prepare("wechat", a_png)
    for service in SERVICES:
        arm(control, service, "expired")

    assert {s: refused(raw.make(s, "one")) for s in SERVICES} == {
        "telegram": (401, None),
        "x": (401, None),
        "substack": (401, None),
        "wechat": (200, 40001),
    }

    raw.sign_in()  # WeChat gives a new token; X and Substack want a person or a refresh
    assert raw.make("wechat", "two").json().get("media_id")
    assert [raw.make(s, "two").status_code for s in ("telegram", "x", "substack")] == [
        200,
        401,
        401,
    ]
    requests.post(f"{sandbox.url}/_control/do/substack/sign_in", json={}, timeout=30)
    assert raw.make("substack", "three").status_code == 200


def test_a_lagging_timeline_of_x_lacks_a_new_post_once(sandbox, control, raw):
    timeline = f"{sandbox.url}/x/2/users/1001/tweets"
    raw.make("x", "one")
    control("panel", service="x", kind="lagging")

    seen = [
        requests.get(timeline, headers=BEARER, timeout=30).json()["meta"]["result_count"]
        for _ in range(2)
    ]

    assert seen == [0, 1]


def test_a_lagging_list_of_substack_lacks_a_new_draft_as_often_as_told(sandbox, control, raw):
    drafts = f"{sandbox.url}/substack/pub/api/v1/post_management/drafts"
    raw.make("substack", "one")
    control("panel", service="substack", kind="lagging", times=2)

    seen = [requests.get(drafts, headers=COOKIE, timeout=30).json()["total"] for _ in range(3)]

    assert seen == [0, 0, 1]


def test_a_new_picture_of_wechat_is_known_late(control, raw, a_png):
    control("panel", service="wechat", kind="lagging")
    raw.prepare("wechat", a_png)

    early = raw.make("wechat", "one").json()
    control("clock", advance=11)

    assert early["errcode"] == 40007
    assert "media_id" in raw.make("wechat", "one").json()


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({"service": "moon", "kind": "expired"}, "service is one of"),
        ({"service": "telegram", "kind": "lagging"}, "telegram has no lagging"),
        ({"service": "x", "kind": "expired", "times": 0}, "start at 1"),
        ({"service": "x", "kind": "expired", "times": "2"}, "whole number"),
        ({"service": "x", "kind": "expired", "pid": 1}, "unknown fields: pid"),
        ({"service": "x"}, "missing or unknown: 'kind'"),
    ],
    ids=["service", "kind", "times", "text", "field", "nothing"],
)
def test_an_order_that_makes_no_sense_is_refused_with_the_reason(sandbox, control, order, told):
    answer = requests.post(f"{sandbox.url}/_control/panel", json=order, timeout=30)

    assert (answer.status_code, told in answer.json()["error"]) == (400, True)
    assert control("faults") == []


def test_what_was_deleted_is_still_shown_and_marked(sandbox, control, raw, a_png):
    raw.prepare("wechat", a_png)
    for service in SERVICES:
        raw.make(service, "one")
    (post,) = feed(control, "x")

    control("do/x/delete", id=post["id"])
    for action in ("wechat/delete_draft", "substack/delete_draft"):
        requests.post(f"{sandbox.url}/_control/do/{action}", json={}, timeout=30)
    control("do/telegram/delete_post", message_id=1)

    assert {s: [one["deleted"] for one in feed(control, s)] for s in SERVICES} == {
        service: [True] for service in SERVICES
    }
    assert [one["posts"] for one in control("feeds")] == [[], [], [], [], []]


def test_the_version_changes_with_everything_that_the_page_shows(sandbox, control, raw):
    def version() -> str:
        found: str = control("version")["version"]
        return found

    seen = [version(), version()]
    raw.make("x", "one")
    seen.append(version())
    arm(control, "x", "expired")
    seen.append(version())
    requests.delete(f"{sandbox.url}/_control/faults", timeout=30)
    seen.append(version())

    assert [one == other for one, other in pairwise(seen)] == [
        True, False, False, False,
    ]  # fmt: skip


def test_a_call_is_told_whole_without_its_secrets(sandbox, control, raw):
    raw.make("x", "one")

    (line,) = control("page?service=x")["calls"]
    whole = control(f"calls/{line['number']}")

    assert (line["method"], line["path"], line["status"]) == ("POST", "/x/2/tweets", 201)
    assert 0 <= line["seconds"] < 30
    assert whole["headers"]["authorization"] == "***"
    assert whole["answer_headers"]["x-access-level"] == "read-write"
    assert control("page?service=wechat")["calls"] == []
    gone = requests.get(f"{sandbox.url}/_control/calls/999999", timeout=30)
    assert gone.status_code == 400


def a_call(calls: Calls, body: bytes) -> None:
    exchange = Exchange(Request("POST", "/x", {}, {}, body), "x", "x", {})
    calls.end(calls.begin(exchange, 0.0), Answer(200, b""), [], "answered", 0.1)


def test_the_oldest_calls_are_forgotten():
    few, small = Calls(Store(None), most_calls=2), Calls(Store(None), most_text=25)
    for calls in (few, small):
        for _ in range(4):
            a_call(calls, b"0123456789")

    assert [call.number for call in few.all()] == [3, 4]
    assert [call.number for call in small.all()] == [3, 4]


FOREIGN = {
    "origin": {"Origin": "http://evil.example"},
    "port": {"Origin": "http://127.0.0.1:1"},
    "null": {"Origin": "null"},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "host": {"Host": "evil.example"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
def test_another_sites_page_reaches_no_control(sandbox, control, headers):
    order = {"service": "x", "kind": "expired"}

    answers = [
        requests.post(f"{sandbox.url}/_control/panel", json=order, headers=headers, timeout=30),
        requests.get(f"{sandbox.url}/_control/page", headers=headers, timeout=30),
        requests.delete(f"{sandbox.url}/_control/faults", headers=headers, timeout=30),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert control("faults") == []


def test_the_page_has_its_own_files_and_no_others(sandbox):
    page = requests.get(f"{sandbox.url}/", timeout=30)
    policy = page.headers["content-security-policy"]
    strange = ("nothing.js", "..%2fpage.py", "%2e%2e/page.py")

    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
    assert requests.get(f"{sandbox.url}/_page/page.js", timeout=30).headers["content-type"] == (
        "text/javascript; charset=utf-8"
    )
    assert [
        requests.get(f"{sandbox.url}/_page/{name}", timeout=30).status_code for name in strange
    ] == [404, 404, 404]
    foreign = requests.get(f"{sandbox.url}/", headers={"Host": "evil.example"}, timeout=30)
    assert foreign.status_code == 403


def test_nothing_of_a_post_is_part_of_the_page(sandbox, control, raw):
    raw.make("x", "<script>alert(1)</script>")

    page = requests.get(f"{sandbox.url}/", timeout=30).text
    (post,) = feed(control, "x")

    assert "alert" not in page
    assert post["html"] == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_the_style_of_a_readers_page_stays_there(control, raw, a_png):
    raw.prepare("wechat", a_png)
    raw.make("wechat", "one")

    (post,) = feed(control, "wechat")

    assert not post["html"].startswith("<style>")
    assert post["html"] == "<p>one</p>"
