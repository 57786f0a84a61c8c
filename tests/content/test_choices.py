"""Issue < channel's settings < issue's own words for the channel; intro and outro around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from content.choices import as_chosen, choices
from content.defaults import title_for
from content.document import Document, Paragraph, plain_text
from content.hashtags import hashtags
from content.issue import Issue, load_issue
from content.meta import Meta, Value
from content.site import Site
from content.teaser import teaser
from tests.adapters.drawn import saved

BODY = "The opening says it all.\n\n## Robots\n\nThey learn.\n"


def issue(
    folder: Path, own: str = "", settings: dict[str, Value] | None = None, front: str = ""
) -> Issue:
    path = folder / "issue-12.md"
    path.write_text(f"---\ntitle: 'Leads 12: Robots'\ntags: [robots]\n{front}{own}---\n{BODY}")
    site = Site(folder, url="https://b.test", permalink="/:title/", choices={"x": settings or {}})
    return load_issue(path, site)


def text(shown: Issue) -> list[str]:
    return [plain_text(b.children) for b in shown.document.blocks if isinstance(b, Paragraph)]


def test_an_issue_without_choices_is_the_same_object(tmp_path: Path) -> None:
    plain = issue(tmp_path)

    assert as_chosen(plain, "x") == (plain, ())
    assert as_chosen(plain, "x")[0] is plain


@pytest.mark.parametrize(
    ("own", "settings", "title"),
    [
        ("", {}, "Leads 12: Robots"),
        ("", {"title": "Of the settings"}, "Of the settings"),
        ("pressrun: {x: {title: Own}}\n", {"title": "Of the settings"}, "Own"),
        ("pressrun: {x: {title: }}\n", {"title": "Of the settings"}, "Leads 12: Robots"),
        ("pressrun: {telegram: {title: Own}}\n", {}, "Leads 12: Robots"),
    ],
)
def test_the_later_word_wins(
    tmp_path: Path, own: str, settings: dict[str, Value], title: str
) -> None:
    shown, problems = as_chosen(issue(tmp_path, own, settings), "x")

    assert (title_for(shown, "x", 0, len).text, problems) == (title, ())


def test_an_own_teaser_by_any_name_wins_over_that_of_the_settings(tmp_path: Path) -> None:
    given_ = issue(tmp_path, "pressrun: {x: {summary: Own words.}}\n", {"teaser": "Theirs."})

    assert teaser(as_chosen(given_, "x")[0], 100, len, channel="x").text == "Own words."


@pytest.mark.parametrize(
    ("own", "settings", "tags"),
    [
        ("", {}, ("#robots",)),
        ("", {"tags": ["leads"]}, ("#leads",)),
        ("pressrun: {x: {tags: 'a b, c'}}\n", {"tags": ["leads"]}, ("#a_b", "#c")),
        ("pressrun: {x: {tags: []}}\n", {"tags": ["leads"]}, ()),
    ],
)
def test_hashtags_come_from_the_tags_of_the_channel(
    tmp_path: Path, own: str, settings: dict[str, Value], tags: tuple[str, ...]
) -> None:
    assert hashtags(as_chosen(issue(tmp_path, own, settings), "x")[0], 3) == tags


def test_intro_and_outro_stand_around_the_issue_on_their_channel_alone(tmp_path: Path) -> None:
    settings: dict[str, Value] = {
        "intro": "Number **{{ number }}** on {{ channel }}.",
        "outro": "[All of it]({{ url }})",
    }
    shown, problems = as_chosen(issue(tmp_path, settings=settings), "x")

    assert problems == ()
    assert text(shown) == ["Number 12 on x.", "The opening says it all.", "They learn.",
                           "All of it"]  # fmt: skip
    assert (shown.framed, shown.body) == ((1, 1), issue(tmp_path).document)
    assert as_chosen(issue(tmp_path, settings=settings), "telegram")[0].framed == (0, 0)


def test_a_teaser_is_never_taken_from_the_intro(tmp_path: Path) -> None:
    shown, _ = as_chosen(issue(tmp_path, settings={"intro": "Hello there."}), "x")

    assert teaser(shown, 100, len, channel="x").text == "The opening says it all."


def test_pictures_and_covers_of_the_settings_are_found_in_the_site(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(saved(Image.new("RGB", (1000, 500)), "PNG"))
    settings: dict[str, Value] = {"intro": "![](/logo.png)", "cover": "/logo.png"}

    shown, problems = as_chosen(issue(tmp_path, settings=settings), "x")

    assert (shown.assets["/logo.png"].path, problems) == (tmp_path / "logo.png", ())


def test_a_picture_of_the_settings_that_is_missing_names_their_file(tmp_path: Path) -> None:
    _, problems = as_chosen(issue(tmp_path, settings={"cover": "/none.png"}), "x")

    assert [(p.code, p.file, p.line) for p in problems] == [("missing-picture", "pressrun.yaml", 0)]


@pytest.mark.parametrize(
    ("own", "code", "line", "said"),
    [
        ("pressrun:\n  x:\n    intro: '{{ date }}'\n", "template", 6, "this issue has no `date`"),
        ("pressrun:\n  x:\n    intro: |\n      a\n      {{ nope }}\n", "template", 8, "`nope`"),
        ("pressrun:\n  x:\n    outro: 'a[^1]\n\n      [^1]: b'\n", "template", 6, "a footnote"),
        ("pressrun:\n  x: digest\n", "front-matter-type", 5, "`pressrun.x` must hold keys"),
        ("pressrun:\n  x:\n    title: [a]\n", "front-matter-type", 6, "`title` of x must be text"),
        ("pressrun:\n  x:\n    tags: {a: b}\n", "front-matter-type", 6, "must be a list of words"),
    ],
)
def test_what_cannot_be_used_is_an_error_with_its_line(
    tmp_path: Path, own: str, code: str, line: int, said: str
) -> None:
    shown, problems = as_chosen(issue(tmp_path, own), "x")

    assert [(p.code, p.line) for p in problems] == [(code, line)]
    assert said in problems[0].message
    assert problems[0].next
    assert text(shown) == ["The opening says it all.", "They learn."]


def test_a_bad_template_of_the_settings_is_named_by_its_key(tmp_path: Path) -> None:
    _, problems = as_chosen(issue(tmp_path, settings={"outro": "{{ date }}"}), "x")

    assert (problems[0].file, problems[0].line) == ("pressrun.yaml", 0)
    assert "(`channels.x.outro`)" in problems[0].message


KEYS = st.sampled_from(["title", "teaser", "summary", "digest", "intro", "tags", "lang", "mode"])
WORDS = st.dictionaries(KEYS, st.text(max_size=5))


@given(settings=WORDS, own=WORDS)
def test_what_the_issue_says_is_never_lost_and_the_settings_fill_in(
    settings: dict[str, str], own: dict[str, str]
) -> None:
    site = Site(Path("/"), choices={"x": dict(settings)})
    meta = Meta(own={"x": dict(own)})
    base = Issue(Path("a.md"), "a", site, meta, Document(()), {}, "en", "a", None, "")

    found = choices(base, "x")

    assert {key: found[key] for key in own} == own
    assert found.keys() <= {*settings, *own}
