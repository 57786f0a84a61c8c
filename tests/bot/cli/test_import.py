"""`pressrun import`: what it prints, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import importing
from content.importing.comparing import Difference
from tests.bot.cli_stage import pressrun

PAGE = (
    "<html lang='en'><head><title>Hedges</title></head><body><article>"
    "<p>The hedge is <b>cut</b> on Mondays.</p><p><img src='gone.png'></p></article></body></html>"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_saved_page_becomes_a_post_and_the_proof_is_printed(tmp_path: Path, page: Path) -> None:
    ran = pressrun(tmp_path / "home", "import", page, "--out", tmp_path / "out")

    post = tmp_path / "out" / "hedges.md"
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"{post}: Hedges",
        "Pictures: 0 saved, 1 not.",
        "  gone.png: there is no such file, or it is too large.",
        "Read back: every word of the page is there.",
    ]
    assert "The hedge is **cut** on Mondays." in post.read_text(encoding="utf-8")


def test_json_tells_the_same_to_machines(tmp_path: Path, page: Path) -> None:
    ran = pressrun(tmp_path / "home", "import", page, "--out", tmp_path / "out", "--json")

    assert ran.json["post"] == str(tmp_path / "out" / "hedges.md")
    assert ran.json["whole"] is True
    assert ran.json["absent"][0]["address"] == "gone.png"


def test_what_is_there_already_is_kept_unless_forced(tmp_path: Path, page: Path) -> None:
    arguments = ("import", page, "--out", tmp_path / "out")
    pressrun(tmp_path / "home", *arguments)

    again = pressrun(tmp_path / "home", *arguments)

    assert again.code == 2
    assert "Add --force" in again.err
    assert pressrun(tmp_path / "home", *arguments, "--force").code == 0


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    ran = pressrun(tmp_path / "home", "import", tmp_path / "none.html")

    assert (ran.code, ran.out) == (2, "")


def test_this_machine_is_not_asked_for_a_page(tmp_path: Path) -> None:
    ran = pressrun(tmp_path / "home", "import", "http://127.0.0.1:9/", "--out", tmp_path / "out")

    assert ran.code == 1
    assert "127.0.0.1 is not on the open web" in ran.err


def test_lost_words_end_with_3_and_are_told_with_their_place(
    tmp_path: Path,
    page: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lost = (Difference(7, "the hedgehog", "", "waits for"),)
    monkeypatch.setattr("bot.importing.differences", lambda *rows: lost)

    code = importing.run_import(
        str(page), tmp_path / "out", force=False, sandbox=False, as_json=False
    )

    said = capsys.readouterr().out
    assert code == 3
    assert "hedges.md, line 7: lost “the hedgehog” after “waits for”" in said
    assert "Read back: something is lost." in said
