"""The Substack stand-in, driven by python-substack: two real host names, one loopback port."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import requests
from requests.adapters import HTTPAdapter
from substack import Api
from substack.exceptions import SubstackAPIException, SubstackRequestException
from substack.post import Post

MARKDOWN = "Intro.\n\n```python\nprint(1)\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


class Loopback(HTTPAdapter):
    """Sends every request to one loopback port, under its own host's name."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def send(self, request, **options):
        parts = urlsplit(request.url)
        request.headers["Host"] = parts.netloc
        request.url = parts._replace(scheme="http", netloc=f"127.0.0.1:{self._port}").geturl()
        return super().send(request, **options)


@pytest.fixture
def sign_in(sandbox, monkeypatch):
    """sign_in(cookie) is an Api none of whose requests leaves this machine."""
    mount = requests.Session.mount

    def to_loopback(session, prefix, adapter):
        mount(session, prefix, Loopback(sandbox.port) if prefix == "https://" else adapter)

    monkeypatch.setattr(requests.Session, "mount", to_loopback)
    return lambda cookie="s%3Asandbox": Api(cookies_string=f"substack.sid={cookie}", timeout=30)


@pytest.fixture
def api(sign_in) -> Api:
    return sign_in()


@pytest.fixture
def picture(tmp_path, a_png) -> str:
    path = tmp_path / "a.png"
    path.write_bytes(a_png)
    return str(path)


@pytest.fixture
def draft(api, picture) -> int:
    """A draft with a heading, a link and a picture."""
    uploaded = api.get_image(picture)
    post = Post("第一期 · One", "A subtitle", api.get_user_id())
    post.heading("新闻", 2)
    post.paragraph([{"content": "看 "}, {"content": "这里", "marks": [_link()]}])
    post.draft_body["content"].append({"type": "captionedImage"})
    post.captioned_image(
        src=uploaded["url"],
        width=uploaded["imageWidth"],
        height=uploaded["imageHeight"],
        bytes=uploaded["bytes"],
        type=uploaded["contentType"],
    )
    return api.post_draft(post.get_draft())["id"]


def _link():
    return {"type": "link", "href": "https://example.com/一"}


def posts(control):
    return control("feeds?service=substack")[0]["posts"]


def operations(control):
    return [call["operation"] for call in control("calls?service=substack")]


def test_it_drafts(sandbox, control, draft, a_png):
    (post,) = posts(control)

    assert (post["id"], post["kind"], post["title"], post["text"]) == (
        str(draft), "draft", "第一期 · One", "新闻\n看 这里",
    )  # fmt: skip
    assert (post["details"]["editor_faults"], post["details"]["emailed"]) == ([], 0)
    (address,) = post["pictures"]
    assert requests.get(sandbox.url + address, timeout=30).content == a_png
    assert operations(control) == ["profile", "image", "profile", "drafts/create"]


def test_it_publishes_without_mail_where_the_request_decides(api, control, draft):
    control("switches", service="substack", name="email_by", value="send")

    found = api.prepublish_draft(draft)
    published = api.publish_draft(draft, send=False)

    assert found == {"errors": [], "suggestions": []}
    assert (published["is_published"], published["slug"]) == (True, "one")
    assert published["canonical_url"] == "https://sandbox.substack.com/p/one"
    assert [(p["kind"], p["details"]["emailed"]) for p in posts(control)] == [("post", 0)]
    assert posts(control)[0]["details"]["ignored_keys"] == ["publish.share_automatically"]


def test_it_mails_everyone_when_the_flag_of_the_draft_decides_too(api, control, draft):
    api.publish_draft(draft, send=False)

    assert [(p["kind"], p["details"]["emailed"]) for p in posts(control)] == [("post", 1)]


def test_it_mails_nobody_once_both_flags_are_off(api, control, draft):
    api.put_draft(draft, should_send_email=False)

    api.publish_draft(draft, send=False)

    assert [(p["kind"], p["details"]["emailed"]) for p in posts(control)] == [("post", 0)]


def test_it_schedules_and_takes_the_schedule_back(api, control, draft):
    later = datetime.now(UTC) + timedelta(hours=1)

    scheduled = api.schedule_draft(draft, later)
    kept = api.get_draft(draft)["postSchedules"]
    withdrawn = api.unschedule_draft(draft)
    control("clock", advance=7200)

    assert kept[0]["trigger_at"] == later.isoformat()
    assert withdrawn == [scheduled["id"]]
    assert [post["kind"] for post in posts(control)] == ["draft"]


def test_what_it_schedules_is_published_when_the_time_comes(api, control, draft):
    api.schedule_draft(draft, datetime.now(UTC) + timedelta(hours=1))

    control("clock", advance=3601)

    assert [(p["kind"], p["details"]["emailed"]) for p in posts(control)] == [("post", 1)]


def test_it_deletes_a_draft_and_a_published_post_alike(api, control, draft):
    other = api.post_draft(Post("Two", "", api.get_user_id()).get_draft())["id"]
    api.publish_draft(draft, send=False)

    assert (api.delete_draft(draft), api.delete_draft(other)) == ({}, {})
    assert posts(control) == []
    with pytest.raises(SubstackAPIException, match=r"code=404\): Resource Not Found"):
        api.get_draft(draft)


def test_it_tags_once(api, draft):
    api.add_tags_to_post(draft, ["AI", "周报"])

    assert [tag["name"] for tag in api.get_publication_post_tags()] == ["AI", "周报"]
    with pytest.raises(SubstackAPIException, match="code=400"):
        api.add_tag_to_post(draft, "AI")


def test_it_lists_what_is_published(api, draft):
    api.publish_draft(draft, send=False)

    listed = api.get_published_posts()

    assert (listed["total"], [row["title"] for row in listed["posts"]]) == (1, ["第一期 · One"])


def test_it_may_not_list_drafts_but_where_that_is_let(api, control, draft):
    with pytest.raises(SubstackAPIException, match=r"code=403\): Not authorized"):
        api.get_drafts()

    control("switches", service="substack", name="bare_drafts", value="list")

    assert [row["id"] for row in api.get_drafts()] == [draft]


def test_it_finds_the_sections_and_must_choose_one(api, control, draft):
    control("switches", service="substack", name="sections", value="Essays, Links")
    api.put_draft(draft, section_chosen=False)

    assert [(one["id"], one["name"]) for one in api.get_sections()] == [
        (501, "Essays"), (502, "Links"),
    ]  # fmt: skip
    with pytest.raises(SubstackAPIException, match=r"code=400\): Please choose a section"):
        api.publish_draft(draft, send=False)


def test_it_cannot_read_the_empty_answer_of_unpublish(api, control, draft):
    api.publish_draft(draft, send=False)

    with pytest.raises(SubstackRequestException, match="Invalid Response"):
        Api._handle_response(
            api._session.post(f"{api.publication_url}/drafts/{draft}/unpublish", json={})
        )
    assert [post["kind"] for post in posts(control)] == ["draft"]


def test_it_reads_how_many_subscribers_there_are(api, control):
    assert api.get_publication_subscriber_count() == 1234

    control("switches", service="substack", name="checklist", value="list")

    assert api.get_publication_subscriber_count() == 1234


def test_it_is_told_that_its_cookie_is_gone(sign_in):
    with pytest.raises(SubstackAPIException, match=r"code=401\): Please sign in"):
        sign_in("s%3Aother")


def test_it_cannot_sign_in_with_a_password(sign_in):
    with pytest.raises(SubstackAPIException, match=r"code=401\): Please complete the captcha"):
        Api(email="a@example.com", password="secret")


def test_its_user_agent_meets_the_network_filter(sign_in, control):
    control("switches", service="substack", name="cloudflare", value=True)

    with pytest.raises(SubstackAPIException, match="error code: 1010"):
        sign_in()


def test_a_suspended_account_has_no_publication(sign_in, control):
    control("switches", service="substack", name="suspended", value=True)

    with pytest.raises(SubstackRequestException, match="primary publication"):
        sign_in()


def test_the_older_profile_serves_it_too(sign_in, control):
    control("switches", service="substack", name="profile", value="older")

    assert sign_in().get_user_primary_publication()["subdomain"] == "sandbox"


def test_an_address_elsewhere_is_not_taken_as_a_picture(api):
    with pytest.raises(SubstackAPIException, match=r"code=400\): Failed to fetch image"):
        api.get_image("https://example.com/a.png")


def test_what_its_own_converter_emits_is_stored_but_does_not_render(api, control):
    api.create_draft_from_markdown("Title", MARKDOWN)

    (post,) = posts(control)

    assert "print(1)" in post["details"]["body"]
    assert "print(1)" not in post["text"]
    assert post["details"]["editor_faults"] == ["doc.1: no node codeBlock"]


def test_a_draft_encoded_twice_shows_as_json(api, control):
    post = Post("Title", "", api.get_user_id())
    post.paragraph("Text")
    body = post.get_draft()
    body["draft_body"] = json.dumps(body["draft_body"])

    api.post_draft(body)

    (shown,) = posts(control)
    assert shown["text"].startswith('"{')
    assert shown["details"]["editor_faults"] == [
        "the body is no document: it shows as the text it is"
    ]
