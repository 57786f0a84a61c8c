"""Pages of each service's shape, written by hand, as the posts that they become."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.importing import BadImport, FailedImport, Wish, import_post
from content.issue import load_issue
from tests.content.importer_stage import NOW, imported
from tests.witness.sites import picture_bytes

PAGES = Path(__file__).parent / "importer_pages"
JEKYLL = "url: https://made.example\n"


def bring(tmp_path: Path, name: str, config: str = JEKYLL, **wishes: object):  # type: ignore[no-untyped-def]
    for picture in ("hedgehog.png", "robots.png"):
        (tmp_path / picture).write_bytes(picture_bytes("p2.webp"))
    page = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    return imported(page, tmp_path, config, **wishes)


@pytest.mark.parametrize("name", ["wechat", "substack", "al-folio", "plain"])
def test_a_page_becomes_the_post_that_an_author_would_write(tmp_path: Path, name: str) -> None:
    golden = PAGES / f"{name}.md"

    done = bring(tmp_path, name)

    text = done.path.read_text(encoding="utf-8")
    if os.environ.get("PRESSRUN_GOLDEN") == "accept":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert done.differences == ()
    assert done.is_whole


@pytest.mark.parametrize("name", ["wechat", "substack", "al-folio", "plain"])
def test_a_post_of_an_import_is_an_issue_without_errors(tmp_path: Path, name: str) -> None:
    done = bring(tmp_path, name)

    assert done.problems == ()
    assert load_issue(done.path).title == done.facts.title


def test_a_picture_goes_by_its_content_and_lies_where_the_site_has_pictures(tmp_path: Path) -> None:
    done = bring(tmp_path, "wechat")

    out = tmp_path / "out"
    assert done.path == out / "_posts" / "2025-09-22-园子里的机器人.md"
    assert done.pictures == (out / "assets" / "img" / "园子里的机器人" / "01.webp",)
    assert done.pictures[0].read_bytes() == picture_bytes("p2.webp")


def test_in_a_plain_folder_the_pictures_lie_beside_the_post(tmp_path: Path) -> None:
    done = bring(tmp_path, "substack", config="")

    assert done.path == tmp_path / "out" / "robots-learn-to-yield.md"
    assert done.pictures == (tmp_path / "out" / "robots-learn-to-yield" / "01.webp",)
    assert done.problems == ()


def test_hugo_gets_a_bundle_and_its_own_shortcodes(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "hugo.toml").write_text('baseURL = "https://made.example/"\n')

    done = bring(tmp_path, "substack", config="")

    text = done.path.read_text(encoding="utf-8")
    assert done.path == tmp_path / "out/content/posts/robots-learn-to-yield/index.md"
    assert '{{< figure src="01.webp" alt="Two robots" caption="A [corridor]' in text
    assert "{{< youtube abcdefghijk >}}" in text
    assert done.is_whole


def test_what_the_post_does_not_hold_is_named(tmp_path: Path) -> None:
    assert bring(tmp_path, "wechat").left_out == ("the profile card 园丁周报",)


def test_a_picture_that_cannot_be_had_is_named_and_keeps_its_address(tmp_path: Path) -> None:
    page = "<article><p>Words.</p><p><img src='gone.png' alt='x'></p></article>"

    done = imported(page, tmp_path)

    assert [address for address, _ in done.absent] == ["gone.png"]
    assert "![x](gone.png)" in done.path.read_text(encoding="utf-8")


def test_a_post_that_is_there_is_overwritten_only_by_force(tmp_path: Path) -> None:
    bring(tmp_path, "plain")

    with pytest.raises(BadImport, match="--force"):
        bring(tmp_path, "plain")

    assert bring(tmp_path, "plain", force=True).is_whole


def test_a_page_without_an_article_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FailedImport, match="no text that could be an article"):
        imported("<html><body><script>1</script></body></html>", tmp_path)


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadImport, match="no such file"):
        import_post(Wish(str(tmp_path / "none.html"), tmp_path, NOW))


def test_chinese_pages_in_gbk_are_read(tmp_path: Path) -> None:
    source = tmp_path / "old.html"
    page = '<meta charset="gb2312"><title>刺猬</title><article><p>它停下了。</p></article>'
    source.write_bytes(page.encode("gbk"))

    done = import_post(Wish(str(source), tmp_path / "out", NOW))

    assert done.facts.title == "刺猬"
    assert "它停下了。" in done.path.read_text(encoding="utf-8")


def test_words_that_would_read_as_a_picture_are_written_with_more_care(tmp_path: Path) -> None:
    page = "<article><p>Look!<a href='https://made.example/'>here</a> <b>now</b>.</p></article>"

    done = imported(page, tmp_path)

    assert done.path.read_text(encoding="utf-8").endswith(
        "\nLook\\![here](https://made.example/) <strong>now</strong>\\.\n"
    )
    assert done.is_whole


def test_lists_that_wechat_shows_by_styles_are_lists_again(tmp_path: Path) -> None:
    inner = '<section style="text-indent:-1em"><p>☑ done</p><p>☐ <b>open</b></p></section>'
    page = (
        f'<div id="js_content"><section style="text-indent:-1em"><p>3. one</p>{inner}'
        "<p>4. two</p></section></div>"
    )

    done = imported(page, tmp_path)

    assert done.path.read_text(encoding="utf-8").endswith(
        "\n3. one\n   - [x] done\n   - [ ] **open**\n4. two\n"
    )


PARAGRAPH = (
    "<p>The ferry leaves at nine, the only one of the day, with letters, bread and news.</p>"
)


@pytest.mark.parametrize("title", ["", "<title>Home</title>", "<title>The harbour | Home</title>"])
def test_a_heading_that_is_the_title_stands_in_the_front_matter_alone(
    tmp_path: Path, title: str
) -> None:
    page = (
        f"<html><head>{title}</head><body><h1>The harbour</h1>{PARAGRAPH}<h1>Bread</h1>"
        f"{PARAGRAPH}</body></html>"
    )

    done = imported(page, tmp_path)

    text = done.path.read_text(encoding="utf-8")
    assert 'title: "The harbour"' in text
    assert "# The harbour" not in text
    assert "# Bread" in text
    assert done.differences == ()


def test_a_list_and_a_table_that_stand_in_a_bare_block_of_code_are_kept_without_it(
    tmp_path: Path,
) -> None:
    table = "<table><tr><td>oak</td><td>ash</td></tr></table>"
    page = f"<article><h1>T</h1>{PARAGRAPH}<pre><ul><li>one</li></ul></pre><pre>{table}</pre>"

    done = imported(f"{page}<pre>x = 1</pre></article>", tmp_path)

    text = done.path.read_text(encoding="utf-8")
    assert "- one\n" in text
    assert "| oak | ash |" in text
    assert text.count("```") == 2
    assert done.differences == ()
