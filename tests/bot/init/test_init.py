"""`pressrun init`: what it finds in each kind of site, and the settings that it writes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image
from typer.testing import CliRunner

from adapters import CHANNELS, channel_class
from bot.cli import app
from bot.init import Found, NotStarted, next_commands, start
from bot.init.found import ZoneFrom, look
from bot.init.text import settings_text
from bot.release.plan import DEFAULT_PLAN
from config.settings import Settings, load, options
from tests.adapters.drawn import saved

BERLIN = {"TZ": "Europe/Berlin"}
PICTURE = saved(Image.new("RGB", (40, 20)), "PNG")
JEKYLL = {
    "_config.yml": "url: https://b.test\npermalink: /:year/:title/\ntimezone: Asia/Shanghai\n",
    "_posts/2026-11-16-one.md": "---\ntitle: One\n---\nText.\n",
    "_posts/2026-11-23-two.md": "---\ntitle: Two\n---\n![a](/img/two/a.png)\n\n![b](/img/no.png)\n",
    "_drafts/2026-11-30-three.md": "---\ntitle: Three\n---\nText.\n",
    "img/two/a.png": "",
    "README.md": "# Readme\n",
}
HUGO = {
    "hugo.toml": 'baseURL = "https://h.test/"\n[permalinks]\nposts = "/:year/:slug/"\n',
    "content/_index.md": "---\ntitle: Home\n---\n",
    "content/about.md": "---\ntitle: About\n---\nText.\n",
    "content/posts/one/index.md": "---\ntitle: One\ndate: 2026-11-16\nslug: one\n---\nText.\n",
    "content/posts/two.md": "---\ntitle: Zwei\ndate: 2026-11-23\nslug: two\n---\nText.\n",
    "content/posts/three.md": "---\ntitle: Three\ndate: 2026-11-30\ndraft: true\n---\nText.\n",
}
HEXO = {
    "_config.yml": "url: https://x.test\npermalink: :year/:title/\ntimezone: Asia/Tokyo\n",
    "source/_posts/one.md": "---\ntitle: 一\ndate: 2026-11-16 08:00:00\n---\n你好，世界。\n",
}
VAULT = {
    ".obsidian/app.json": "{}",
    "Ideas/a.md": "A.\n", "Ideas/b.md": "B.\n", "Ideas/c.md": "C.\n",
    "Letters/one.md": "---\ndate: 2026-11-16\n---\nText.\n",
    "Letters/two.md": "---\ndate: 2026-11-23\n---\nText.\n",
}  # fmt: skip
PLAIN = {
    "README.md": "# All of it\n",
    "2025/2025-11-16-one.md": "# One\n\nText.\n",
    "2026/2026-11-23-two.md": "# Two\n\nText.\n",
    "node_modules/left/pad.md": "# Pad\n",
}
SITES = {"jekyll": JEKYLL, "hugo": HUGO, "hexo": HEXO, "obsidian": VAULT, "plain": PLAIN}


def lay_out(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PICTURE if name.endswith(".png") else text.encode())
    return root


def seen(root: Path, found: Found) -> tuple[str, str, int, str, str, str]:
    """Kind, folder and number of posts, the newest, its address and language."""
    posts, newest = found.posts.relative_to(root), found.newest.relative_to(root)
    address = found.address
    return found.site.kind, str(posts), found.count, str(newest), address, found.language


def init(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["init", *map(str, words)])


# --- what is found --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("jekyll", ("_posts", 2, "_posts/2026-11-23-two.md", "https://b.test/2026/two/", "en")),
        ("hugo", ("content/posts", 3, "content/posts/two.md", "https://h.test/2026/two/", "en")),
        ("hexo", ("source/_posts", 1, "source/_posts/one.md", "https://x.test/2026/one/", "zh")),
        ("obsidian", ("Letters", 2, "Letters/two.md", "", "en")),
        ("plain", (".", 2, "2026/2026-11-23-two.md", "", "en")),
    ],
)
def test_each_kind_of_site_is_read(
    tmp_path: Path, kind: str, found: tuple[str, int, str, str, str]
) -> None:
    site = lay_out(tmp_path, SITES[kind])

    assert seen(site, look(site, BERLIN)) == (kind, *found)


def test_pictures_of_the_newest_post_and_those_that_are_lost(tmp_path: Path) -> None:
    site = lay_out(tmp_path, JEKYLL)

    found = look(site, {})

    assert (found.pictures, found.lost) == (((site / "img" / "two", 1),), 1)


def test_a_folder_inside_the_site_leads_to_the_site(tmp_path: Path) -> None:
    site = lay_out(tmp_path, JEKYLL)

    found = look(site / "_posts", {})

    assert (found.folder, found.count) == (site, 2)


def test_of_a_plain_folder_in_a_larger_one_only_that_is_read(tmp_path: Path) -> None:
    lay_out(tmp_path, {".git/HEAD": "", "other.md": "# Other\n", "letters/one.md": "# One\n"})

    found = look(tmp_path / "letters", {})

    assert (found.folder, found.posts, found.count) == (found.folder, tmp_path / "letters", 1)
    assert found.folder == tmp_path / "letters"


def test_jekyll_posts_may_lie_deeper(tmp_path: Path) -> None:
    site = lay_out(tmp_path, {
        "_config.yml": "url: https://b.test\n",
        "news/_posts/2026-11-23-two.md": "---\ntitle: Two\n---\nText.\n",
    })  # fmt: skip

    assert look(site, {}).posts == site / "news" / "_posts"


def test_without_dates_the_file_saved_last_is_the_newest(tmp_path: Path) -> None:
    site = lay_out(tmp_path, {"a.md": "# A\n", "b.md": "# B\n"})
    os.utime(site / "b.md", (1, 1))

    assert look(site, {}).newest == site / "a.md"


@pytest.mark.parametrize(
    ("config", "environment", "zone"),
    [
        ("timezone: UTC\n", BERLIN, ("UTC", ZoneFrom.SITE)),
        ("title: b\n", BERLIN, ("Europe/Berlin", ZoneFrom.MACHINE)),
        ("timezone: Asia/Bejing\n", BERLIN, ("Europe/Berlin", ZoneFrom.MACHINE)),
    ],
)
def test_the_zone_is_the_sites_else_the_machines(
    tmp_path: Path, config: str, environment: dict[str, str], zone: tuple[str, ZoneFrom]
) -> None:
    found = look(
        lay_out(tmp_path, {"_config.yml": config, "_posts/one.md": "# One\n"}), environment
    )

    assert (found.site.zone, found.zone_from) == zone


def test_a_machine_that_knows_no_zone_leaves_it_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.init.found.machine_zone", lambda environment: "")

    found = look(lay_out(tmp_path, PLAIN), {})

    assert (found.site.zone, found.zone_from) == ("UTC", ZoneFrom.NOBODY)
    assert "\n# timezone: Asia/Shanghai\n" in settings_text(found)


# --- what is written ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SITES)
def test_the_settings_hold_what_holds_without_them(tmp_path: Path, kind: str) -> None:
    site = lay_out(tmp_path, SITES[kind])

    settings = load(start(site, BERLIN).file)

    zone = "" if kind in ("jekyll", "hexo") else "Europe/Berlin"
    told = {"timezone": zone, "plan": DEFAULT_PLAN, "channels": settings.channels}
    assert settings.model_dump() == {**Settings().model_dump(), **told}
    assert [options(settings, key, channel_class(key).options) for key in CHANNELS] == [
        channel_class(key).options() for key in CHANNELS
    ]


@pytest.mark.parametrize("kind", ["jekyll", "hugo", "hexo"])
def test_every_channel_is_used(tmp_path: Path, kind: str) -> None:
    settings = load(start(lay_out(tmp_path, SITES[kind]), {}).file)

    assert settings.chosen() == tuple(CHANNELS)


@pytest.mark.parametrize("kind", ["obsidian", "plain"])
def test_x_is_left_out_where_its_link_would_lead_nowhere(tmp_path: Path, kind: str) -> None:
    file = start(lay_out(tmp_path, SITES[kind]), {}).file
    others = load(file).chosen()

    file.write_text(file.read_text("utf-8").replace("#   x: ", "  x: "), "utf-8")

    assert others == tuple(key for key in CHANNELS if key != "x")
    assert load(file).chosen() == tuple(CHANNELS)


def test_every_example_holds_once_its_mark_is_taken_off(tmp_path: Path) -> None:
    file = start(lay_out(tmp_path, JEKYLL), {}).file
    text = re.sub(r"(?m)^# (?=[a-z_]+: )", "", file.read_text("utf-8"))

    file.write_text(text, "utf-8")

    assert load(file).model_fields_set == {
        "timezone", "plan", "channels", "quiet", "also_on", "cadences", "control", "tags",
    }  # fmt: skip


def test_nothing_else_is_written(tmp_path: Path) -> None:
    site = lay_out(tmp_path, JEKYLL)

    file = start(site, {}).file

    files = {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()}
    assert file == site / "pressrun.yaml"
    assert files == {*JEKYLL, "pressrun.yaml"}


def test_the_name_of_a_folder_cannot_get_out_of_its_comment(tmp_path: Path) -> None:
    site = lay_out(tmp_path, {"a\nlate: 5h/1.md": "# One\n", "a\nlate: 5h/2.md": "# Two\n"})

    assert load(start(site, BERLIN).file).late == Settings().late


@pytest.mark.parametrize("place", [".", "inner"])
def test_settings_that_are_there_stay_as_they_are(tmp_path: Path, place: str) -> None:
    lay_out(tmp_path, {"pressrun.yaml": "late: 5h\n", "inner/one.md": "# One\n"})

    done = init(tmp_path / place)

    assert done.exit_code == 2
    assert done.stderr == (
        "There are settings already; nothing was written. Edit it, or move it away and run this "
        f"again: {tmp_path / 'pressrun.yaml'}\n"
    )
    assert (tmp_path / "pressrun.yaml").read_text("utf-8") == "late: 5h\n"
    assert not (tmp_path / "inner" / "pressrun.yaml").exists()


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    site = lay_out(tmp_path / "site", PLAIN)
    (site / "pressrun.yaml").symlink_to(tmp_path / "elsewhere.yaml")

    with pytest.raises(NotStarted, match="There are settings already"):
        start(site, {})

    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"_config.yml": "url: https://b.test\n", "README.md": "# R\n"},
            "No post was found in {}.",
        ),
        ({"_config.yml": "title: a: b\n"}, "mapping values are not allowed"),
    ],
)
def test_without_a_post_or_with_a_broken_site_nothing_is_written(
    tmp_path: Path, files: dict[str, str], words: str
) -> None:
    done = init(lay_out(tmp_path, files))

    assert done.exit_code == 2
    assert words.format(tmp_path) in done.stderr
    assert not (tmp_path / "pressrun.yaml").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    done = init(lay_out(tmp_path, PLAIN) / "README.md")

    assert (done.exit_code, done.stderr) == (
        2, f"{tmp_path / 'README.md'} is no folder. Name the folder of your blog.\n"
    )  # fmt: skip


# --- what is said ---------------------------------------------------------------------------------


def test_what_was_found_and_the_three_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = lay_out(tmp_path, JEKYLL)
    monkeypatch.chdir(site)

    done = init()

    assert done.exit_code == 0
    assert done.stdout == (
        f"{site}: a Jekyll site\n"
        "  posts      _posts: 2, the newest 2026-11-23-two.md\n"
        "  pictures   img/two: 1 of the newest post; 1 that it names cannot be found\n"
        "  address    https://b.test/2026/two/ (/:year/:title/)\n"
        "  time zone  Asia/Shanghai, as the site says\n"
        "  language   English\n"
        f"Written: {site}/pressrun.yaml\n"
        'Keys and tokens never stand in it: see "The first real draft" in docs/quickstart.md.\n'
        "\n"
        "Try it; this needs no account, and nothing leaves this machine:\n"
        "  pressrun lint _posts/2026-11-23-two.md\n"
        "  pressrun preview _posts/2026-11-23-two.md --open\n"
        "  pressrun publish _posts/2026-11-23-two.md --sandbox\n"
    )


def test_what_was_found_for_machines(tmp_path: Path) -> None:
    site = lay_out(tmp_path, JEKYLL)

    said = json.loads(init(site, "--json").stdout)

    assert said.pop("next") == list(next_commands(site / "_posts/2026-11-23-two.md", Path.cwd()))
    assert said == {
        "path": str(site / "pressrun.yaml"),
        "site": "jekyll",
        "root": str(site),
        "posts": str(site / "_posts"),
        "count": 2,
        "newest": str(site / "_posts" / "2026-11-23-two.md"),
        "pictures": {str(site / "img" / "two"): 1},
        "pictures_missing": 1,
        "permalink": "/:year/:title/",
        "address": "https://b.test/2026/two/",
        "timezone": "Asia/Shanghai",
        "timezone_from": "site",
        "language": "en",
    }


def test_a_post_with_a_space_in_its_name_is_quoted() -> None:
    commands = list(next_commands(Path("/b/my post.md"), Path("/b")))

    assert commands[0] == "pressrun lint 'my post.md'"
