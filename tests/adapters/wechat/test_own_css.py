"""The author's style sheet over a theme: what it changes, and what it is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.wechat import Options
from adapters.wechat.own_css import styled
from adapters.wechat.theme import theme
from content.document import Document, Heading, Text
from content.problems import Level
from content.site import Site
from tests.adapters.wechat.linter import faults
from tests.adapters.wechat.samples import content, edition_of, paragraph


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "styles").mkdir()
    return tmp_path


def written(folder: Path, css: str) -> list[tuple[int, str]]:
    """What the author is told of a sheet: line and message."""
    (folder / "styles/w.css").write_text(css, encoding="utf-8")
    return [(one.line, one.message) for one in styled("ink", "styles/w.css", folder).problems]


def look(folder: Path, css: str, place: str) -> str:
    written(folder, css)
    made = styled("ink", "styles/w.css", folder).theme
    return ";".join(filter(None, (made.margins.get(place), made.full.get(place))))


def test_a_rule_adds_to_the_theme(folder: Path) -> None:
    assert look(folder, "h4 { color: #069 }", "h4") == "margin:1em 0;font-weight:700;color:#069"


def test_a_rule_replaces_what_the_theme_says(folder: Path) -> None:
    assert look(folder, "strong { color: #930; }", "strong") == "color:#930"


def test_the_more_specific_rule_holds(folder: Path) -> None:
    css = "article strong { color: #070 } strong { color: #930 }"

    assert look(folder, css, "strong") == "color:#070"


def test_other_places_stay_as_the_theme_has_them(folder: Path) -> None:
    written(folder, "strong { color: #930 }")
    made = styled("ink", "styles/w.css", folder).theme

    assert made.full["h1"] == theme("ink").full["h1"]
    assert made.full["level"] == "text-indent:0"


@pytest.mark.parametrize("name", ["#nice", "#wenyan", "#output"])
def test_sheets_of_other_tools_speak_of_the_article_too(folder: Path, name: str) -> None:
    assert look(folder, f"{name} h4 {{ color: #069 }}", "h4").endswith("color:#069")


@pytest.mark.parametrize(
    ("css", "line", "part"),
    [
        ("h1 {\n  position: fixed;\n}", 2, "`position:fixed` is left out"),
        ("h1 { font-family: serif; }", 1, "fonts of their phones"),
        ("p { width: 300px; }", 1, "overflow a phone"),
        ("pre { white-space: pre; }", 1, "overflow a phone"),
        ("pre { white-space: pre !important; }", 1, "overflow a phone"),
        ("p { background: url(http://127.0.0.1/x.png); }", 1, "solid colours"),
        ("p { color: rgba(0,0,0,.5); }", 1, "solid colours"),
        ("p { display: none }", 1, "hide text"),
        ("p { color: red\"><script> }", 1, "does not keep"),
        ("em {}\nh1::before { color: #069 }", 2, "`h1::before` styles nothing"),
        (".fancy { color: #069 }", 1, "`.fancy` styles nothing"),
        ("strong { color: #eee }", 0, "can hardly be read by day"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_named(folder: Path, css: str, line: int, part: str) -> None:
    at, message = written(folder, css)[0]

    assert at == line
    assert part in message


def test_what_cannot_be_kept_is_not_sent(folder: Path) -> None:
    css = "h4 { position: fixed; color: #069; font-family: serif; width: 9px; display: none }"

    assert look(folder, css, "h4") == "margin:1em 0;font-weight:700;color:#069"


def test_importance_is_not_sent(folder: Path) -> None:
    assert look(folder, "h4 { color: #069 !important }", "h4").endswith("color:#069")


def test_nothing_is_fetched_for_a_sheet(folder: Path) -> None:
    assert look(folder, "@import url(http://127.0.0.1:1/a.css);\nem { color: #069 }", "em") == (
        "color:#069"
    )


def test_a_sheet_that_is_absent_is_an_error(folder: Path) -> None:
    (problem,) = styled("ink", "styles/none.css", folder).problems

    assert (problem.level, problem.code) == (Level.ERROR, "wechat-css")
    assert styled("ink", "styles/none.css", folder).theme == theme("ink")


def test_a_sheet_that_is_no_text_is_an_error(folder: Path) -> None:
    (folder / "bad.css").write_bytes(b"\xff\xfe")

    (problem,) = styled("ink", "bad.css", folder).problems

    assert "UTF-8" in problem.message


@pytest.mark.parametrize("path", ["/etc/a.css", "../a.css", "a.txt"])
def test_a_path_outside_the_site_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="below the site's folder"):
        Options(css=path)


def test_an_article_wears_the_sheet(folder: Path) -> None:
    (folder / "w.css").write_text("h2 { color: #070 }\nli, p { letter-spacing: 1px }")
    document = Document((Heading(2, (Text("题"),), 1), paragraph("字")))

    made = edition_of(document, Options(css="w.css"), site=Site(folder))

    assert "color:#070" in content(made)
    assert '<p style="margin:1em 0;letter-spacing:1px">字</p>' in content(made)
    assert faults(content(made)) == []
    assert made.hash == edition_of(document, Options(css="w.css"), site=Site(folder)).hash


def test_a_theme_of_ours_needs_no_inliner() -> None:
    code = (
        "import sys; from adapters.wechat import Options; import adapters.wechat.render; "
        "from adapters.wechat.theme import theme; theme('ink'); "
        "print({'css_inline', 'lxml', 'pygments'} & sys.modules.keys())"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
