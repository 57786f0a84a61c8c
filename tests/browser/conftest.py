"""Debian's Chromium, driven by Playwright: what a page says and asks for is written down."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from bot import demo

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
PRESSRUN = Path(sys.executable).with_name("pressrun")
CORPUS = Path(__file__).resolve().parents[3] / "shared/corpus"
HARMLESS = ("Blocked script execution in 'about:srcdoc'",)  # the sandbox of a frame at its work


@dataclass
class Tab:
    """A page of the browser, with what it said and what it asked the network for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(HARMLESS):
            self.complaints.append(message.text)

    def see(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:", "about:")):
            self.requests.append(request.url)

    def until(self, expression: str, seconds: float = 20.0) -> None:
        """Wait for a truth; the page's own policy forbids Playwright's way of waiting."""
        end = monotonic() + seconds
        while not self.page.evaluate(expression):
            assert monotonic() < end, f"never true: {expression}"
            self.page.wait_for_timeout(20)


Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ended with its module: while Playwright runs, no other test can have an event loop."""
    if not CHROMIUM:
        pytest.skip("no Chromium is installed (Debian: apt install chromium)")
    sandboxed = [] if os.getuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=sandboxed)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens an address in a tab of its own; each tab is closed after the test."""
    contexts = []

    def opened(url: str, width: int = 1440, height: int = 900, **options: object) -> Tab:
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type]
        contexts.append(context)
        tab = Tab(context.new_page())
        tab.page.on("console", tab.hear)
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.on("request", tab.see)
        tab.page.goto(url)
        return tab

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "browser"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def corpus(shared_folder: Path) -> Path:
    """A site with the two real issues and their pictures, laid out once per run."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    folder = shared_folder / "corpus"
    with FileLock(shared_folder / "corpus.lock"):
        if not folder.exists():
            run([sys.executable, str(CORPUS / "make_site.py"), str(folder)])
    return folder


@pytest.fixture(scope="session")
def previews(corpus: Path) -> list[Path]:
    """The preview pages of the real issues, as the command writes them, made once per run."""
    made = []
    with FileLock(corpus / "preview.lock"):
        for post in sorted((corpus / "_posts").glob("*.md")):
            out = corpus / "preview" / post.stem
            if not out.exists():
                run([str(PRESSRUN), "preview", str(post), "--out", str(out)])
            made.append(out / "index.html")
    return made


@pytest.fixture(scope="session")
def demo_pages(shared_folder: Path) -> dict[str, Path]:
    """The previews of the two issues that come with pressrun."""
    site = shared_folder / "demo"
    with FileLock(shared_folder / "demo.lock"):
        found = {}
        for language, post in zip(("zh", "en"), demo.lay_out(site), strict=True):
            page = site / "preview" / language / "index.html"
            if not page.exists():
                run([str(PRESSRUN), "preview", str(post), "--out", str(page.parent)])
            found[language] = page
    return found


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)
