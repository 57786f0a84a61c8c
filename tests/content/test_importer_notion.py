"""Exports of Notion: ids in names, properties below the title, callouts, pictures in folders."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bot.importing import BadImport, Wish, import_post
from tests.content.importer_stage import NOW
from tests.witness.sites import picture_bytes

ID = "0123456789abcdef0123456789abcdef"
PAGE = f"""# Robots learn to yield

Created: September 22, 2025 8:00 AM
Tags: AI, robots
Status: Draft

Two robots meet. See [the other page](Robots%20learn/Other%20{ID}.md) and [a site](https://made.example/).

<aside>
💡 They are **polite**.

- really

</aside>

![A corridor](Robots%20learn%20to%20yield%20{ID}/Untitled%20(1).png)

```
<aside>
not a callout
</aside>
```
"""


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def export(**more: bytes) -> bytes:
    folder = f"Robots learn to yield {ID}"
    return packed(
        {
            f"{folder}.md": PAGE.encode(),
            f"{folder}/Untitled (1).png": picture_bytes("p1.jpg"),
            f"{folder}/Other {ID}.md": b"# Other\n\nNested.\n",
            f"{folder}/Untitled Database {ID}.csv": b"a,b\n",
            **more,
        }
    )


def bring(tmp_path: Path, content: bytes):  # type: ignore[no-untyped-def]
    (tmp_path / "export.zip").write_bytes(content)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "_config.yml").write_text("url: https://made.example\n")
    return import_post(Wish(str(tmp_path / "export.zip"), tmp_path / "out", NOW))


def test_a_page_of_notion_becomes_a_post(tmp_path: Path) -> None:
    done = bring(tmp_path, export())

    text = done.path.read_text(encoding="utf-8")
    assert done.path.name == "2025-09-22-robots-learn-to-yield.md"
    assert 'tags: ["AI", "robots"]' in text
    assert "\n> 💡 They are **polite**.\n>\n> - really\n" in text
    assert "![A corridor](/assets/img/robots-learn-to-yield/01.jpg)" in text
    assert "See the other page and [a site](https://made.example/)." in text
    assert "```\n<aside>\nnot a callout\n</aside>\n```" in text
    assert done.is_whole
    assert done.problems == ()


def test_what_lies_below_the_page_is_named(tmp_path: Path) -> None:
    assert bring(tmp_path, export()).left_out == (
        "the page Other",
        "the database Untitled Database",
        "the property Status: Draft",
        f"the link to Robots learn/Other {ID}.md",
    )


def test_a_zip_within_a_zip_is_opened(tmp_path: Path) -> None:
    assert bring(tmp_path, packed({"Export-Part-1.zip": export()})).is_whole


def test_a_picture_that_the_zip_lacks_is_named(tmp_path: Path) -> None:
    page = b"# One\n\n![x](../../../etc/passwd) ![y](gone.png)\n"

    done = bring(tmp_path, packed({"One.md": page}))

    assert done.pictures == ()
    assert done.left_out == ("the picture ../../../etc/passwd", "the picture gone.png")


def test_a_zip_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadImport, match="leads out"):
        bring(tmp_path, packed({"../One.md": b"# One\n"}))


def test_a_zip_of_several_pages_asks_for_one(tmp_path: Path) -> None:
    with pytest.raises(BadImport, match="2 pages: One, Two"):
        bring(tmp_path, packed({"One.md": b"# One\n", "Two.md": b"# Two\n"}))


def test_a_file_that_is_no_zip_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadImport, match="damaged"):
        bring(tmp_path, b"no zip at all")
