"""Pages that mean harm: nothing of them runs, and nothing outside the folder is read or written."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from content.document import Code
from content.issue import load_issue
from tests.content.importer_stage import imported
from tests.witness.sites import picture_bytes

PNG = base64.b64encode(picture_bytes("p3.png")).decode()


def page(body: str, head: str = "<title>Harm</title>") -> str:
    return f"<html><head>{head}</head><body><article><p>Words.</p>{body}</article></body></html>"


def written(tmp_path: Path) -> set[str]:
    return {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}


def test_scripts_and_handlers_leave_no_trace(tmp_path: Path) -> None:
    body = "<script>steal()</script><p onclick='steal()'>Text.<img src=x onerror='steal()'></p>"

    done = imported(page(body), tmp_path)

    assert "steal" not in done.path.read_text(encoding="utf-8")
    assert done.is_whole


@pytest.mark.parametrize("address", ["javascript:steal()", "vbscript:steal()", "data:text/html,x",
                                     " java\tscript:steal()", "file:///etc/passwd"])  # fmt: skip
def test_an_address_that_runs_something_is_named_and_its_words_stay(
    tmp_path: Path, address: str
) -> None:
    done = imported(page(f'<p>Press <a href="{address}">here</a>.</p>'), tmp_path)

    text = done.path.read_text(encoding="utf-8")
    assert "Press here." in text
    assert "steal" not in text
    assert len(done.left_out) == 1


def test_nesting_without_end_keeps_its_words(tmp_path: Path) -> None:
    deep = "<div><blockquote><ul><li>" * 1500 + "deep" + "</li></ul></blockquote></div>" * 1500

    done = imported(page(deep + "<p>after</p>"), tmp_path)

    text = done.path.read_text(encoding="utf-8")
    assert "deep" in text
    assert "after" in text


def test_marks_within_marks_without_end_keep_their_words(tmp_path: Path) -> None:
    done = imported(page("<b><i><a href='https://e.example/'>" * 900 + "deep"), tmp_path)

    assert "deep" in done.path.read_text(encoding="utf-8")


def test_a_picture_in_the_page_itself_is_saved_by_what_it_is(tmp_path: Path) -> None:
    done = imported(page(f"<p><img src='data:text/html;base64,{PNG}'></p>"), tmp_path)

    assert [path.name for path in done.pictures] == ["01.png"]
    assert done.is_whole


def test_a_picture_in_the_page_that_is_none_is_not_written(tmp_path: Path) -> None:
    svg = base64.b64encode(b"<svg onload='steal()'></svg>").decode()

    done = imported(page(f"<p><img src='data:image/png;base64,{svg}'></p>"), tmp_path)

    assert done.pictures == ()
    assert [why for _, why in done.absent] == ["it is SVG"]


@pytest.mark.parametrize("source", ["../secret.png", "/etc/passwd", "file:///etc/passwd",
                                    "..%2Fsecret.png", "sub/../../secret.png"])  # fmt: skip
def test_a_saved_page_reads_nothing_outside_of_its_folder(tmp_path: Path, source: str) -> None:
    (tmp_path / "secret.png").write_bytes(picture_bytes("p4.png"))
    (tmp_path / "in").mkdir()

    done = imported(page(f"<p><img src='{source}'></p>"), tmp_path / "in")

    assert done.pictures == ()
    assert len(done.absent) == 1


def test_a_link_to_a_picture_outside_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(picture_bytes("p4.png"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "secret.png")

    assert imported(page("<p><img src='link.png'></p>"), tmp_path / "in").pictures == ()


@pytest.mark.parametrize(
    "title", ["../../../evil", "/etc/cron", "..\\..\\evil", "a/../../b", "...", "\x00"]
)
def test_a_title_is_no_path(tmp_path: Path, title: str) -> None:
    done = imported(page("", f"<title>{title}</title>"), tmp_path)

    assert done.path.parent == tmp_path / "out"
    assert all(name.startswith(("out/", "page.html", "picture.png")) for name in written(tmp_path))


def test_a_title_cannot_write_front_matter(tmp_path: Path) -> None:
    head = '<meta property="og:title" content="A&quot;\n---\npressrun: {id: x}\n">'

    done = imported(page("", head), tmp_path)

    assert done.facts.title == 'A" --- pressrun: {id: x}'
    assert done.problems == ()


def test_a_folder_of_the_site_that_leads_out_of_it_is_not_written_into(tmp_path: Path) -> None:
    from bot.importing import FailedImport

    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "_posts").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FailedImport, match="leads out"):
        imported(page(""), tmp_path, "url: https://made.example\n")

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_template_tags_are_words_and_never_run(tmp_path: Path) -> None:
    done = imported(
        page("<p>{{ site.secret }} {% include x %}</p><pre>{{ y }}</pre>"),
        tmp_path,
        "url: https://made.example\n",
    )

    text = done.path.read_text(encoding="utf-8")
    assert "&#123;{ site.secret }} &#123;% include x %}" in text
    assert "{% raw %}\n```\n{{ y }}\n```\n{% endraw %}" in text
    assert done.is_whole


def test_template_tags_in_a_code_span_are_spelt_so_that_jekyll_does_not_run_them(
    tmp_path: Path,
) -> None:
    body = page("<p>Write <code>{% include x %}</code>.</p>")

    done = imported(body, tmp_path, "url: https://made.example\n")

    text = done.path.read_text(encoding="utf-8")
    assert "{%" not in text
    assert load_issue(done.path).document.blocks[1].children[1] == Code("{% include x %}")  # type: ignore[union-attr]
