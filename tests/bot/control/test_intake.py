"""What an operator uploads becomes an issue, or is refused in words; nothing lands elsewhere."""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot import app, demo
from bot.control import archive
from bot.control.intake import LIMIT, Refused, Taken, forget_old, take
from bot.wiring import build_channels
from config.settings import Settings
from config.site import detect
from content.issue import Issue
from content.site import Site

NOW = datetime(2026, 11, 23, tzinfo=UTC)
POST = f"---\ntitle: Weekly 14\ndate: 2026-11-23\n---\n\n{'Words enough for an issue. ' * 12}\n\n"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1200, 630), "white").save(out, "PNG")
    return out.getvalue()


def packed(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zip_file:
        for name, content in files.items():
            zip_file.writestr(name, content)
    return out.getvalue()


def packed_raw(name: str, encoding: str, files: Mapping[str, bytes | str]) -> bytes:
    """A zip whose first file is named in another encoding, without the mark of UTF-8."""
    raw = name.encode(encoding)
    stand_in = "q" * len(raw)
    whole = packed({stand_in: picture(), **files})
    return whole.replace(stand_in.encode(), raw)


def lay_out(root: Path, files: Mapping[str, bytes | str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


JEKYLL = "url: https://b.test\npermalink: /blog/:year/:title/\ntimezone: Asia/Shanghai\n"


def blog(folder: Path, files: Mapping[str, bytes | str] | None = None) -> Site:
    return detect(lay_out(folder / "blog", {"_config.yml": JEKYLL, **(files or {})}))


def checked(taken: Taken) -> tuple[Issue, list[str]]:
    """What `pressrun lint` makes of it: the issue, and the codes of its errors and warnings, but
    for the address that an upload without a site cannot have."""
    issue, problems = app.check(taken.path, app.as_found, NOW)
    return issue, [p.code for p in problems if p.level != "note" and p.code != "no-canonical-url"]


def refused(folder: Path, name: str, content: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        take(folder, name, content)
    return str(caught.value), caught.value.next_step


def everything_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


# --- alone ------------------------------------------------------------------------------------


def test_a_file_alone_is_an_issue(tmp_path: Path) -> None:
    taken = take(tmp_path, "weekly-14.md", POST.encode())

    issue, problems = checked(taken)

    assert (issue.title, issue.key, problems) == ("Weekly 14", "weekly-14.md", [])
    assert taken == Taken(taken.path, taken.path.parent)
    assert taken.site_root.parent == tmp_path


def test_no_folder_above_is_taken_for_its_site(tmp_path: Path) -> None:
    lay_out(tmp_path, {"_config.yml": JEKYLL, "assets/a.png": picture()})

    taken = take(tmp_path / "uploads", "a.md", f"{POST}![A](/assets/a.png)".encode())

    issue, problems = checked(taken)
    assert (issue.site.root, issue.site.kind) == (taken.site_root, "plain")
    assert "missing-picture" in problems


def test_a_file_that_is_in_the_site_is_shown_in_its_place(tmp_path: Path) -> None:
    site = blog(
        tmp_path,
        {
            "_posts/2026-11-23-weekly-14.md": POST,
            "_posts/2026-11-16-weekly-13.md": "---\ntitle: Weekly 13\n---\nText.\n",
            "assets/img/a.png": picture(),
            "_posts/beside.png": picture(),
            "assets/img/not-named.png": picture(),
        },
    )
    before = everything_in(site.root)
    changed = (
        f"{POST}\n![A](/assets/img/a.png)\n\n![A](../assets/img/a.png)\n\n![B](beside.png)\n\n"
        "[last week](2026-11-16-weekly-13.md)\n"
    )

    taken = take(tmp_path / "up", "2026-11-23-weekly-14.md", changed.encode(), site)

    issue, problems = checked(taken)
    assert problems == []
    assert issue.key == "_posts/2026-11-23-weekly-14.md"
    assert issue.canonical_url == "https://b.test/blog/2026/weekly-14/"
    assert all(asset.path for asset in issue.assets.values())
    what = "with another text, which stays as it is; this is shown in its place."
    assert taken.notes == (
        f"The site has _posts/2026-11-23-weekly-14.md {what}",
        "2 of its pictures are the site's.",
    )
    assert not (taken.site_root / "assets/img/not-named.png").exists()
    assert everything_in(site.root) == before


def test_the_other_posts_of_the_site_are_seen(tmp_path: Path) -> None:
    last = "---\ntitle: 'Weekly 14: Chips'\ndate: 2026-11-16\n---\nText.\n"
    site = blog(tmp_path, {"_posts/2026-11-16-weekly-14.md": last})
    again = "---\ntitle: 'Weekly 14: Robots'\ndate: 2026-11-23\n---\nText.\n"

    taken = take(tmp_path / "up", "2026-11-23-weekly-15.md", again.encode(), site)

    direct = lay_out(site.root, {"_posts/2026-11-23-weekly-15.md": again})
    there = app.check(direct / "_posts/2026-11-23-weekly-15.md", app.as_found, NOW)[1]
    assert checked(taken)[1] == [p.code for p in there if p.level != "note"] != []


def test_the_same_text_says_so(tmp_path: Path) -> None:
    site = blog(tmp_path, {"_posts/2026-11-23-weekly-14.md": POST})

    taken = take(tmp_path / "up", "2026-11-23-weekly-14.md", POST.encode(), site)

    what = "with the same text; this is shown in its place."
    assert taken.notes == (f"The site has _posts/2026-11-23-weekly-14.md {what}",)


def test_of_two_files_with_one_name_the_one_in_its_place_is_it(tmp_path: Path) -> None:
    files = {".git/x": "", "a.md": POST, "notes/a.md": POST}

    taken = take(tmp_path / "up", "a.md", POST.encode(), detect(lay_out(tmp_path / "s", files)))

    assert checked(taken)[0].key == "a.md"
    assert taken.notes == ("The site has a.md with the same text; this is shown in its place.",)


def test_a_file_that_the_site_does_not_have_is_shown_as_a_new_post(tmp_path: Path) -> None:
    site = blog(tmp_path, {"assets/a.png": picture()})

    taken = take(tmp_path / "up", "2026-11-23-周刊.md", f"{POST}![A](/assets/a.png)".encode(), site)

    issue, problems = checked(taken)
    assert (issue.key, problems) == ("_posts/2026-11-23-周刊.md", [])
    assert taken.notes == (
        "The site has no such post; this is shown as _posts/2026-11-23-周刊.md.",
        "1 of its pictures is the site's.",
    )


HUGO = "baseURL = 'https://h.test/'\n[permalinks]\nposts = '/:year/:slug/'\n"


@pytest.mark.parametrize(
    ("title", "key"),
    [("Two", "content/posts/two/index.md"), ("Four", "content/posts/upload/index.md")],
)
def test_a_page_of_a_bundle_is_known_by_its_title(tmp_path: Path, title: str, key: str) -> None:
    bundles = {
        f"content/posts/{name.lower()}/index.md": f"---\ntitle: {name}\ndate: 2026-11-01\n---\nT\n"
        for name in ("One", "Two", "Three")
    }
    site = detect(
        lay_out(
            tmp_path / "hugo",
            {"hugo.toml": HUGO, **bundles, "content/posts/two/a.png": picture()},
        )
    )
    text = f"---\ntitle: {title}\ndate: 2026-11-23\n---\n\n![A](a.png)\n"

    taken = take(tmp_path / "up", "index.md", text.encode(), site)

    issue, problems = checked(taken)
    assert issue.key == key
    assert issue.canonical_url == f"https://h.test/2026/{title.lower()}/"
    assert ("missing-picture" in problems) is (title == "Four")


def test_a_note_of_a_vault_finds_its_pictures_by_name(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "vault", {"media/deep/a.png": picture(), "notes/b.md": POST})
    (root / ".obsidian").mkdir()

    taken = take(tmp_path / "up", "b.md", f"{POST}![[a.png|The harbour]]\n".encode(), detect(root))

    issue, problems = checked(taken)
    assert (issue.key, issue.site.kind, problems) == ("notes/b.md", "obsidian", [])
    assert [a.path for a in issue.assets.values()] == [taken.site_root / "media/deep/a.png"]


def test_the_settings_of_the_newsletter_hold_for_an_upload(tmp_path: Path) -> None:
    adjust = Settings(timezone="Asia/Tokyo").adjust
    site = adjust(blog(tmp_path))

    taken = take(tmp_path / "up", "2026-11-23-a.md", POST.encode(), site)

    issue, _ = app.check(taken.path, adjust, NOW)
    assert replace(issue.site, root=site.root) == site


def test_what_cannot_be_read_as_an_issue_is_left_to_the_check(tmp_path: Path) -> None:
    taken = take(tmp_path, "a.md", b"---\ntags: [x\n---\n", blog(tmp_path))

    with pytest.raises(app.BadInput, match="not valid YAML"):
        checked(taken)


# --- a zip ------------------------------------------------------------------------------------


def sample(folder: Path) -> dict[str, bytes]:
    """The bundled site with its Chinese issue alone."""
    issue, other = demo.lay_out(folder)
    other.unlink()
    assert issue.exists()
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("wrapper", ["", "mysite/"])
def test_a_zip_of_the_sample_is_rendered_for_every_channel(tmp_path: Path, wrapper: str) -> None:
    files = sample(tmp_path / "site")
    content = packed({f"{wrapper}{name}": data for name, data in files.items()})

    taken = take(tmp_path / "up", "site.zip", content)

    channels = build_channels(Settings(), Settings().chosen(), pictures=tmp_path / "pictures")
    rendered = app.render(taken.path, app.as_found, channels, NOW)
    direct = app.render(tmp_path / "site" / demo.CHINESE, app.as_found, channels, NOW)
    assert rendered.errors == ()
    assert rendered.issue.key == demo.CHINESE
    assert {key: e.hash for key, e in rendered.editions.items()} == {
        key: e.hash for key, e in direct.editions.items()
    }


def test_a_zip_without_the_sites_files_takes_its_place_in_the_newsletters(tmp_path: Path) -> None:
    files = sample(tmp_path / "site")
    newsletter = detect(tmp_path / "site")
    brought = {k: v for k, v in files.items() if k == demo.CHINESE or k.startswith("assets")}

    taken = take(tmp_path / "up", "42.zip", packed(brought), newsletter)

    issue, problems = checked(taken)
    direct, there = app.check(tmp_path / "site" / demo.CHINESE, app.as_found, NOW)
    assert (issue.key, issue.canonical_url) == (direct.key, direct.canonical_url)
    assert problems == [p.code for p in there if p.level != "note"]


SHAPES = {
    "beside": {"a.md": "img/x.png", "img/x.png": ""},
    "in a folder": {"w/a.md": "img/x.png", "w/img/x.png": ""},
    "in two": {"w/v/a.md": "./x.png", "w/v/x.png": ""},
    "its own folder": {"text/a.md": "x.png", "text/x.png": "", "img/y.png": ""},
    "a folder above": {"text/a.md": "../img/x.png", "img/x.png": ""},
    "from the top": {"a.md": "/assets/x.png", "assets/x.png": ""},
    "as in the site": {"_posts/a.md": "/assets/x.png", "assets/x.png": ""},
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("in_a_site", [True, False])
def test_a_zip_brings_its_pictures_in_any_of_the_usual_ways(
    tmp_path: Path, shape: str, *, in_a_site: bool
) -> None:
    files = {
        name: f"{POST}![X]({what})" if what else picture() for name, what in SHAPES[shape].items()
    }
    site = blog(tmp_path) if in_a_site else None

    taken = take(tmp_path / "up", "a.zip", packed(files), site)

    issue, problems = checked(taken)
    assert problems == []
    assert [asset.width for asset in issue.assets.values()] == [1200]
    assert issue.key == "_posts/a.md" or not in_a_site


@pytest.mark.parametrize("in_a_site", [True, False])
def test_the_folders_of_a_site_are_no_mere_wrapping(tmp_path: Path, *, in_a_site: bool) -> None:
    others = ("_posts/2024/a.md", "_posts/2025/a.md")
    site = blog(tmp_path, dict.fromkeys(others, POST)) if in_a_site else None

    keys = [
        checked(take(tmp_path / "up", "a.zip", packed({name: POST}), site))[0].key
        for name in ("w/_posts/2026/a.md", "_posts/2025/a.md")
    ]

    assert keys == ["_posts/2026/a.md", "_posts/2025/a.md"]


def test_a_bundle_in_a_zip_is_known_by_its_folder(tmp_path: Path) -> None:
    config = {"config/_default/hugo.toml": "baseURL = 'https://h.test/'\n"}
    patterns = {"config/_default/permalinks.toml": "posts = '/:year/:contentbasename/'\n"}
    bundles = {f"content/{name}/index.md": POST for name in ("posts/two", "blog/1", "blog/2")}
    site = detect(lay_out(tmp_path / "hugo", {**config, **patterns, **bundles}))
    text = f"---\ntitle: New\ndate: 2026-11-23\n---\n\n{'Words. ' * 60}\n\n![A](a.png)\n"

    taken = take(
        tmp_path / "up", "x.zip", packed({"two/index.md": text, "two/a.png": picture()}), site
    )

    issue, problems = checked(taken)
    assert (issue.key, problems) == ("content/posts/two/index.md", [])
    assert issue.canonical_url == "https://h.test/2026/two/"


def test_a_picture_that_a_zip_brings_is_not_replaced_by_the_sites(tmp_path: Path) -> None:
    site = blog(tmp_path, {"assets/a.png": picture()})
    files = {"a.md": f"{POST}![A](/assets/a.png)", "assets/a.png": "no picture"}

    taken = take(tmp_path / "up", "a.zip", packed(files), site)

    assert checked(taken)[1] == ["bad-picture"]
    assert taken.notes == ("The site has no such post; this is shown as _posts/a.md.",)


def test_what_a_zip_does_not_bring_is_the_sites(tmp_path: Path) -> None:
    site = blog(tmp_path, {"assets/old.png": picture()})
    text = f"{POST}![New](/assets/new.png)\n\n![Old](/assets/old.png)\n"

    taken = take(
        tmp_path / "up", "a.zip", packed({"a.md": text, "assets/new.png": picture()}), site
    )

    assert checked(taken)[1] == []
    assert taken.notes[1:] == ("1 of its pictures is the site's.",)


def test_a_zip_with_a_site_of_its_own_is_read_as_that(tmp_path: Path) -> None:
    own = {"_config.yml": "url: https://own.test\n", "_posts/2026-11-23-a.md": POST}
    deep = {"notes.txt": "x", **{f"blog/{name}": content for name, content in own.items()}}

    taken = take(tmp_path / "up", "a.zip", packed(own), blog(tmp_path))
    within = take(tmp_path / "up", "b.zip", packed(deep), blog(tmp_path))

    assert checked(taken)[0].site.url == checked(within)[0].site.url == "https://own.test"
    assert within.site_root.name == "blog"
    assert taken.notes == ("The zip brings its own site; the newsletter's is not looked at.",)


def test_hidden_files_and_settings_are_left_out(tmp_path: Path) -> None:
    junk = {
        "w/.DS_Store": "x", "__MACOSX/w/a.md": "x", "w/.git/config": "x", ".env.md": "x",
        "w/pressrun.yaml": "database: postgresql://elsewhere",
    }  # fmt: skip

    taken = take(tmp_path, "a.zip", packed({**junk, "w/a.md": POST}))

    assert everything_in(taken.site_root) == [".git", "a.md"]
    assert taken.notes == (
        "pressrun.yaml in the zip was left out: the newsletter's own settings hold.",
    )


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("图片.png", "gbk"),  # valid UTF-8, too
        ("图片 1.png", "gbk"),
        ("芯片价格走势.png", "gbk"),
        ("朱镕基.png", "gbk"),  # its second character is none of GB 2312
        ("图片.png", "utf-8"),
        ("中国.png", "utf-8"),
        ("价中.png", "utf-8"),  # valid GB 2312, too
        (unicodedata.normalize("NFD", "Übersicht.png"), "utf-8"),
        ("Übersicht.png", "cp437"),
        ("résumé.png", "cp437"),
    ],
)
def test_names_without_a_mark_are_read_as_their_system_wrote_them(
    tmp_path: Path, name: str, encoding: str
) -> None:
    link = unicodedata.normalize("NFC", name).replace(" ", "%20")
    content = packed_raw(name, encoding, {"a.md": f"{POST}![X]({link})"})

    taken = take(tmp_path, "a.zip", content)

    assert checked(taken)[1] == []
    assert (taken.site_root / unicodedata.normalize("NFC", name)).is_file()


def test_names_as_macos_decomposes_them_are_found(tmp_path: Path) -> None:
    name = "Übersicht.png"
    decomposed = unicodedata.normalize("NFD", name)

    taken = take(tmp_path, "a.zip", packed({"a.md": f"{POST}![X]({name})", decomposed: picture()}))

    assert decomposed != name
    assert checked(taken)[1] == []


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"x", "a.txt is neither Markdown nor a zip."),
        ("", b"x", "This is neither Markdown nor a zip."),
        (".md", b"x", ".md is neither Markdown nor a zip."),
        ("a.md", b"", "a.md is empty."),
        ("a.md", b"\xef\xbb\xbf \r\n", "a.md is empty."),
        ("a.zip", b"", "a.zip is empty."),
        ("a.md", b"x" * (LIMIT + 1), "a.md is larger than 20 MB."),
        ("b/a.md", b"x", "b/a.md is no name of a file."),
        ("/a.md", b"x", "/a.md is no name of a file."),
        ("..\\a.md", b"x", "..\\a.md leads out of its folder."),
        ("C:a.md", b"x", "C:a.md leads out of its folder."),
        ("a\n.md", b"x", "The name a\ufffd.md has characters that no file should have."),
        ("\ud800.md", b"x", "The name \ufffd.md has characters that no file should have."),
        (f"{'长' * 90}.md", b"x", f"The name {'长' * 59}… is empty or too long."),
        ("a.zip", b"PK, but no more", "The zip is damaged."),
        ("a.zip", packed({"a.md": POST})[:-30], "The zip is damaged."),
    ],
)
def test_what_can_be_no_issue_is_refused(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    assert refused(tmp_path / "up", name, content)[0] == words
    assert not (tmp_path / "up").exists() or everything_in(tmp_path / "up") == []


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a.png"], "The zip has no Markdown file."),
        ([], "The zip has no Markdown file."),
        (["b.md", "w/a.markdown"], "The zip has 2 Markdown files: b.md, w/a.markdown."),
        ([f"{n}.md" for n in range(7)],
         "The zip has 7 Markdown files: 0.md, 1.md, 2.md, 3.md, 4.md and 2 more."),
        (["a.md", "../b.png"], "../b.png leads out of its folder."),
        (["a.md", "x/../../b.png"], "x/../../b.png leads out of its folder."),
        (["a.md", "/etc/b.png"], "/etc/b.png leads out of its folder."),
        (["a.md", "C:/b.png"], "C:/b.png leads out of its folder."),
        (["a.md", "x\\b.png"], "x\\b.png leads out of its folder."),
        (["a.md", "../.hidden"], "../.hidden leads out of its folder."),
        (["a.md", "b\x1b.png"], "The name b\ufffd.png has characters that no file should have."),
        (["a.md", f"{'x' * 256}"], f"The name {'x' * 59}… is empty or too long."),
        (["a.md", "/".join("x" * 600)], f"The name {('x/' * 30)[:59]}… is empty or too long."),
        (["a.md", "b", "b/c"], "b is in the zip twice."),
        (["a.md", "é", "e\u0301"], "é is in the zip twice."),
        (["a.md", *map(str, range(1000))], "The zip holds more than 1,000 files."),
    ],
)  # fmt: skip
def test_a_zip_with_the_wrong_files_is_refused(
    tmp_path: Path, names: list[str], words: str
) -> None:
    content = packed(dict.fromkeys(names, "x"))

    assert refused(tmp_path / "up", "a.zip", content)[0] == words
    assert everything_in(tmp_path) == ["up"]


def entry(**values: object) -> bytes:
    """A zip with a post, and a second file whose entry has these attributes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zip_file:
        zip_file.writestr("a.md", POST)
        info = zipfile.ZipInfo("b.png")
        for name, value in values.items():
            setattr(info, name, value)
        zip_file.writestr(info, "../../../etc/passwd")
    return out.getvalue()


def test_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    content = entry(external_attr=(stat.S_IFLNK | 0o777) << 16)

    assert refused(tmp_path, "a.zip", content) == (
        "b.png in the zip is a link.",
        "Put the file itself in the zip.",
    )


def test_devices_in_a_zip_are_refused(tmp_path: Path) -> None:
    content = entry(external_attr=(stat.S_IFIFO | 0o777) << 16)

    assert refused(tmp_path, "a.zip", content)[0] == "b.png in the zip is no plain file."


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    content = bytearray(packed({"a.md": POST}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert refused(tmp_path, "a.zip", bytes(content)) == (
        "The zip is locked with a password.",
        "Pack it without one.",
    )


def test_unusual_packing_is_refused(tmp_path: Path) -> None:
    content = entry(compress_type=zipfile.ZIP_LZMA)

    assert refused(tmp_path, "a.zip", content)[1] == "Pack it again as a plain zip (deflate)."


def test_a_damaged_file_in_a_zip_is_refused(tmp_path: Path) -> None:
    content = packed_raw("b.png", "ascii", {"a.md": POST})
    at = content.index(b"b.png") + 40

    broken = content[:at] + bytes(8) + content[at + 8 :]

    assert refused(tmp_path, "a.zip", broken)[0] == "b.png in the zip is damaged."


def test_a_zero_in_a_name_is_refused(tmp_path: Path) -> None:
    content = packed_raw("b.md\0.png", "ascii", {"a.md": POST})

    assert refused(tmp_path, "a.zip", content)[0] == (
        "The name b.md\ufffd.png has characters that no file should have."
    )


def test_more_than_is_allowed_is_refused_whatever_the_headers_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "UNPACKED", 1024 * 1024)
    whole = packed({"a.md": POST, "b.png": bytes(700_000), "c.png": bytes(700_000)})

    words, step = refused(tmp_path / "up", "a.zip", whole)

    assert words == "The zip unpacks to more than 1 MB."
    assert step == "Leave out what the issue does not show."
    assert everything_in(tmp_path) == ["up"]


def test_a_size_that_lies_does_not_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "UNPACKED", 1024 * 1024)
    size = (3_000_000).to_bytes(4, "little")
    whole = packed({"a.md": POST, "b.png": bytes(3_000_000)})

    refused(tmp_path / "up", "a.zip", whole.replace(size, (10).to_bytes(4, "little")))

    assert everything_in(tmp_path) == ["up"]


def test_of_two_files_for_one_place_neither_is_lost(tmp_path: Path) -> None:
    files = {"text/a.md": POST, "text/x.png": "one", "_posts/x.png": "another"}

    with pytest.raises(Refused, match="a name twice"):
        take(tmp_path / "up", "a.zip", packed(files), blog(tmp_path))


def test_a_file_in_the_place_of_a_folder_of_the_site_is_refused(tmp_path: Path) -> None:
    site = blog(tmp_path, {"assets/a.png": picture()})
    content = packed({"a.md": f"{POST}![A](/assets/a.png)", "assets": "x"})

    with pytest.raises(Refused, match="a file where the site has a folder"):
        take(tmp_path / "up", "a.zip", content, site)


# --- again, and no longer ---------------------------------------------------------------------


def test_the_same_upload_has_the_same_place_with_the_site_as_it_is_now(tmp_path: Path) -> None:
    site = blog(tmp_path, {"a.png": b"GIF89a"})
    content = f"{POST}![A](/a.png)".encode()
    folder = tmp_path / "up"
    before = take(folder, "a.md", content, site)
    lay_out(site.root, {"a.png": picture()})

    after = take(folder, "a.md", content, site)

    assert after.path == before.path
    assert checked(after)[1] == []
    assert [path.name for path in folder.iterdir()] == [after.site_root.name]
    assert take(folder, "b.md", content, site).site_root != after.site_root


def test_uploads_are_forgotten_after_seven_days(tmp_path: Path) -> None:
    site = blog(tmp_path, {"_posts/2026-11-16-a.md": POST})
    folder = tmp_path / "up"
    old = take(folder, "a.md", POST.encode(), site)
    new = take(folder, "b.md", POST.encode(), site)
    left = folder / ".new-left-over"
    left.mkdir()
    for place, days in ((old.site_root, 8), (left, 8), (new.site_root, 6)):
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(place, (moment, moment))

    forget_old(folder, NOW)

    assert list(folder.iterdir()) == [new.site_root]
    assert (site.root / "_posts/2026-11-16-a.md").read_text() == POST


def test_there_may_be_nothing_to_forget(tmp_path: Path) -> None:
    forget_old(tmp_path / "up", NOW)

    assert not (tmp_path / "up").exists()


# --- anything at all --------------------------------------------------------------------------

NAMES = st.text("ab./\\:é图\0\n \ud800", max_size=8) | st.sampled_from(
    ["a.md", "../a.md", "_posts/a.md", "_config.yml", "assets", "assets/a.png", ".obsidian/x"]
)


def zipped(files: dict[str, bytes]) -> bytes:
    """What a packer can write: it ends a name at a zero."""
    plain = {name.replace("\ud800", "").partition("\0")[0]: files[name] for name in files}
    return packed({name: content for name, content in plain.items() if name})


def try_it(folder: Path, name: str, content: bytes, site: Site) -> None:
    """It is taken or refused; nothing else of the folder's surroundings changes."""
    before = everything_in(folder / "blog")
    with suppress(Refused):
        taken = take(folder / "up", name, content, site)
        assert taken.path.resolve().is_relative_to(folder / "up")
        assert taken.path.is_file()
    assert everything_in(folder / "blog") == before
    assert sorted(path.name for path in folder.iterdir()) == ["blog", "up"]


FUZZ = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def surroundings(tmp_path: Path) -> tuple[Path, Site]:
    (tmp_path / "up").mkdir()
    return tmp_path, blog(tmp_path, {"_posts/a.md": POST, "assets/a.png": picture()})


@FUZZ
@given(name=NAMES, ending=st.sampled_from([".md", ".zip", ""]), content=st.binary(max_size=80))
def test_any_file_is_taken_or_refused(
    surroundings: tuple[Path, Site], name: str, ending: str, content: bytes
) -> None:
    try_it(surroundings[0], name + ending, content, surroundings[1])


@FUZZ
@given(files=st.dictionaries(NAMES, st.binary(max_size=40), max_size=5))
def test_any_names_in_a_zip_are_taken_or_refused(
    surroundings: tuple[Path, Site], files: dict[str, bytes]
) -> None:
    try_it(surroundings[0], "a.zip", zipped({"a.md": POST.encode(), **files}), surroundings[1])


WHOLE = packed({"a.md": f"{POST}![A](assets/a.png)", "assets/a.png": zlib.compress(b"x" * 99)})


@FUZZ
@given(
    changes=st.dictionaries(
        st.integers(0, len(WHOLE) - 1), st.integers(0, 255), min_size=1, max_size=6
    )
)
def test_any_damage_to_a_zip_is_taken_or_refused(
    surroundings: tuple[Path, Site], changes: dict[int, int]
) -> None:
    content = bytearray(WHOLE)
    for at, value in changes.items():
        content[at] = value

    try_it(surroundings[0], "a.zip", bytes(content), surroundings[1])
