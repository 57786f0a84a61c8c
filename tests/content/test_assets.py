from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from content.assets import Asset, find_assets
from content.headers import Header, NotAPicture, read_header
from content.problems import Level, Problem
from content.site import Site


def picture(path: Path, size: tuple[int, int] = (40, 20), **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_noise(size, 60).convert("RGB").save(path, **options)  # type: ignore[arg-type]
    return path


def turned(path: Path, orientation: int) -> Path:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return picture(path, exif=exif)


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    (tmp_path / "blog" / "_posts").mkdir(parents=True)
    return tmp_path / "blog"


def found(source: str, blog: Path, kind: str = "jekyll", **fields: str) -> Path | str:
    """Where a source lies below the blog, else the code of its problem."""
    site = Site(blog, kind, **fields)  # type: ignore[arg-type]
    assets, problems = find_assets({source: 7}, blog / "_posts" / "a.md", site, "a.md")
    path = assets[source].path
    return problems[0].code if path is None else path.relative_to(blog)


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("/assets/a.png", "assets/a.png"),
        ("/base/assets/a.png", "assets/a.png"),
        ("https://b.test/base/assets/a.png", "assets/a.png"),
        ("assets/a.png", "assets/a.png"),
        ("../assets/a.png", "assets/a.png"),
        ("beside.png", "_posts/beside.png"),
        ("with%20space.png", "_posts/with space.png"),
        ("beside.png?v=2#top", "_posts/beside.png"),
        ("{{ site.baseurl }}/assets/a.png", "assets/a.png"),
        ("{{ '/assets/a.png' | relative_url }}", "assets/a.png"),
    ],
)
def test_a_jekyll_source_is_looked_for_beside_the_post_and_below_the_root(
    blog: Path, source: str, where: str
) -> None:
    picture(blog / "assets/a.png")
    picture(blog / "_posts/beside.png")
    picture(blog / "_posts/with space.png")

    assert found(source, blog, url="https://b.test", baseurl="/base") == Path(where)


def test_a_hugo_source_is_looked_for_in_bundle_static_and_assets(blog: Path) -> None:
    picture(blog / "_posts/own.png")
    picture(blog / "static/img/s.png")
    picture(blog / "assets/img/r.png")

    places = [found(source, blog, "hugo") for source in ("own.png", "/img/s.png", "img/r.png")]

    assert places == [Path("_posts/own.png"), Path("static/img/s.png"), Path("assets/img/r.png")]


def test_a_vault_is_searched_by_name_and_the_shortest_path_wins(blog: Path) -> None:
    picture(blog / "z/deep/er/shot.png")
    picture(blog / "attachments/shot.png")
    picture(blog / ".trash/only.png")

    assert found("shot.png", blog, "obsidian") == Path("attachments/shot.png")
    assert found("er/shot.png", blog, "obsidian") == Path("z/deep/er/shot.png")
    assert found("only.png", blog, "obsidian") == "missing-picture"


def test_a_picture_is_not_searched_by_name_outside_of_vaults(blog: Path) -> None:
    picture(blog / "attachments/shot.png")

    assert found("shot.png", blog) == "missing-picture"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("../../secret.png", "picture-outside"),
        ("linked.png", "picture-outside"),
        ("absent.png", "missing-picture"),
        ("https://else.test/a.png", "remote-picture"),
        ("//else.test/a.png", "remote-picture"),
        ("data:image/png;base64,AAAA", "bad-picture-source"),
        ("file:///etc/passwd", "bad-picture-source"),
        ("x" * 5000, "missing-picture"),
        ("a\0b.png", "missing-picture"),
        ("", "missing-picture"),
    ],
)
def test_what_is_not_a_file_of_the_site_is_refused(blog: Path, source: str, code: str) -> None:
    picture(blog.parent / "secret.png")
    (blog / "_posts/linked.png").symlink_to(blog.parent / "secret.png")

    assert found(source, blog) == code


def test_an_absolute_path_of_this_machine_is_taken_below_the_root_only(blog: Path) -> None:
    inside, outside = picture(blog / "img/a.png"), picture(blog.parent / "secret.png")

    assert found(str(inside), blog) == Path("img/a.png")
    assert found(str(outside), blog) == "picture-outside"


def test_a_link_that_stays_below_the_root_is_followed(blog: Path) -> None:
    picture(blog / "img/a.png")
    (blog / "_posts/linked.png").symlink_to(blog / "img/a.png")

    assert found("linked.png", blog) == Path("img/a.png")


def test_a_missing_picture_names_its_line_and_the_file_that_was_meant(blog: Path) -> None:
    picture(blog / "assets/Chart-1.png")

    assets, problems = find_assets(
        {"/assets/chart-1.jpg": 12}, blog / "_posts/a.md", Site(blog, "jekyll"), "a.md"
    )

    assert assets == {"/assets/chart-1.jpg": Asset("/assets/chart-1.jpg", None, 12)}
    assert problems == (
        Problem(
            Level.ERROR,
            "missing-picture",
            "a.md",
            12,
            "The picture `/assets/chart-1.jpg` is not there.",
            "Did you mean `assets/Chart-1.png`?",
            "/assets/chart-1.jpg",
        ),
    )


def test_an_asset_knows_size_and_format(blog: Path) -> None:
    path = turned(blog / "a.jpg", 6)

    assets, problems = find_assets({"/a.jpg": 3}, blog / "a.md", Site(blog, "jekyll"), "a.md")

    assert assets == {"/a.jpg": Asset("/a.jpg", path.resolve(), 3, 20, 40, "JPEG")}
    assert problems == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.png", "PNG"),
        ("a.jpg", "JPEG"),
        ("a.gif", "GIF"),
        ("a.webp", "WEBP"),
        ("a.bmp", "BMP"),
        ("a.tiff", "TIFF"),
    ],
)
def test_formats_are_told_by_their_bytes(tmp_path: Path, name: str, kind: str) -> None:
    path = picture(tmp_path / name)

    assert read_header(path.rename(tmp_path / "no-suffix")) == Header(kind, 40, 20)


@pytest.mark.parametrize("options", [{"lossless": True}, {"lossless": False, "quality": 5}])
def test_both_kinds_of_webp_are_measured(tmp_path: Path, options: dict[str, object]) -> None:
    assert read_header(picture(tmp_path / "a.webp", (70, 33), **options)) == Header("WEBP", 70, 33)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (40, 20)), (4, (40, 20)), (5, (20, 40)), (8, (20, 40))]
)
def test_size_is_as_shown_after_the_rotation(
    tmp_path: Path, name: str, orientation: int, size: tuple[int, int]
) -> None:
    header = read_header(turned(tmp_path / name, orientation))

    assert (header.width, header.height) == size


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.98])
def test_a_picture_that_is_cut_off_is_found(tmp_path: Path, name: str, kept: float) -> None:
    path = picture(tmp_path / name, (200, 200))
    whole = path.read_bytes()

    path.write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(NotAPicture, match="cut off"):
        read_header(path)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_what_stands_behind_the_first_bytes_of_a_large_picture_is_found(
    tmp_path: Path, name: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = picture(tmp_path / name, (300, 200), exif=exif, quality=95)

    header = read_header(path)

    assert path.stat().st_size > 16384
    assert (header.width, header.height) == (200, 300)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_bytes_behind_the_end_do_no_harm(tmp_path: Path, name: str) -> None:
    path = picture(tmp_path / name)

    path.write_bytes(path.read_bytes() + b"\0" * 500)

    assert (read_header(path).width, read_header(path).height) == (40, 20)


def test_a_thumbnail_inside_does_not_pass_for_the_end(tmp_path: Path) -> None:
    exif = b"Exif\0\0MM\0*" + b"\xff\xd8 a thumbnail \xff\xd9"
    path = picture(tmp_path / "a.jpg", (200, 200), exif=exif)

    path.write_bytes(path.read_bytes()[:-300])

    with pytest.raises(NotAPicture, match="cut off"):
        read_header(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"<html>not found</html>", "is not a picture"),
        (b'<?xml version="1.0"?><svg/>', "is an SVG drawing"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "is an SVG drawing"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "is a pointer of Git LFS"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "is damaged"),
        (b"\xff\xd8\xff\xe0\0\0", "is damaged"),
        (b"RIFF\x04\0\0\0WEBPnope", "is damaged"),
        (b"GIF89a\0\0\0\0\0\0\0\0\0;", "has no width"),
    ],
)
def test_what_is_no_picture_says_what_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)

    with pytest.raises(NotAPicture, match=reason):
        read_header(path)


def test_a_png_of_impossible_size_is_refused(tmp_path: Path) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 0, 5, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    end = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + end)

    with pytest.raises(NotAPicture, match="no width"):
        read_header(path)
