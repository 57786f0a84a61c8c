"""The Telegram stand-in where raw requests do not reach: pages, the feed, restarts, its lists."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import requests

from sandbox import serve
from sandbox.telegram.entities import Formatted, Span, settled, with_detected
from sandbox.telegram.methods import KNOWN
from sandbox.telegram.showing import as_html
from sandbox.telegram.switches import SWITCHES

HERE = Path(__file__).parent
SPEC = HERE.parents[1] / "../shared/specs/telegram/bot-api-10.1.json"
CHANNEL = -1001000000001
BOT = "/telegram/bot1000000001:sandbox-token"


@pytest.fixture
def send(sandbox):
    """send("text", ...) posts to the channel; `method` and `files` as needed."""

    def call(text="", method="sendMessage", files=None, **more):
        body = {"chat_id": CHANNEL, **({"text": text} if text else {}), **more}
        if files is None:
            answer = requests.post(f"{sandbox.url}{BOT}/{method}", json=body, timeout=30)
        else:
            fields = {k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()}
            answer = requests.post(
                f"{sandbox.url}{BOT}/{method}", data=fields, files=files, timeout=10
            )
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    return call


def feed(control):
    return control("feeds?service=telegram")[0]["posts"]


def test_the_feed_shows_what_readers_see(control, send, a_png):
    send("one", disable_notification=True)
    send("two", reply_parameters={"message_id": 1})
    send(method="sendPhoto", files={"photo": a_png}, caption="three", show_caption_above_media=True)
    medias = [{"type": "photo", "media": "attach://p", "caption": words} for words in ("a", "b")]
    send(method="sendMediaGroup", files={"p": a_png}, media=medias)

    shown = [
        (p["id"], p["kind"], p["text"], len(p["pictures"]), p["url"], p["details"]["reply_to"],
         p["details"]["silent"], p["details"]["above"], p["details"]["message_ids"])
        for p in feed(control)
    ]  # fmt: skip

    base = "/telegram/pressrun_sandbox"
    assert shown == [
        ("1", "message", "one", 0, f"{base}/1", None, True, False, [1]),
        ("2", "message", "two", 0, f"{base}/2", 1, False, False, [2]),
        ("3", "photo", "three", 1, f"{base}/3", None, False, True, [3]),
        ("4", "album", "a\nb", 2, f"{base}/4", None, False, False, [4, 5]),
    ]


def test_a_deleted_message_is_gone_from_the_feed(control, send):
    send("one")
    send("two")
    control("do/telegram/delete_post", message_id=1)

    assert [post["id"] for post in feed(control)] == ["2"]


def test_what_is_said_in_private_is_not_in_the_feed(control, send):
    send("secret", chat_id=4242)
    control("do/telegram/say", text="hello")

    assert feed(control) == []


def test_the_page_of_a_post_shows_it_formatted_and_escaped(sandbox, send):
    send(
        "<i>粗</i> & 字",
        entities=[
            {"type": "bold", "offset": 3, "length": 1},
            {"type": "text_link", "offset": 11, "length": 1, "url": "https://blog.example/a?b=1&c"},
        ],
    )

    page = requests.get(f"{sandbox.url}/telegram/pressrun_sandbox/1", timeout=30)

    assert page.status_code == 200
    assert (
        '<div class="words">&lt;i&gt;<b>粗</b>&lt;/i&gt; &amp; '
        '<a href="https://blog.example/a?b=1&amp;c" rel="nofollow noreferrer">字</a></div>'
    ) in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_caption_above_its_photo_is_shown_above(sandbox, send, a_png):
    send(method="sendPhoto", files={"photo": a_png}, caption="below")
    send(method="sendPhoto", files={"photo": a_png}, caption="above", show_caption_above_media=True)

    page = requests.get(f"{sandbox.url}/telegram/pressrun_sandbox", timeout=30).text

    order = re.findall(r"below|above(?=</div>)|<img", page)
    assert order == ["<img", "below", "above", "<img"]


def test_an_album_is_one_bubble_whichever_item_is_opened(sandbox, send, a_png):
    medias = [{"type": "photo", "media": "attach://p"} for _ in range(3)]
    send(method="sendMediaGroup", files={"p": a_png}, media=medias)

    page = requests.get(f"{sandbox.url}/telegram/pressrun_sandbox/2", timeout=30).text

    assert re.findall(r'<article id="post-\d+" class="asked">', page) == [
        '<article id="post-1" class="asked">'
    ]
    assert page.count("<img") == 3


def test_a_picture_of_a_page_is_the_one_that_was_sent(sandbox, control, send, a_png):
    send(method="sendPhoto", files={"photo": a_png})

    (address,) = feed(control)[0]["pictures"]

    shown = requests.get(sandbox.url + address, timeout=30)
    assert (shown.content, shown.headers["content-type"]) == (a_png, "image/png")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("pressrun_sandbox", 200),
        ("s/pressrun_sandbox", 200),
        ("Pressrun_Sandbox/1", 200),
        ("pressrun_sandbox/1?embed=1", 200),
        ("c/1000000001/1", 200),
        ("pressrun_sandbox/2", 404),
        ("nobody", 404),
        ("nobody/1", 404),
        ("c/5/1", 404),
        ("media/none", 404),
    ],
)
def test_the_addresses_of_t_me(sandbox, send, path, status):
    send("one")

    assert requests.get(f"{sandbox.url}/telegram/{path}", timeout=30).status_code == status


def test_the_services_own_hosts_need_no_prefix(sandbox, send):
    send("one")

    me = requests.get(
        f"{sandbox.url}/bot1000000001:sandbox-token/getMe",
        headers={"Host": "api.telegram.org"},
        timeout=30,
    )
    page = requests.get(f"{sandbox.url}/pressrun_sandbox/1", headers={"Host": "t.me"}, timeout=30)

    assert me.json()["result"]["id"] == 1000000001
    assert page.status_code == 200


def test_twenty_messages_a_minute_by_default(send, control, sandbox):
    for number in range(20):
        send(str(number))

    body = {"chat_id": CHANNEL, "text": "too many"}
    answer = requests.post(f"{sandbox.url}{BOT}/sendMessage", json=body, timeout=30)

    assert answer.status_code == 429
    assert len(feed(control)) == 20


def test_messages_files_and_updates_outlive_a_restart(tmp_path, a_png):
    with serve(state_dir=tmp_path) as first:
        sent = requests.post(
            f"{first.url}{BOT}/sendPhoto",
            data={"chat_id": CHANNEL},
            files={"photo": a_png},
            timeout=30,
        ).json()["result"]
        requests.post(f"{first.url}/_control/do/telegram/say", json={"text": "hi"}, timeout=30)

    with serve(state_dir=tmp_path) as second:
        body = {"chat_id": CHANNEL, "photo": sent["photo"][-1]["file_id"]}
        again = requests.post(f"{second.url}{BOT}/sendPhoto", json=body, timeout=30).json()
        updates = requests.get(f"{second.url}{BOT}/getUpdates", timeout=30).json()
        posts = requests.get(f"{second.url}/_control/feeds?service=telegram", timeout=30).json()

    assert again["result"]["message_id"] == 2
    assert [update["message"]["text"] for update in updates["result"]] == ["hi"]
    assert [post["kind"] for post in posts[0]["posts"]] == ["photo", "photo"]


def test_an_answer_lost_after_the_message_was_stored_leaves_it_there(sandbox, control):
    control("faults", service="telegram", operation="sendMessage", point="stored", action="reset")

    body = {"chat_id": CHANNEL, "text": "one"}
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{sandbox.url}{BOT}/sendMessage", json=body, timeout=30)

    assert [post["text"] for post in feed(control)] == ["one"]


def test_the_token_does_not_stand_in_the_call_log(control, send):
    send("one")

    (call,) = control("calls?service=telegram")

    assert "sandbox-token" not in json.dumps(call)
    assert call["operation"] == "sendMessage"


def test_a_hundred_entities_are_kept_and_links_come_before_styles():
    links = [
        {"type": "text_link", "offset": n * 4, "length": 1, "url": "https://a.example/"}
        for n in range(60)
    ]
    bolds = [{"type": "bold", "offset": n * 4 + 2, "length": 1} for n in range(60)]

    with serve() as running:
        body = {"chat_id": CHANNEL, "text": "a b " * 60, "entities": [*links, *bolds]}
        sent = requests.post(f"{running.url}{BOT}/sendMessage", json=body, timeout=30).json()

    kinds = [entity["type"] for entity in sent["result"]["entities"]]
    assert (kinds.count("text_link"), kinds.count("bold")) == (60, 40)
    assert kinds[-20:] == ["text_link"] * 20


def test_the_hundred_and_first_link_is_lost_without_a_word(send):
    links = [
        {"type": "text_link", "offset": n, "length": 1, "url": "https://a.example/"}
        for n in range(101)
    ]

    sent = send("a" * 101, entities=links)

    assert [entity["offset"] for entity in sent["entities"]] == list(range(100))


def test_a_bots_private_chats_share_one_row_of_numbers(control, send):
    control("do/telegram/add_person", user_id=77, first_name="Other")

    numbers = [send("a", chat_id=chat)["message_id"] for chat in (4242, 77, 4242, CHANNEL)]

    assert numbers == [1, 2, 3, 1]


@pytest.mark.parametrize(
    ("text", "spans", "wanted"),
    [
        ("ab", [("italic", 0, 1), ("italic", 1, 1)], [("italic", 0, 2)]),
        ("ab", [("underline", 0, 2), ("spoiler", 0, 1)], [("underline", 0, 2), ("spoiler", 0, 1)]),
        ("abc", [("code", 0, 3), ("bold", 1, 1)], [("code", 0, 3)]),
        ("abc", [("code", 0, 3), ("blockquote", 1, 1)], [("blockquote", 1, 1)]),
        ("a\rb", [("bold", 0, 1), ("bold", 2, 1)], [("bold", 0, 2)]),
        ("a\u2028b", [("bold", 1, 1)], []),
        ("see a.com", [("bold", 0, 9)], [("bold", 0, 4), ("url", 4, 5), ("bold", 4, 5)]),
        ("a.com", [("blockquote", 0, 2)], [("blockquote", 0, 2)]),
    ],
)
def test_entities_are_untangled(text, spans, wanted):
    from sandbox.telegram.detection import detected

    clean = settled(text, [Span(*span) for span in spans])
    done = with_detected(clean, detected(clean.text))

    assert [(span.kind, span.offset, span.length) for span in done.spans] == wanted


def test_html_of_a_text_nests_and_never_runs_a_script():
    shown = as_html(
        "😀<b>x",
        [
            {"type": "blockquote", "offset": 0, "length": 6},
            {"type": "italic", "offset": 0, "length": 2},
            {"type": "text_link", "offset": 5, "length": 1, "url": "javascript:alert(1)"},
        ],
    )

    assert shown == (
        '<blockquote><i>😀</i>&lt;b&gt;<a href="#" rel="nofollow noreferrer">x</a></blockquote>'
    )


def test_plain_text_without_entities_is_kept_whole():
    assert settled(" a\tb \n", []) == Formatted("a b")


def test_every_switch_is_turned_by_a_test():
    sources = [*HERE.glob("telegram_*.http"), *HERE.glob("test_telegram*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)

    untried = [
        s.name for s in SWITCHES if not re.search(rf'"name": ?"{s.name}"|name="{s.name}"', text)
    ]

    assert untried == []


@pytest.mark.skipif(not SPEC.exists(), reason="the Bot API's specification is not here")
def test_the_methods_are_those_of_the_specification():
    methods = json.loads(SPEC.read_text(encoding="utf-8"))["methods"]

    assert {name.lower() for name in methods} == KNOWN


@pytest.mark.skipif(not SPEC.exists(), reason="the Bot API's specification is not here")
def test_the_raw_requests_use_parameters_that_exist():
    methods = json.loads(SPEC.read_text(encoding="utf-8"))["methods"]
    known = {
        name: {field["name"] for field in method.get("fields", [])}
        for name, method in methods.items()
    }
    asked = re.compile(rf"^>>> POST {BOT}/(\w+)\nContent-Type: application/json\n\n(.+)$", re.M)

    strangers = [
        (method, name)
        for path in HERE.glob("telegram_*.http")
        for method, body in asked.findall(path.read_text(encoding="utf-8"))
        for name in re.findall(r'(?:^\{|,)"(\w+)":', _outermost(body))
        if method in known and name not in known[method]
    ]

    assert strangers == [("sendMediaGroup", "reply_markup")]  # sent to see it passed over


def _outermost(body: str) -> str:
    """The object without what is nested in it, and without the runner's marks."""
    body = re.sub(r"\{\{.*?\}\}", "", body)
    while (flat := re.sub(r"(?<!^)[\[{][^\[\]{}]*[\]}]", "0", body)) != body:
        body = flat
    return body


def test_a_rich_message_is_shown_as_blocks_on_its_page_and_in_the_feed(sandbox, control, send):
    html = '<h2>T &amp; t</h2><ul><li>a</li></ul><p><a href="javascript:x">b</a></p>'
    send(method="sendRichMessage", rich_message={"html": html})

    page = requests.get(f"{sandbox.url}/telegram/pressrun_sandbox/1", timeout=30).text

    shown = (
        "<div><h2>T &amp; t</h2><ul><li><p>a</p></li></ul>"
        '<p><a href="#" rel="nofollow noreferrer">b</a></p></div>'
    )
    (post,) = feed(control)
    assert f'<div class="words">{shown}</div>' in page
    assert (post["kind"], post["text"], post["html"]) == ("rich", "T & t\na\nb", shown)
