"""What the request files of the Substack stand-in cannot say: state, secrets, pages, speed."""

from __future__ import annotations

import base64
import json
import re
import time
from pathlib import Path

import pytest
import requests

from sandbox import serve
from sandbox.substack import SERVICE
from sandbox.substack.rows import iso
from sandbox.substack.switches import SWITCHES
from sandbox.world import World

HERE = Path(__file__).parent
TEXT = '{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"文"}]}]}'
DRAFT = {"draft_title": "题", "draft_body": TEXT, "draft_bylines": [{"id": 2002}]}


def signed_in() -> requests.Session:
    session = requests.Session()
    session.headers["Cookie"] = "substack.sid=s%3Asandbox"
    return session


def image(content: bytes) -> dict[str, str]:
    return {"image": f"data:image/png;base64,{base64.b64encode(content).decode()}"}


def with_picture(url: str) -> str:
    inner = {"type": "image2", "attrs": {"src": url}}
    return json.dumps({"type": "doc", "content": [{"type": "captionedImage", "content": [inner]}]})


def posts(url: str):
    return requests.get(f"{url}/_control/feeds?service=substack", timeout=30).json()[0]["posts"]


@pytest.fixture
def api(sandbox):
    """api("POST", "drafts", {...}) calls the publication's host."""
    session = signed_in()

    def call(method, path, body=None):
        url = f"{sandbox.url}/substack/pub/api/v1/{path}"
        sent = session.request(method, url, json=body, timeout=30)
        assert sent.status_code == 200, sent.text
        return sent.json()

    yield call
    session.close()


def test_drafts_pictures_posts_and_mails_survive_a_restart(tmp_path, a_png):
    with serve(state_dir=tmp_path) as first, signed_in() as session:
        api = f"{first.url}/substack/pub/api/v1"
        uploaded = session.post(f"{api}/image", json=image(a_png), timeout=30).json()["url"]
        body = {**DRAFT, "draft_body": with_picture(uploaded)}
        draft = session.post(f"{api}/drafts", json=body, timeout=30).json()["id"]
        session.post(f"{api}/drafts/{draft}/publish", json={"send": True}, timeout=30)
        before = posts(first.url)

    with serve(state_dir=tmp_path) as second:
        after = posts(second.url)
        shown = requests.get(second.url + after[0]["pictures"][0], timeout=30).content

    assert (after, shown) == (before, a_png)
    assert (after[0]["kind"], after[0]["details"]["emailed"]) == ("post", 1)


def test_the_feed_tells_what_a_reader_and_the_writer_see(sandbox, api, a_png):
    uploaded = api("POST", "image", image(a_png))["url"]
    draft = api("POST", "drafts", {**DRAFT, "draft_subtitle": "副", "tags": ["a"]})["id"]
    api("PUT", f"drafts/{draft}", {"slug": "one", "cover_image": uploaded, "description": "d"})

    (post,) = posts(sandbox.url)

    at = post.pop("created_at")
    assert time.time() - at < 60
    assert post.pop("html").endswith("<p>文</p>")
    assert post == {
        "id": str(draft),
        "kind": "draft",
        "title": "题",
        "text": "文",
        "pictures": [],
        "url": f"/substack/pub/publish/post/{draft}",
        "details": {
            "subtitle": "副",
            "slug": "one",
            "emailed": 0,
            "should_send_email": True,
            "cover": uploaded.replace(
                "https://substack-post-media.s3.amazonaws.com", "/substack/media"
            ),
            "description": "d",
            "social_title": None,
            "search_engine_title": None,
            "section": "",
            "tags": [],
            "search_engine_description": None,
            "bylines": [{"id": 2002}],
            "section_chosen": False,
            "schedules": [],
            "body": TEXT,
            "editor_faults": [],
            "ignored_keys": ["tags"],
            "stale_writes": 0,
        },
    }


def test_the_editor_shows_where_a_post_is_filed_and_its_readers_do_not(sandbox, api):
    control = f"{sandbox.url}/_control/switches"
    switch = {"service": "substack", "name": "sections", "value": "Essays,Links"}
    requests.post(control, json=switch, timeout=30).raise_for_status()
    draft = api("POST", "drafts", DRAFT)["id"]
    tag = api("POST", "publication/post-tag", {"name": "机器人 <b>"})["id"]
    api("POST", f"post/{draft}/tag/{tag}")
    titles = {"social_title": "For friends", "search_engine_title": "For robots"}
    api("PUT", f"drafts/{draft}", {"draft_section_id": 502, "slug": "one", **titles})

    editor = requests.get(f"{sandbox.url}/substack/pub/publish/post/{draft}", timeout=30).text

    shown = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", editor))
    assert shown == {
        "Section": "Links",
        "Tags": "机器人 &lt;b&gt;",
        "Address": "one",
        "Social title": "For friends",
        "SEO title": "For robots",
    }
    details = posts(sandbox.url)[0]["details"]
    assert (details["section"], details["tags"]) == ("Links", ["机器人 <b>"])
    api("PUT", f"drafts/{draft}", {"section_chosen": True})
    api("POST", f"drafts/{draft}/publish", {"send": False})
    assert "<dt>" not in requests.get(f"{sandbox.url}/substack/pub/p/one", timeout=30).text


def test_a_picture_that_was_never_uploaded_shows_nowhere(sandbox, api):
    elsewhere = "https://example.com/a.png"
    lost = "https://substack-post-media.s3.amazonaws.com/public/images/none_1x1.png"
    for address in (elsewhere, lost):
        api("POST", "drafts", {**DRAFT, "draft_body": with_picture(address)})

    shown = [(post["pictures"], post["text"]) for post in posts(sandbox.url)]

    assert shown == [([], ""), ([], "")]


def test_each_change_has_a_time_of_its_own_even_when_the_clock_stands(monkeypatch):
    world = World(services=(SERVICE,))
    state = world.running["substack"].state
    monkeypatch.setattr(world.clock, "now", lambda: 1_800_000_000.0)

    draft = state.new({}, [])
    times = [iso(state.save(state.draft(str(draft.id))).updated_at) for _ in range(2)]

    assert times == ["2027-01-15T08:00:00.001Z", "2027-01-15T08:00:00.002Z"]


def test_a_page_runs_nothing_that_was_sent(sandbox, api):
    words = "<script>alert(1)</script>"
    body = TEXT.replace("文", words)
    draft = api("POST", "drafts", {**DRAFT, "draft_title": words, "draft_body": body})["id"]

    page = requests.get(f"{sandbox.url}/substack/pub/publish/post/{draft}", timeout=30)

    assert "<script>" not in page.text
    assert page.text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
    assert "default-src 'none'; img-src 'self'" in page.headers["content-security-policy"]


def test_the_editors_page_says_what_becomes_of_the_draft(sandbox, api, a_png):
    uploaded = api("POST", "image", image(a_png))["url"]
    draft = api("POST", "drafts", {**DRAFT, "draft_body": with_picture(uploaded)})["id"]
    api("PUT", f"drafts/{draft}", {"cover_image": uploaded})
    api("POST", f"drafts/{draft}/publish", {"send": True})

    page = requests.get(f"{sandbox.url}/substack/pub/publish/post/{draft}", timeout=30).text

    assert "The editor's view · published · mailed 1×" in page
    assert page.count('src="/substack/media/public/images/') == 2


def test_the_dashboard_lists_the_latest_first(sandbox, api):
    api("POST", "drafts", {**DRAFT, "draft_title": "A"})
    draft = api("POST", "drafts", {**DRAFT, "draft_title": "B"})["id"]
    api("POST", f"drafts/{draft}/publish", {"send": False})

    pages = [
        requests.get(f"{sandbox.url}/substack/pub/publish/{path}", timeout=30).text
        for path in ("home", "posts/drafts")
    ]

    rows = re.findall(r"<td>(\w+)</td><td><a href=\"[^\"]+\">(\w)</a>", pages[0])
    assert rows == [("published", "B"), ("draft", "A")]
    assert pages[1] == pages[0]


def test_the_cookie_is_not_in_the_call_log(api, control):
    api("GET", "subscription")

    log = json.dumps(control("calls"))

    assert "subscription" in log
    assert "s%3Asandbox" not in log
    assert "s:sandbox" not in log


def test_a_draft_whose_answer_is_lost_is_there(sandbox, api, control):
    control("faults", service="substack", operation="drafts/create", point="stored", action="reset")

    with pytest.raises(requests.ConnectionError):
        api("POST", "drafts", DRAFT)

    assert [post["title"] for post in posts(sandbox.url)] == ["题"]


def test_an_upload_that_hangs_is_not(sandbox, control, a_png):
    control("faults", service="substack", operation="image", action="hang", seconds=30)

    with signed_in() as session, pytest.raises(requests.ReadTimeout):
        session.post(
            f"{sandbox.url}/substack/pub/api/v1/image", json=image(a_png), timeout=(5, 0.3)
        )

    (call,) = control("calls?service=substack")
    assert (call["outcome"], call["status"]) == ("hang", None)


def test_a_long_issue_with_large_pictures_takes_no_noticeable_time(tmp_path, a_png):
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "文" * 100}]}
    body = json.dumps({"type": "doc", "content": [paragraph] * 1500}, ensure_ascii=False)
    large = image(a_png + bytes(5_000_000))
    with serve(state_dir=tmp_path) as running, signed_in() as session:
        api = f"{running.url}/substack/pub/api/v1"
        start = time.monotonic()

        for _ in range(8):
            session.post(f"{api}/image", json=large, timeout=30)
        for _ in range(20):
            session.post(f"{api}/drafts", json={**DRAFT, "draft_body": body}, timeout=30)
        listed = session.get(f"{api}/post_management/drafts", timeout=30).json()["total"]
        took = time.monotonic() - start

    assert listed == 20
    assert took < 90


def test_every_switch_is_turned_in_a_request_file():
    texts = (path.read_text(encoding="utf-8") for path in HERE.glob("substack_*.http"))
    turned = set(re.findall(r'"service": "substack", "name": "(\w+)"', "".join(texts)))

    assert {switch.name for switch in SWITCHES} - turned == set()
