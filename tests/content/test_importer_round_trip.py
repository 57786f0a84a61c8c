"""Made documents through our editions and back: the same visible text, bold words and links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from content.importing.comparing import document_rows
from content.issue import load_issue
from tests.content.importer_stage import folder, imported, substack_page, wechat_page
from tests.editions.shown import ALLOWED, CELLS
from tests.witness.documents import Made, documents
from tests.witness.kept import missing

PAGES: dict[str, Callable[[Made, Path], str]] = {"wechat": wechat_page, "substack": substack_page}
EXTRA = (r"[①-⑳]", r"\[\d+\]", r"^参考链接[\s\S]*\Z", r"^References[\s\S]*\Z")
SITES = {"plain": "", "jekyll": "url: https://made.example\n"}

made_ones = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("service", PAGES)
@made_ones
@given(made=documents())
def test_a_page_of_ours_comes_back_with_every_word(service: str, site: str, made: Made) -> None:
    assume(made.text)  # a page without words is refused

    with folder() as place:
        (place / "in").mkdir()

        done = imported(PAGES[service](made, place / "site"), place / "in", SITES[site])

        rows = document_rows(load_issue(done.path).document)
    shown = "\n".join(row.text for row in rows)
    assert missing(made.text, shown, [*ALLOWED, *CELLS, *EXTRA]) == []
    assert done.differences == ()
    assert done.lost_pictures == 0
