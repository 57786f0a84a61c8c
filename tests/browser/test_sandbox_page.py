"""The sandbox page: feeds and calls as they happen, faults from the panel, and nothing hostile."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from sandbox import RunningSandbox, serve
from tests.browser.conftest import Open
from tests.sandbox.raw_calls import CALLS, TELEGRAM, Raw

HOSTILE = (
    "</script><script>window.hit=1</script><img src=x onerror='window.hit=1'>"
    "<img src='http://evil.example/a.png'><svg onload='window.hit=1'></svg>"
    "<iframe src='http://evil.example/'></iframe><style>@import 'http://evil.example/';</style>"
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>"
    "<a href='javascript:window.hit=1'>a link</a>"
    "<p style='position:fixed;background:url(http://evil.example/b.png)'>words</p>"
)
BAD = ("serious", "critical")
# Said by the parser of a document that never runs, about what is then left out.
BLOCKED = "The action has been blocked."
FRAMES = "[...document.querySelectorAll('#feeds iframe')].map(f => f.contentDocument)"


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with serve() as running:
        yield running


@pytest.fixture
def raw(sandbox: RunningSandbox) -> Raw:
    found = Raw(sandbox.url)
    found.prepare("wechat", a_png())
    return found


def a_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "#3a6ea5").save(out, "png")
    return out.getvalue()


def shows(service: str, words: str) -> str:
    return f"document.querySelector('#{service} .posts').textContent.includes({words!r})"


def control(sandbox: RunningSandbox, to: str, /, **body: object) -> object:
    answer = requests.post(f"{sandbox.url}/_control/{to}", json=body, timeout=30)
    answer.raise_for_status()
    return answer.json()


def test_what_is_posted_is_seen_at_once_with_its_calls(
    sandbox: RunningSandbox, raw: Raw, open_page: Open
) -> None:
    tab = open_page(sandbox.url)
    tab.until(shows("x", "Nothing here yet."))

    for service in CALLS:
        raw.make(service, f"first at {service}").raise_for_status()
    photo = {"chat_id": (None, "@pressrun_sandbox"), "photo": ("a.png", a_png(), "image/png")}
    requests.post(f"{sandbox.url}{TELEGRAM}/sendPhoto", files=photo, timeout=30).raise_for_status()

    for service in CALLS:
        tab.until(shows(service, f"first at {service}"))
    assert tab.page.locator("article.draft .badge").all_inner_texts() == ["draft", "draft"]
    tab.until(f"{FRAMES}.some(d => d?.body?.textContent.includes('first at wechat'))")
    tab.until("[...document.querySelectorAll('#telegram img')].some(i => i.naturalWidth)")

    call = tab.page.locator("#calls-list li").first
    call.locator("summary").click()
    tab.until("document.querySelectorAll('.exchange pre').length > 3")
    assert "photo: a.png, image/png" in call.locator(".exchange").inner_text()
    assert "sandbox-token" not in call.inner_text()
    tab.page.select_option("#calls-of", "x")
    tab.until("document.querySelectorAll('#calls-list li').length === 1")
    assert "/x/2/tweets" in tab.page.locator("#calls-list").inner_text()

    (post,) = requests.get(f"{sandbox.url}/_control/feeds?service=x", timeout=30).json()[0]["posts"]
    control(sandbox, "do/x/delete", id=post["id"])
    tab.until("document.querySelector('#x article.deleted .badge')?.textContent === 'deleted'")

    assert tab.complaints == []
    assert {url for url in tab.requests if not url.startswith(f"{sandbox.url}/")} == set()


def test_a_reader_keeps_the_place(sandbox: RunningSandbox, raw: Raw, open_page: Open) -> None:
    for number in range(9):
        raw.make("substack", f"draft {number}").raise_for_status()
        raw.make("telegram", "a line\n" * 9 + str(number)).raise_for_status()
    tab = open_page(sandbox.url)
    tab.until(shows("substack", "draft 8"))
    top = "document.querySelector('#substack [data-post=\"{}\"]').getBoundingClientRect().top"
    last = requests.get(f"{sandbox.url}/_control/feeds?service=substack", timeout=30).json()
    third = top.format(last[0]["posts"][2]["id"])
    tab.page.evaluate("document.querySelector('#substack .posts').scrollTop = 260")
    before = tab.page.evaluate(third)

    raw.make("substack", "draft 9").raise_for_status()
    raw.make("telegram", "the latest").raise_for_status()
    tab.until(shows("substack", "draft 9"))
    tab.until(shows("telegram", "the latest"))

    assert tab.page.evaluate(third) == pytest.approx(before, abs=1.5)
    end = "document.querySelector('#telegram .posts')"
    assert tab.page.evaluate(f"{end}.scrollHeight - {end}.scrollTop - {end}.clientHeight") < 2


def test_a_fault_of_the_panel_strikes_the_next_call_and_no_later_one(
    sandbox: RunningSandbox, raw: Raw, open_page: Open
) -> None:
    tab = open_page(sandbox.url)
    page = tab.page
    tab.until("document.querySelectorAll('#kinds input').length === 7")

    page.focus("#services input[value=substack]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.locator("#services input:checked").get_attribute("value") == "x"
    page.check("#kinds input[value=error_after]")
    page.fill("#operation", "tweets/create")
    page.keyboard.press("Enter")
    tab.until("document.querySelector('#armed').textContent.includes('armed · struck 0 of 1')")

    assert [raw.make("x", words).status_code for words in ("one", "two")] == [500, 201]

    tab.until("document.querySelector('#armed').textContent.includes('over · struck 1 of 1')")
    tab.until(f"{shows('x', 'one')} && {shows('x', 'two')}")
    assert page.locator("#calls-list .badge").all_inner_texts() == ["stored:status"]
    page.click("#clear")
    tab.until("!document.querySelector('#armed li')")

    page.check("#services input[value=telegram]", force=True)
    assert page.locator("#kinds input[value=lagging]").count() == 0
    page.check("#services input[value=substack]", force=True)
    page.check("#kinds input[value=expired]")
    page.click("text=Arm it")
    tab.until("document.querySelector('#armed li')")
    assert [raw.make("substack", "x").status_code for _ in range(2)] == [401, 401]
    page.click("#remedy")
    tab.until("document.querySelector('#said').textContent === 'Done: Sign in again.'")
    assert raw.make("substack", "x").status_code == 200
    assert tab.complaints == []


def test_hostile_words_run_nothing_and_ask_for_nothing(
    sandbox: RunningSandbox, raw: Raw, open_page: Open
) -> None:
    for service in CALLS:
        raw.make(service, HOSTILE if service == "telegram" else "a title")
    control(sandbox, "do/x/write", text=HOSTILE)
    control(sandbox, "do/wechat/edit_draft", title=HOSTILE, content=HOSTILE, author=HOSTILE)
    body = json.dumps({"type": "doc", "content": [{"type": "text", "text": HOSTILE}]})
    control(sandbox, "do/substack/edit_draft", draft_title=HOSTILE, draft_body=body)
    control(sandbox, "blog", path="a", title=HOSTILE)
    requests.get(f"{sandbox.url}/blog/{HOSTILE}", headers={"x-note": HOSTILE}, timeout=30)
    requests.post(f"{sandbox.url}/x/{HOSTILE}", data=HOSTILE, timeout=30)
    fault = {"service": "x", "action": "reset", "label": HOSTILE, "operation": HOSTILE}
    control(sandbox, "faults", **fault)

    tab = open_page(sandbox.url)

    tab.until(shows("x", "window.hit"))
    tab.until(f"{FRAMES}.some(d => d?.body?.textContent.includes('words'))")
    tab.page.locator("#calls-list summary").first.click()
    tab.until("document.querySelectorAll('.exchange pre').length > 3")
    tab.page.wait_for_timeout(600)
    kinds = "script, img[onerror], svg, style, meta[http-equiv], [href^=javascript]"
    assert tab.page.evaluate("window.hit") is None
    assert tab.page.evaluate(f"{FRAMES}.flatMap(d => [...d.querySelectorAll({kinds!r})])") == []
    assert tab.page.locator("main script, main svg, main [href^=javascript]").count() == 0
    assert {url for url in tab.requests if not url.startswith(f"{sandbox.url}/")} == set()
    assert [c for c in tab.complaints if not c.endswith(BLOCKED)] == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (375, "dark")])
def test_the_page_is_accessible_and_fits(
    sandbox: RunningSandbox, raw: Raw, open_page: Open, width: int, scheme: str
) -> None:
    for service in CALLS:
        words = "y" * 32 if service == "wechat" else f"{'y' * 200}\nhttps://example.org/a"
        raw.make(service, words).raise_for_status()
    control(sandbox, "faults", service="x", action="reset", operation="tweets/create")
    raw.make("telegram", "more")
    tab = open_page(sandbox.url, width, 800, color_scheme=scheme, bypass_csp=True)
    tab.until("document.querySelectorAll('#calls-list li').length > 4")
    tab.page.locator("#calls-list summary").first.click()
    tab.until("document.querySelectorAll('.exchange pre').length > 3")

    found = Axe().run(tab.page).response["violations"]

    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in BAD] == []
    wide = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    assert tab.page.evaluate(wide) <= width
    if width < 760:
        tab.page.click("#tab-x")
        assert tab.page.locator("#feeds > section:visible").get_attribute("id") == "x"
        tab.page.keyboard.press("ArrowLeft")
        assert tab.page.locator("#feeds > section:visible").get_attribute("id") == "telegram"
