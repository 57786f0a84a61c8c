"""The paste kit in a real browser: copied with its buttons, pasted into an editable page."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from bot.preview import write_page
from bot.preview.kit_files import write_kit
from tests.bot.preview.pages import hostile
from tests.bot.preview.pasting import sample
from tests.browser.conftest import Open, Tab

EDITOR = (
    "<!doctype html><meta charset=utf-8><title>editor</title>"
    "<div id=editor contenteditable style='min-height:100px'></div>"
)
RICH = '[data-rich="kit-{}"]:not([data-pictured])'
NUMBERED = '[data-rich="kit-{}"][data-pictured]'
LOADED = "[...document.images].every(image => image.complete && image.naturalWidth)"
FOUND = """() => {
  const editor = document.getElementById('editor');
  const of = (selector) => [...editor.querySelectorAll(selector)];
  const texts = (selector) => of(selector).map(node => node.innerText.trim());
  const heavy = of('p, strong, b').filter(node => Number(getComputedStyle(node).fontWeight) > 500);
  return {
    headings: texts('h1, h2, h3'),
    heavy: heavy.map(node => node.innerText.trim()),
    links: of('a').map(node => [node.innerText, node.getAttribute('href')]),
    items: texts('li'),
    quotations: texts('blockquote'),
    code: texts('pre').map(code => code.replaceAll('\u00a0', ' ')),
    widths: [...document.images].map(image => image.naturalWidth),
    text: editor.innerText,
  };
}"""

ACTIVE = r"""() => [...document.querySelectorAll('#editor *')].filter(node =>
  node.matches('script, iframe, object, svg, form, meta, style')
  || [...node.attributes].some(({ name, value }) => name.startsWith('on')
    || (['href', 'src', 'style'].includes(name) && /javascript:|\/\/evil/.test(value)))
).map(node => node.outerHTML)"""


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample, and its kit of files."""
    folder = tmp_path_factory.mktemp("kit")
    rendered = sample(folder / "post")
    write_page(rendered, folder)
    write_kit(rendered, folder)
    (folder / "editor.html").write_text(EDITOR, encoding="utf-8")
    return folder


def pasted(page: Path, button: str, open_page: Open) -> Tab:
    """What a person does: press the button of a page, go to the editor, paste."""
    source = open_page(page.as_uri())
    source.page.on("dialog", lambda dialog: source.complaints.append(dialog.message))
    source.page.locator(button).click()
    source.until("document.getElementById('said').textContent")
    assert source.page.inner_text("#said") == "Copied."
    editor = open_page((page.parent / "editor.html").as_uri())
    editor.page.on("dialog", lambda dialog: editor.complaints.append(dialog.message))
    editor.page.locator("#editor").click()
    editor.page.keyboard.press("Control+V")
    editor.until("document.getElementById('editor').childNodes.length")
    editor.until(LOADED)
    for tab in (source, editor):
        assert tab.complaints == []
        assert len(tab.requests) == 1  # the page itself
    return editor


@pytest.mark.parametrize("page", ["index.html", "substack.html"])
def test_a_post_for_substack_survives_the_paste(kit: Path, page: str, open_page: Open) -> None:
    found = pasted(kit / page, RICH.format("substack"), open_page).page.evaluate(FOUND)

    assert found["headings"] == ["First heading"]
    assert {"bold words", "model · score"} <= set(found["heavy"])
    assert found["links"] == [["link", "https://example.com/a?b=c&d=e"]]
    assert found["items"] == [
        "one item", "another item", "first step", "second step", "alpha · 98.5",
    ]  # fmt: skip
    assert found["quotations"] == ["A quotation."]
    assert found["code"] == ['print("a < b")']
    assert found["widths"] == [641, 642]
    assert "[1] The note itself." in found["text"]


@pytest.mark.parametrize("page", ["index.html", "wechat.html"])
def test_an_article_for_wechat_survives_the_paste(kit: Path, page: str, open_page: Open) -> None:
    found = pasted(kit / page, RICH.format("wechat"), open_page).page.evaluate(FOUND)

    assert {"bold words", "First heading"} <= set(found["heavy"])
    assert found["code"] == ['print("a < b")']
    assert found["widths"] == [641, 642]
    said = ["• one item", "• another item", "1. first step", "A quotation.", "alpha", "98.5"]
    assert [words for words in said if words not in found["text"]] == []


def test_pictures_leave_their_numbers_and_are_copied_one_by_one(kit: Path, open_page: Open) -> None:
    numbered = pasted(kit / "wechat.html", NUMBERED.format("wechat"), open_page).page

    found = numbered.evaluate(FOUND)
    assert found["widths"] == []
    assert "[01-chart.png]" in found["text"]
    assert "[02-cat.png]" in found["text"]
    cover = '[data-rich="kit-wechat-cover"]'
    source = open_page((kit / "wechat.html").as_uri()).page
    source.locator(cover).click()
    numbered.locator("#editor").click()
    numbered.keyboard.press("Control+V")
    numbered.wait_for_function("document.images.length === 1 && document.images[0].naturalWidth")
    assert numbered.evaluate(FOUND)["widths"] == [640]


def test_a_field_and_a_post_are_copied_as_text(kit: Path, open_page: Open) -> None:
    tab = open_page((kit / "index.html").as_uri(), permissions=["clipboard-read"])

    copied = []
    for part in ("kit-wechat-box-2", "kit-x-post-2"):
        tab.page.locator(f"#{part}").locator("xpath=ancestor::details").evaluate(
            "d => d.open = true"
        )
        tab.page.locator(f'[data-copy="{part}"]').click()
        copied.append(tab.page.evaluate("navigator.clipboard.readText()"))

    assert copied == ["Ann", "First heading\n\nSaid with a note.\n\n2/2"]


@pytest.mark.parametrize("channel", ["wechat", "substack"])
def test_a_hostile_issue_does_nothing_where_it_is_pasted(
    channel: str, tmp_path: Path, open_page: Open
) -> None:
    rendered = hostile()
    write_page(rendered, tmp_path)
    write_kit(rendered, tmp_path)
    (tmp_path / "editor.html").write_text(EDITOR, encoding="utf-8")

    for page in ("index.html", f"{channel}.html"):
        editor = pasted(tmp_path / page, RICH.format(channel), open_page).page
        assert editor.evaluate(ACTIVE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_a_page_of_the_kit(kit: Path, scheme: str, open_page: Open) -> None:
    address = (kit / "substack.html").as_uri()
    page = open_page(address, 375, 812, bypass_csp=True, color_scheme=scheme).page

    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
