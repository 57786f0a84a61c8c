"""The pictures of an issue: converted once, kept, and reported on with their lines."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import stat
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from adapters import pictures
from adapters.base import PictureRule
from adapters.picture_cache import Memory
from adapters.pictures import Wanted, crop_box, crop_text, prepare_pictures
from content.problems import Level, Problem

WECHAT_BODY = PictureRule("wechat-body", ("JPEG", "PNG"), 1_000_000)
TELEGRAM_PHOTO = PictureRule(
    "telegram-photo", ("JPEG", "PNG"), 10_000_000, max_sides=10_000, max_ratio=20, keeps_alpha=False
)
SHARED = Path(__file__).resolve().parents[2] / "../shared/corpus/make_site.py"


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts as a new process does."""
    monkeypatch.setattr(pictures, "_memory", Memory(pictures.MEMORY_BYTES))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.webp"
    gradient = Image.radial_gradient("L")
    Image.merge("RGB", (gradient, Image.linear_gradient("L"), gradient)).save(path, "WEBP")
    return path


def wanted(path: Path | None, rule: PictureRule = WECHAT_BODY, source: str = "a.png") -> Wanted:
    return Wanted(source=source, path=path, line=7, alt="A dial", rule=rule)


def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_memory", Memory(pictures.MEMORY_BYTES))


def test_a_converted_picture_has_its_row_and_its_bytes(photo: Path) -> None:
    found = prepare_pictures([wanted(photo)], file="post.md")

    row = found.rows["wechat-body", "a.png"]
    assert (row.rule, row.action, row.problem) == ("jpg/png only", "webp -> jpeg", None)
    assert row.source_sha256 == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert row.media
    assert (row.media.source, row.media.mime, row.media.alt) == ("a.png", "image/jpeg", "A dial")
    data = found.blobs[row.media.sha256]
    assert hashlib.sha256(data).hexdigest() == row.media.sha256
    assert (len(data), Image.open(BytesIO(data)).size) == (
        row.media.size,
        (row.media.width, row.media.height),
    )


def test_the_format_is_read_from_the_bytes_and_not_from_the_name(photo: Path) -> None:
    disguised = photo.rename(photo.with_suffix(".png"))

    found = prepare_pictures([wanted(disguised)], file="post.md")

    assert found.rows["wechat-body", "a.png"].action == "webp -> jpeg"


def test_rows_stand_in_the_order_asked_for_and_the_first_of_equals_counts(photo: Path) -> None:
    asked = [
        wanted(photo, source="b.png"),
        wanted(photo, TELEGRAM_PHOTO),
        wanted(photo),
        Wanted("b.png", photo, 90, "Another text", WECHAT_BODY),
    ]

    found = prepare_pictures(asked, file="post.md")

    assert list(found.rows) == [
        ("wechat-body", "b.png"),
        ("telegram-photo", "a.png"),
        ("wechat-body", "a.png"),
    ]
    first = found.rows["wechat-body", "b.png"].media
    assert first
    assert first.alt == "A dial"
    assert len(found.blobs) == 1


def test_a_picture_the_issue_does_not_have_is_an_error_at_its_line() -> None:
    found = prepare_pictures([wanted(None)], file="post.md")

    row = found.rows["wechat-body", "a.png"]
    assert (row.media, row.problem) == (
        None,
        Problem(
            Level.ERROR,
            "missing-picture",
            "post.md",
            7,
            "a.png: there is no usable file.",
            "Mend its path.",
            "a.png",
        ),
    )


@pytest.mark.parametrize(
    ("data", "code", "message", "step"),
    [
        (
            b"\x89PNG\r\n\x1a\n\0\0",
            "picture-corrupt",
            "a.png: the file is cut off or damaged.",
            "Save or download the picture again.",
        ),
        (
            b"words",
            "picture-format",
            "a.png: is not a picture.",
            "Export it as PNG or JPEG.",
        ),
    ],
)
def test_a_broken_picture_is_an_error_beside_the_sound_ones(
    tmp_path: Path, photo: Path, data: bytes, code: str, message: str, step: str
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(data)

    found = prepare_pictures([wanted(broken), wanted(photo, source="b.png")], file="post.md")

    row = found.rows["wechat-body", "a.png"]
    assert row.media is None
    assert row.problem == Problem(Level.ERROR, code, "post.md", 7, message, step, "a.png")
    assert found.rows["wechat-body", "b.png"].media


@pytest.mark.parametrize("kind", ["gone", "folder", "pipe"])
def test_what_is_no_readable_file_is_an_error(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "picture.png"
    {"gone": lambda: None, "folder": path.mkdir, "pipe": lambda: os.mkfifo(path)}[kind]()

    row = prepare_pictures([wanted(path)], file="post.md").rows["wechat-body", "a.png"]

    assert row.problem
    assert (row.media, row.problem.code) == (None, "missing-picture")


def test_a_file_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(pictures.MAX_SOURCE_BYTES + 1)

    row = prepare_pictures([wanted(path)], file="post.md").rows["wechat-body", "a.png"]

    assert row.problem
    assert row.problem.message == "a.png: has 100 MB; at most 100 MB are read."


def test_a_lost_animation_is_a_warning_with_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    frames[0].save(path, save_all=True, append_images=frames[1:])

    row = prepare_pictures([wanted(path)], file="post.md").rows["wechat-body", "a.png"]

    assert row.media
    assert row.problem == Problem(
        Level.WARNING,
        "picture-animation",
        "post.md",
        7,
        "a.png: only the first of its 2 frames is shown.",
        "Link the animation if it matters.",
        "a.png",
    )


def test_a_second_run_takes_converted_pictures_from_the_cache(
    tmp_path: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = prepare_pictures([wanted(photo)], file="post.md", cache=tmp_path / "cache")
    new_process(monkeypatch)
    monkeypatch.setattr(pictures, "convert", _must_not_run)

    second = prepare_pictures([wanted(photo)], file="post.md", cache=tmp_path / "cache")

    assert second == first


def test_a_second_call_in_one_process_does_not_read_the_file(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = prepare_pictures([wanted(photo)], file="post.md")
    monkeypatch.setattr(pictures, "_converted", _must_not_run)

    second = prepare_pictures([wanted(photo)], file="post.md")

    assert second == first


def test_a_picture_known_by_another_text_gets_its_own(photo: Path) -> None:
    prepare_pictures([wanted(photo)], file="post.md")

    found = prepare_pictures([Wanted("b.png", photo, 9, "A clock", WECHAT_BODY)], file="post.md")

    row = found.rows["wechat-body", "b.png"]
    assert row.media
    assert (row.source, row.media.source, row.media.alt) == ("b.png", "b.png", "A clock")


def test_an_edited_picture_is_converted_anew(tmp_path: Path, photo: Path) -> None:
    first = prepare_pictures([wanted(photo)], file="post.md", cache=tmp_path / "cache")
    Image.new("RGB", (50, 50), "red").save(photo, "WEBP")

    second = prepare_pictures([wanted(photo)], file="post.md", cache=tmp_path / "cache")

    assert second.blobs.keys().isdisjoint(first.blobs)


def test_another_version_of_the_rule_is_converted_anew(
    tmp_path: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_pictures([wanted(photo)], file="post.md", cache=tmp_path / "cache")
    newer = PictureRule("wechat-body", ("JPEG", "PNG"), 1_000_000, version=2)
    monkeypatch.setattr(pictures, "convert", _must_not_run)

    with pytest.raises(AssertionError):
        prepare_pictures([wanted(photo, newer)], file="post.md", cache=tmp_path / "cache")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"no header\nat all",
        lambda entry: entry[:-1] + bytes([entry[-1] ^ 1]),
        lambda entry: entry.replace(b'"width"', b'"wodth"'),
    ],
    ids=["empty", "other file", "flipped bit", "other header"],
)
def test_a_damaged_cache_entry_is_replaced(
    tmp_path: Path,
    photo: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: object,
) -> None:
    first = prepare_pictures([wanted(photo)], file="post.md", cache=tmp_path / "cache")
    (entry,) = (tmp_path / "cache").iterdir()
    sound = entry.read_bytes()
    assert callable(damage)
    entry.write_bytes(damage(sound))
    new_process(monkeypatch)

    second = prepare_pictures([wanted(photo)], file="post.md", cache=tmp_path / "cache")

    assert second == first
    assert entry.read_bytes() == sound


def test_the_cache_is_readable_by_its_owner_alone(tmp_path: Path, photo: Path) -> None:
    prepare_pictures([wanted(photo)], file="post.md", cache=tmp_path / "cache")

    (entry,) = (tmp_path / "cache").iterdir()
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


def test_a_cache_that_cannot_be_written_only_costs_time(
    tmp_path: Path, photo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")

    found = prepare_pictures([wanted(photo)], file="post.md", cache=tmp_path / "cache")

    assert found.rows["wechat-body", "a.png"].media
    assert "converted pictures are not kept" in caplog.text


def test_memory_forgets_what_was_used_longest_ago() -> None:
    memory: Memory[str, str] = Memory(budget=100)
    memory.put("a", "A", 40)
    memory.put("b", "B", 40)
    memory.get("a")

    memory.put("c", "C", 40)

    assert [memory.get(key) for key in "abc"] == ["A", None, "C"]


@pytest.mark.parametrize(
    ("size", "ratio", "text"),
    [
        ((1880, 800), 2.35, "0_0_1_1"),
        ((1880, 800), 1, "0.287234_0_0.712766_1"),
        ((1000, 1000), 2.35, "0_0.287234_1_0.712766"),
        ((500, 1000), 1, "0_0.25_1_0.75"),
    ],
)
def test_a_cover_is_cropped_from_its_centre(size: tuple[int, int], ratio: float, text: str) -> None:
    assert crop_text(crop_box(*size, ratio)) == text


@pytest.mark.skipif(not SHARED.exists(), reason="the corpus is not beside the repository")
def test_every_picture_of_real_issues_gets_within_the_rule(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_site", SHARED)
    assert spec
    assert spec.loader
    site = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(site)
    site.main(tmp_path, sorted((SHARED.parent / "_posts").glob("*.md")))
    files = [path for path in (tmp_path / "assets").rglob("*.*") if path.is_file()]

    found = prepare_pictures([wanted(p, source=p.name) for p in files], file="post.md")

    sizes = [len(data) for data in found.blobs.values()]
    kinds = {Image.open(BytesIO(data)).format for data in found.blobs.values()}
    assert (len(found.rows), len(sizes)) == (42, 42)
    assert max(sizes) < 1_000_000
    assert kinds == {"JPEG", "PNG"}


def _must_not_run(*_: object) -> None:
    raise AssertionError
