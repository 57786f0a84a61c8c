"""Rich messages hold all of an issue: text, pictures, links, bold. Nothing else leaks."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.editions.shown import SHARED, edition_of, faults, rich
from tests.witness.documents import Made, documents, lay_out
from tests.witness.raw_text import wanted

CORPUS = SHARED / "corpus"
POSTS = sorted(p.name for p in (CORPUS / "_posts").glob("*.md")) if CORPUS.is_dir() else [""]

made_ones = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("dialect", ["jekyll", "hugo"])
def test_a_made_document_is_whole(dialect: str) -> None:
    @made_ones
    @given(made=documents(dialect=dialect))
    def check(made: Made) -> None:
        folder = Path(tempfile.mkdtemp())
        try:
            found = rich_faults(lay_out(made, folder), made.wanted)
        finally:
            shutil.rmtree(folder)
        assert found == {}

    check()


@pytest.mark.parametrize("post", POSTS)
def test_a_real_issue_is_whole_in_one_message(site: Path, post: str) -> None:
    path = site / "_posts" / post

    _, edition = edition_of(path, "telegram", layout="rich")

    assert len(edition.parts) == 1
    assert edition.errors == ()
    assert rich_faults(path, wanted(path.read_text(encoding="utf-8"))) == {}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is not there")
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, str(CORPUS / "make_site.py"), str(folder)], check=True)
    return folder


def rich_faults(path: Path, wanted_of: object) -> dict[str, object]:
    shown, extra = rich(path)
    return faults(wanted_of, shown, extra)
