"""The WeChat stand-in, driven by a client that nobody here wrote, and what needs more than text."""

from __future__ import annotations

import io
import json
import re
import time
from pathlib import Path

import pytest
import requests
import wechat_publish.core
from PIL import Image
from wechat_publish import WeChatAPIError, push_articles

from sandbox import serve
from sandbox.wechat.materials import picture_url
from sandbox.wechat.switches import SWITCHES

HERE = Path(__file__).parent


def picture(color: str, kind: str = "png") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), color).save(out, kind)
    return out.getvalue()


@pytest.fixture
def client(sandbox, monkeypatch):
    """push_articles of wechat-publish, pointed at the stand-in."""
    monkeypatch.setattr(wechat_publish.core, "BASE", f"{sandbox.url}/wechat/cgi-bin")

    def push(article, **options):
        return push_articles("wx-sandbox", "sandbox-secret", [article], **options)

    return push


@pytest.fixture
def article(tmp_path):
    (tmp_path / "body.png").write_bytes(picture("teal"))
    (tmp_path / "cover.jpg").write_bytes(picture("navy", "jpeg"))
    (tmp_path / "a.html").write_text(
        '<p>你好，<a href="https://blog.example/">世界</a></p><img src="body.png">',
        encoding="utf-8",
    )
    return {
        "html_path": str(tmp_path / "a.html"),
        "title": "一期",
        "cover_path": str(tmp_path / "cover.jpg"),
        "digest": "摘要",
        "source_url": "https://blog.example/one/",
    }


def posts(control):
    return control("feeds?service=wechat")[0]["posts"]


def test_a_foreign_client_uploads_and_drafts(sandbox, control, client, article):
    draft = client(article, author="作者")

    (post,) = posts(control)
    assert (post["id"], post["kind"], post["title"], post["text"]) == (
        draft, "draft", "一期", "你好，世界",
    )  # fmt: skip
    assert (post["details"]["digest"], post["details"]["author"]) == ("摘要", "作者")
    (address,) = post["pictures"]
    assert requests.get(sandbox.url + address, timeout=30).content == picture("teal")
    assert [call["operation"] for call in control("calls?service=wechat")] == [
        "token", "media/uploadimg", "material/add_material", "draft/add",
    ]  # fmt: skip


def test_a_foreign_client_publishes(control, client, article):
    client(article, publish_now=True)
    control("clock", advance=6)

    assert [(post["kind"], post["title"]) for post in posts(control)] == [("article", "一期")]


def test_a_foreign_client_is_told_why_it_may_not_publish(control, client, article):
    control("switches", service="wechat", name="account", value="personal")

    with pytest.raises(WeChatAPIError, match=r"errcode=48001 errmsg=api unauthorized rid: "):
        client(article, publish_now=True)

    assert [post["kind"] for post in posts(control)] == ["draft"]


def test_a_foreign_client_that_sends_webp_as_it_is_loses_the_picture(client, article, control):
    path = Path(article["html_path"])
    (path.parent / "body.webp").write_bytes(picture("teal", "webp"))
    path.write_text('<p>文</p><img src="body.webp">', encoding="utf-8")

    client(article)

    assert [(post["text"], post["pictures"]) for post in posts(control)] == [("文", [])]


def test_a_foreign_client_with_a_wrong_secret_is_refused(sandbox, monkeypatch, article):
    monkeypatch.setattr(wechat_publish.core, "BASE", f"{sandbox.url}/wechat/cgi-bin")

    with pytest.raises(WeChatAPIError, match="errcode=40125"):
        push_articles("wx-sandbox", "wrong", [article])


def test_a_draft_whose_answer_is_lost_is_in_the_box(client, article, control):
    control("faults", service="wechat", operation="draft/add", point="stored", action="reset")

    with pytest.raises(requests.ConnectionError):
        client(article)

    assert [post["title"] for post in posts(control)] == ["一期"]


def test_a_draft_whose_request_is_cut_off_is_not(client, article, control):
    control("faults", service="wechat", operation="draft/add", point="received", action="reset")

    with pytest.raises(requests.ConnectionError):
        client(article)

    assert posts(control) == []


def test_drafts_pictures_and_jobs_survive_a_restart(tmp_path, monkeypatch, article):
    with serve(state_dir=tmp_path / "state") as first:
        monkeypatch.setattr(wechat_publish.core, "BASE", f"{first.url}/wechat/cgi-bin")
        push_articles("wx-sandbox", "sandbox-secret", [article], publish_now=True)

    with serve(state_dir=tmp_path / "state") as second:
        requests.post(f"{second.url}/_control/clock", json={"advance": 6}, timeout=30)
        feed = requests.get(f"{second.url}/_control/feeds?service=wechat", timeout=30).json()
        (post,) = feed[0]["posts"]
        shown = requests.get(second.url + post["pictures"][0], timeout=30).content

    assert (post["kind"], shown) == ("article", picture("teal"))


def test_the_page_shows_the_pictures_that_are_here(control, client, article):
    client(article)

    (post,) = control("page")["feeds"]["wechat"]

    assert "/wechat/mmbiz/sz_mmbiz_png/" in post["html"]
    assert "http://mmbiz.qpic.cn" not in post["html"]


@pytest.mark.parametrize(
    ("setting", "lengths"),
    [("varied", set(range(118, 176))), ("shortest", {118}), ("longest", {175})],
)
def test_picture_addresses_have_the_lengths_of_real_ones(setting, lengths):
    digests = [f"{number:064x}" for number in range(58)]

    seen = {len(picture_url(digest, kind, setting)[0]) for digest in digests for kind in ("jpg",)}

    assert seen == lengths


def test_neither_secret_nor_token_is_in_the_call_log(sandbox, control):
    body = {"grant_type": "client_credential", "appid": "wx-sandbox", "secret": "sandbox-secret"}
    url = f"{sandbox.url}/wechat/cgi-bin"
    token = requests.post(f"{url}/stable_token", json=body, timeout=30).json()["access_token"]
    requests.get(f"{url}/draft/count", params={"access_token": token}, timeout=30)

    log = json.dumps(control("calls"))

    assert "wx-sandbox" in log
    assert "sandbox-secret" not in log
    assert token not in log


def test_a_token_is_refreshed_by_force_twenty_times_a_day(sandbox, control):
    url = f"{sandbox.url}/wechat/cgi-bin/stable_token"
    body = {
        "grant_type": "client_credential", "appid": "wx-sandbox", "secret": "sandbox-secret",
        "force_refresh": True,
    }  # fmt: skip

    def refresh():
        control("clock", advance=31)
        return requests.post(url, json=body, timeout=30).json()

    tokens = {refresh().get("access_token") for _ in range(20)}

    assert (len(tokens), refresh()["errcode"]) == (20, 45009)


def test_quotas_are_cleared_ten_times_a_month(sandbox):
    url = f"{sandbox.url}/wechat/cgi-bin"
    body = {"grant_type": "client_credential", "appid": "wx-sandbox", "secret": "sandbox-secret"}
    token = requests.post(f"{url}/stable_token", json=body, timeout=30).json()["access_token"]

    codes = [
        requests.post(
            f"{url}/clear_quota?access_token={token}", json={"appid": "wx-sandbox"}, timeout=30
        ).json()["errcode"]
        for _ in range(11)
    ]

    assert codes == [0] * 10 + [48006]


def test_thirty_pictures_and_sixty_drafts_take_no_noticeable_time(tmp_path):
    with serve(state_dir=tmp_path) as running, requests.Session() as session:
        url = f"{running.url}/wechat/cgi-bin"
        query = {
            "grant_type": "client_credential",
            "appid": "wx-sandbox",
            "secret": "sandbox-secret",
        }
        token = session.get(f"{url}/token", params=query, timeout=30).json()["access_token"]
        key = {"access_token": token}
        cover = session.post(
            f"{url}/material/add_material",
            params={**key, "type": "image"},
            files={"media": ("a.png", picture("navy"))},
            timeout=30,
        ).json()["media_id"]
        article = {"title": "一", "content": "<p>文</p>" * 2000, "thumb_media_id": cover}
        body = json.dumps({"articles": [article]}, ensure_ascii=False).encode()
        large = picture("teal").ljust(900_000, b"\0")
        start = time.monotonic()

        for _ in range(30):
            files = {"media": ("a.png", large)}
            session.post(f"{url}/media/uploadimg", params=key, files=files, timeout=30)
        for _ in range(60):
            session.post(f"{url}/draft/add", params=key, data=body, timeout=30)
        took = time.monotonic() - start

        assert session.get(f"{url}/draft/count", params=key, timeout=30).json()["total_count"] == 60
        assert took < 60


def test_other_credentials_by_switch(sandbox, control, monkeypatch, article):
    monkeypatch.setattr(wechat_publish.core, "BASE", f"{sandbox.url}/wechat/cgi-bin")
    control("switches", service="wechat", name="appid", value="wx-mine")
    control("switches", service="wechat", name="secret", value="my-secret")

    draft = push_articles("wx-mine", "my-secret", [article])

    assert [post["id"] for post in posts(control)] == [draft]


def test_the_day_of_the_quotas_begins_at_the_hour_of_the_switch(control, client, article):
    hour_in_china = int((control("clock")["now"] // 3600 + 8) % 24)
    control("switches", service="wechat", name="quota_reset_hour", value=(hour_in_china + 1) % 24)
    control("do/wechat/set_used", operation="draft/add", used=1000)

    with pytest.raises(WeChatAPIError, match="errcode=45009"):
        client(article)

    control("clock", advance=3600)
    assert client(article)


def test_every_switch_is_turned_in_a_request_file():
    turned = set(re.findall(r'"name": "(\w+)"', "".join(map(_read, HERE.glob("wechat*.http")))))
    turned_here = {"appid", "secret", "quota_reset_hour"}

    assert {switch.name for switch in SWITCHES} - turned == turned_here


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
