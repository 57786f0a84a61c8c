"""An issue full of hostile text acts on nothing, in the page as a file and while it is served."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import PRESSRUN, Open, Tab
from tests.browser.served import served_preview

EVIL = "https://evil.example"
ATTACK = (
    f"<script>top.pwned=1</script><img src={EVIL}/a.png onerror=top.pwned=1>"
    f'"\'><svg onload=top.pwned=1></style></textarea></iframe></script><b style="background:'
    f'url({EVIL}/b)">x</b> \\3c script\\3e {{{{ 7*7 }}}} &lt;script&gt; ]]> -->'
)
LINES = [
    "---",
    "title: >-",
    f"  Weekly 7: {ATTACK}",
    "date: 2025-10-06",
    "author: >-",
    f"  {ATTACK}",
    "description: >-",
    f"  {ATTACK}",
    f"tags: ['{ATTACK.replace(chr(39), chr(39) * 2)}']",
    "canonical_url: javascript:top.pwned=1",
    "pressrun:",
    "  ignore:",
    "    no-alt-text: >-",
    f"      {ATTACK}",
    "---",
    "",
    f"## A heading {ATTACK}",
    "",
    f"A paragraph of some length, so that it is an issue and not a mistake. {ATTACK}",
    "",
    f"[a link](javascript:top.pwned=1) and [another]({EVIL}/{ATTACK.replace(' ', '%20')})",
    '<a href="javascript:top.pwned=1" onclick="top.pwned=1">raw</a>',
    "",
    f"> A quotation. {ATTACK}",
    "",
    f"- item {ATTACK}",
    "",
    f"| a {ATTACK.replace('|', '')} | b |",
    "|---|---|",
    f"| {ATTACK} | `{ATTACK}` |",
    "",
    f"```{ATTACK.replace('`', '')}",
    ATTACK,
    "```",
    "",
    f"![{ATTACK}]({EVIL}/picture.png)",
    "",
    f"<details><summary>{ATTACK}</summary>{ATTACK}</details>",
    f"<iframe src='{EVIL}'></iframe><object data='{EVIL}'></object>",
    f"<form action='{EVIL}'><button>go</button></form><meta http-equiv=refresh content='0;{EVIL}'>",
    f"<style>@import '{EVIL}/c.css'; body {{ background: url({EVIL}/d.png) }}</style>",
    "",
    f"$${ATTACK}$$",
    "",
    "A note.[^1]",
    "",
    f"[^1]: {ATTACK}",
]


@pytest.fixture
def post(tmp_path: Path) -> Path:
    found = tmp_path / "2025-10-06-weekly-7.md"
    found.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return found


def press_everything(tab: Tab) -> None:
    for button in tab.page.locator("button").all():
        if button.is_visible():
            button.click()


def assert_nothing_happened(tab: Tab, *asked: str) -> None:
    assert tab.page.evaluate("window.pwned") is None
    assert tab.page.evaluate("document.querySelectorAll('iframe').length") == 4
    assert {url.partition("?")[0] for url in tab.requests} == set(asked)
    assert [words for words in tab.complaints if "clipboard" not in words] == []


def test_the_page_as_a_file(post: Path, tmp_path: Path, open_page: Open) -> None:
    command = [str(PRESSRUN), "preview", str(post), "--out", str(tmp_path / "out")]
    subprocess.run(command, check=False, capture_output=True)  # the issue has errors, and a page
    page = tmp_path / "out" / "index.html"

    tab = open_page(page.as_uri())
    press_everything(tab)

    assert "top.pwned=1" in tab.page.inner_text("h1")
    assert_nothing_happened(tab, page.as_uri())


def test_the_page_while_it_is_served(post: Path, open_page: Open) -> None:
    with served_preview(post) as address:
        tab = open_page(address)
        post.write_text(post.read_text(encoding="utf-8") + f"\nwritten later {ATTACK}\n")
        tab.until(
            "document.querySelector('#wechat iframe').contentDocument.body.textContent"
            ".includes('written later')"
        )
        press_everything(tab)

        assert_nothing_happened(tab, address, f"{address}events", f"{address}update")
