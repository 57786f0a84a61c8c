"""Every edition holds all of the issue, in order: text, pictures, links, bold. Nothing else leaks.

What is wanted comes from the raw Markdown, by code that shares nothing with ours.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.wechat.spec import THEMES
from tests.editions.shown import SHARED, faults, substack, telegram, wechat, x
from tests.witness.documents import Made, documents, lay_out
from tests.witness.raw_text import wanted

READERS = {
    "telegram-auto": lambda path: telegram(path, layout="auto"),
    "telegram-inline": lambda path: telegram(path, layout="inline"),
    "telegram-sections": lambda path: telegram(path, layout="sections"),
    "telegram-plates": lambda path: telegram(path, layout="plates"),
    "substack": substack,
    "wechat": wechat,
}
CORPUS = SHARED / "corpus"
POSTS = sorted(p.name for p in (CORPUS / "_posts").glob("*.md")) if CORPUS.is_dir() else [""]

made_ones = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("reader", READERS)
@made_ones
@given(made=documents(dialect="jekyll"))
def test_a_made_jekyll_document_is_whole(reader: str, made: Made) -> None:
    assert _faults(reader, made) == {}


@pytest.mark.parametrize("reader", READERS)
@made_ones
@given(made=documents(dialect="hugo"))
def test_a_made_hugo_document_is_whole(reader: str, made: Made) -> None:
    assert _faults(reader, made) == {}


@pytest.mark.parametrize("reader", READERS)
@made_ones
@given(made=documents(dialect="obsidian"))
def test_a_made_note_of_a_vault_is_whole(reader: str, made: Made) -> None:
    assert _faults(reader, made) == {}


def _faults(reader: str, made: Made) -> dict[str, object]:
    folder = Path(tempfile.mkdtemp())
    try:
        shown, extra = READERS[reader](lay_out(made, folder))
    finally:
        shutil.rmtree(folder)
    return faults(made.wanted, shown, extra)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is not there")
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, str(CORPUS / "make_site.py"), str(folder)], check=True)
    return folder


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("reader", [*READERS, *THEMES])
def test_a_real_issue_is_whole(site: Path, reader: str, post: str) -> None:
    path = site / "_posts" / post

    shown, extra = READERS[reader](path) if reader in READERS else wechat(path, theme=reader)

    assert faults(wanted(path.read_text(encoding="utf-8")), shown, extra) == {}


@pytest.mark.parametrize("post", POSTS)
def test_a_real_issue_is_whole_in_a_full_thread(site: Path, post: str) -> None:
    path = site / "_posts" / post
    source = wanted(path.read_text(encoding="utf-8"))

    shown, extra = x(path, mode="full", max_cost_usd=9)

    assert faults(source, shown, extra).keys() <= ({"bold"} if source.bold else set())
