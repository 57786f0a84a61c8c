"""What stands around the frames: problems, pictures, plan, costs, hashes, marks."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from adapters.base import Edition, ImageRow, Part, Phase, canonical_json
from bot import preview
from bot.preview.findings import Finding, Group, groups
from bot.preview.labels import WORDS, labels
from bot.preview.ledger import Before, Cell, picture_rows
from bot.preview.marks import Source, sources
from bot.preview.pictures import Thumbnails
from bot.preview.places import NOWHERE, Place, Places
from bot.preview.timetable import Planned, dollars, timetable, verb
from content.document import Document, List, ListItem, Paragraph, Text
from content.problems import Level, Problem
from tests.bot.fakes import issue
from tests.bot.preview.pages import SHA, media, png, read, rendered, telegram, thread, words

WARNING = Problem(Level.WARNING, "w", "a.md", 5, "Odd.", "Mend it.")
ERROR = Problem(Level.ERROR, "e", "a.md", 9, "Wrong.", "Fix it.")
NOTE = Problem(Level.NOTE, "n", "a.md", 0, "Changed.")


# --- problems ---------------------------------------------------------------------------------


def nowhere() -> Places:
    return Places(issue(Path("site")))


def test_problems_are_grouped_by_code_with_errors_first() -> None:
    second = replace(WARNING, line=7, message="Odd too.")

    assert groups([WARNING, ERROR, second], {}, nowhere()) == (
        Group(
            Level.ERROR,
            "e",
            (Finding("a.md:9", "Wrong.", "", (), NOWHERE),),
            "Fix it.",
            opened=True,
        ),
        Group(
            Level.WARNING,
            "w",
            (
                Finding("a.md:5", "Odd.", "", (), NOWHERE),
                Finding("a.md:7", "Odd too.", "", (), NOWHERE),
            ),
            "Mend it.",
        ),
    )


@pytest.mark.parametrize(("count", "opened"), [(8, [True, False]), (9, [False, False])])
def test_errors_stand_open_while_the_list_is_short(count: int, opened: list[bool]) -> None:
    errors = [replace(ERROR, line=n) for n in range(count)]

    assert [group.opened for group in groups([*errors, WARNING], {}, nowhere())] == opened


def test_the_issues_own_file_is_named_from_the_sites_root() -> None:
    own = str(issue(Path("site")).path)

    (group,) = groups(
        [replace(ERROR, file=own), replace(ERROR, file="pressrun.yaml")], {}, nowhere()
    )

    assert [f.place for f in group.findings] == ["2026-11-23-weekly-1.md:9", "pressrun.yaml:9"]


def test_steps_that_differ_stand_with_their_problems() -> None:
    (group,) = groups([WARNING, replace(WARNING, next="Leave it.")], {}, nowhere())

    assert (group.next, [f.next for f in group.findings]) == ("", ["Mend it.", "Leave it."])


def test_a_problem_names_the_channels_that_meet_it_also_when_it_was_waived() -> None:
    met = Edition("x", (), problems=(replace(WARNING, level=Level.ERROR),))

    (group,) = groups([WARNING], {"x": met, "telegram": Edition("telegram", ())}, nowhere())

    assert group.findings[0].channels == ("x",)


def test_problems_and_changes_stand_apart(tmp_path: Path) -> None:
    page = read(rendered({}, problems=(ERROR, NOTE)), tmp_path)

    assert page.text("problems") == "Problems error e Wrong. Wrong. a.md:9 → Fix it."
    assert page.text("changes") == "What was changed to fit a channel note n Changed. Changed. a.md"


@pytest.mark.parametrize(
    ("problems", "verdict"),
    [
        ((), "Ready to publish 0 errors · 0 warnings"),
        ((WARNING, NOTE), "Ready to publish 0 errors · 1 warning"),
        ((ERROR,), "Cannot be published yet 1 error · 0 warnings Wrong. a.md:9"),
    ],
)
def test_the_verdict_stands_on_top(
    problems: tuple[Problem, ...], verdict: str, tmp_path: Path
) -> None:
    page = read(rendered({}, problems=problems), tmp_path)

    assert " ".join(page.page.find_class("verdict")[0].text_content().split()) == verdict


def test_a_problem_is_looked_for_by_the_words_of_its_block() -> None:
    document = Document((paragraph("One.", 3), paragraph("Two  and\nmore.", 5)))
    places = Places(replace(issue(Path("site")), document=document))
    file = str(issue(Path("site")).path)

    def seen(line: int, of: str = file, subject: str = "") -> Place:
        return places.of(Problem(Level.WARNING, "w", of, line, "Odd.", subject=subject))

    assert (seen(3).words, seen(4).words, seen(7).words) == ("One.", "One.", "Two and more.")
    assert seen(0) == seen(2) == seen(5, of="other.md") == NOWHERE
    assert seen(0, subject="a.png") == Place(picture="a.png")


# --- pictures ---------------------------------------------------------------------------------


def test_the_ledger_has_a_row_for_each_picture_and_open_ones_first() -> None:
    fine = ImageRow("b/a.png", SHA, "", "as is", "image/1", line=3)
    lost = ImageRow("z.heic", SHA, "unreadable", "left out", "", line=9, open=True)

    rows = picture_rows(
        issue(Path("site")),
        {
            "x": Edition("x", (), images=(fine, fine)),
            "wechat": Edition("wechat", (), images=(lost,)),
        },
        ("wechat", "x", "substack"),
        Thumbnails({}),
    )

    assert [(r.source, r.name, r.folder, r.line, r.open, r.cells) for r in rows] == [
        ("z.heic", "z.heic", "", 9, True, ((Cell(lost),), ())),
        ("b/a.png", "a.png", "b/", 3, False, ((), (Cell(fine),))),
    ]
    assert [r.before for r in rows] == [Before(), Before()]


def test_the_ledger_says_rule_action_and_part(tmp_path: Path) -> None:
    row = ImageRow("a.webp", SHA, "jpg/png only", "webp -> jpeg", "image/1", line=3)
    edition = replace(telegram({"text": "a"}), images=(row,))

    page = read(rendered({"telegram": edition}), tmp_path)

    assert page.text("pictures").endswith("a.webp line 3 webp -> jpeg jpg/png only image/1")


def size(uri: str) -> tuple[int, int]:
    from base64 import b64decode

    return Image.open(io.BytesIO(b64decode(uri.partition(",")[2]))).size


@pytest.mark.parametrize(("scale", "expected"), [(1.0, (750, 375)), (0.5, (375, 188))])
def test_a_picture_is_scaled(scale: float, expected: tuple[int, int]) -> None:
    thumbnails = Thumbnails({SHA: png()})

    image = thumbnails.image(media("alt"))

    assert size(thumbnails.uris(scale)[image.key]) == expected
    assert (image.alt, image.width, image.source, image.sha256) == ("alt", 1200, "a.png", SHA)


def test_a_small_picture_is_not_enlarged() -> None:
    thumbnails = Thumbnails({SHA: png(40, 30)})

    image = thumbnails.image(media())

    assert size(thumbnails.uris()[image.key]) == (40, 30)


def test_conversions_of_one_source_are_embedded_once() -> None:
    other = "cd" * 32
    thumbnails = Thumbnails({SHA: png(), other: png(600, 300)})

    first, second = thumbnails.image(media()), thumbnails.image(media(sha256=other))
    elsewhere = thumbnails.image(media(source="b.png", sha256=other))

    assert first.key == second.key != elsewhere.key
    assert (second.sha256, len(thumbnails.uris())) == (other, 2)


def test_a_crop_of_one_source_is_a_picture_of_its_own() -> None:
    other = "cd" * 32
    thumbnails = Thumbnails({SHA: png(), other: png(500, 500)})
    square = replace(media(sha256=other), width=500, height=500)

    assert thumbnails.image(media()).key != thumbnails.image(square).key


def test_transparency_is_shown_on_white() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(made, "PNG")

    assert only(made.getvalue()) == only(white())


def only(source: bytes) -> list[str]:
    thumbnails = Thumbnails({SHA: source})
    thumbnails.image(media())
    return [*thumbnails.uris().values()]


def white() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize("blobs", [{}, {SHA: b"no picture"}, {SHA: png()[:80]}])
def test_a_picture_that_cannot_be_read_is_said_to_be_missing(
    blobs: dict[str, bytes], tmp_path: Path
) -> None:
    page = read(rendered({"x": thread("one", pictures=1)}, blobs=blobs), tmp_path)

    assert page.texts("x", "missing") == ["The picture cannot be shown: a.png"]


def test_pictures_get_smaller_until_the_page_is_small_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = io.BytesIO()
    Image.effect_noise((1500, 1500), 90).save(noise, "PNG")
    release = rendered({"x": thread("one", pictures=1)}, blobs={SHA: noise.getvalue()})
    full = len(read(release, tmp_path / "full").raw)
    monkeypatch.setattr(preview, "LARGEST", full // 2)

    small = len(read(release, tmp_path / "small").raw)

    assert small <= full // 2


# --- plan, cost, hashes -----------------------------------------------------------------------


def test_the_plan_is_in_the_order_of_its_times_with_costs(tmp_path: Path) -> None:
    editions = {"x": thread("a"), "telegram": telegram({"text": "b"})}

    page = read(rendered(editions), tmp_path, plan="x +2h, telegram +30m")

    x, post = editions["x"].hash, editions["telegram"].hash
    release = canonical_json({"telegram": post, "x": x})
    assert page.text("plan") == (
        "Plan x +2h, telegram +30m after the release time Channel How When What goes out Cost "
        f"Edition Telegram web +30m 1 call bubbles 1 $0.00 {post} X web +2h 1 call $0.015 {x} "
        f"Total $0.015 Release {hashlib.sha256(release.encode()).hexdigest()}"
    )


def test_a_known_release_time_gives_the_moments_in_both_zones() -> None:
    planned = Planned("x +2h", datetime(2026, 11, 23, tzinfo=UTC), "Asia/Shanghai")

    made = timetable({"x": thread("a")}, planned, "en", words())

    assert made.release == "2026-11-23 08:00 CST"
    assert (made.legs[0].local, made.legs[0].utc) == ("2026-11-23 10:00 CST", "02:00 UTC")


def test_without_a_plan_the_usual_one_holds() -> None:
    made = timetable({"x": thread("a")}, Planned(), "en", words())

    assert (made.legs[0].due, made.fault) == ("+1h", "")


def test_a_channel_that_the_plan_does_not_name_goes_at_once() -> None:
    made = timetable({"x": thread("a")}, Planned("telegram +0"), "en", words())

    assert made.legs[0].due == "at once (not in the plan)"


def test_a_plan_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    page = read(rendered({"x": thread("a")}), tmp_path, plan="x later")

    assert "cannot read 'x later' in the plan" in page.text("plan")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((Part("draft", "draft", {}, phase=Phase.PREPARE),), "draft"),
        ((Part("draft", "draft", {}, phase=Phase.PREPARE), Part("p", "publish", {})), "web"),
        ((Part("p", "publish", {"send": False}),), "web"),
        ((Part("p", "publish", {"send": True}),), "web+email"),
    ],
)
def test_the_verb_is_read_from_the_parts(parts: tuple[Part, ...], expected: str) -> None:
    assert verb(Edition("substack", parts)) == expected


@pytest.mark.parametrize(
    ("amount", "shown"), [(0.0, "$0.00"), (0.365, "$0.365"), (0.35, "$0.35"), (4.67, "$4.67")]
)
def test_costs_are_shown_to_the_tenth_of_a_cent(amount: float, shown: str) -> None:
    assert dollars(amount) == shown


# --- marks ------------------------------------------------------------------------------------


def paragraph(text: str, line: int) -> Paragraph:
    return Paragraph((Text(text),), line)


def test_the_place_of_a_post_is_found_in_the_issue() -> None:
    item = ListItem((paragraph("A fact with a name@example", 8),), 8)
    document = Document((paragraph("Not this one at all.", 3), List((item,), 8)))
    of = replace(issue(Path("site")), document=document)
    edition = thread(
        "Not this one at all.",
        "Heading\n\n• A fact with a name\u200a@example\n\n2/3",
        "Not this one at all.",
    )

    assert sources(of, edition) == (Source("post/2", 8, "A fact with a name@example"),)


def test_marks_to_paste_stand_with_the_places(tmp_path: Path) -> None:
    of = replace(issue(Path("site")), document=Document((paragraph("A story of its own.", 4),)))

    page = read(rendered({"x": thread("a", "A story of its own.", "c")}, of=of), tmp_path)

    assert "post/2 line 4 A story of its own. <!-- x:post -->" in page.text("marks")


# --- words and links --------------------------------------------------------------------------


def test_every_word_is_there_in_both_languages() -> None:
    assert [name for name, pair in WORDS.items() if not all(pair)] == []


def test_a_chinese_issue_has_a_chinese_page(tmp_path: Path) -> None:
    page = read(rendered({}, of=replace(issue(Path("site")), language="zh")), tmp_path)

    assert page.page.get("lang") == "zh-CN"
    assert page.page.find(".//title").text == f"{labels('zh').preview} · Weekly 1: one"


def test_links_of_a_frame_are_listed_where_they_can_be_followed(tmp_path: Path) -> None:
    url = "https://example.com/a"

    page = read(rendered({"x": thread(f"{url} {url}")}), tmp_path)

    (listed,) = page.page.find_class("links")
    assert [a.get("href") for a in listed.iter("a")] == [url]


def test_the_folder_is_made(tmp_path: Path) -> None:
    page = preview.write_page(rendered({}), tmp_path / "a" / "b")

    assert page == tmp_path / "a" / "b" / "index.html"
    assert page.read_bytes().startswith(b"<!doctype html>")
