"""Each form that a cell can name, and how to see on a page that it is there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from adapters.nodes import UNSEEN
from tests.adapters.node_pages import Page, Piece, squeezed
from tests.adapters.node_samples import Sample

Form = Callable[[Page, Sample], bool]

KINDS = ("Warning", "警告")  # of the sample's callout, in its languages
ADDRESS = re.compile(r"\]\((?:mailto:)?([^)]+)\)(?!\])")
STYLES = frozenset({
    "bold", "italic", "underline", "strikethrough", "code", "pre", "blockquote", "strong", "em",
    "link", "text_link", "sup", "sub", "a", "s", "u", "span",
})  # fmt: skip


def holds(piece: Piece, words: str) -> bool:
    return squeezed(words) in squeezed(piece.text)


def within(page: Page, kind: str, words: Sequence[str]) -> bool:
    """Whether each of the words stands in a piece of this kind; or there is such a piece."""
    found = page.of(kind)
    return bool(found) and all(any(holds(piece, one) for piece in found) for one in words)


def exactly(page: Page, kind: str, words: str) -> bool:
    return any(squeezed(piece.text) == squeezed(words) for piece in page.of(kind))


def address(sample: Sample) -> str:
    """Of the sample's link."""
    return ADDRESS.findall(sample.markdown)[-1]


# --- forms of several channels ----------------------------------------------------------------


def verbatim(page: Page, sample: Sample) -> bool:
    return all(words in page.text for words in sample.own)


def plain(page: Page, sample: Sample) -> bool:
    styled = [piece for piece in page.pieces if piece.kind in STYLES]
    return not any(squeezed(p.text) == squeezed(words) for p in styled for words in sample.own)


def inside(kind: str) -> Form:
    return lambda page, sample: within(page, kind, sample.own)


def linked(kind: str) -> Form:
    def seen(page: Page, sample: Sample) -> bool:
        words = sample.own[-1]
        return any(
            holds(p, words) and p.target.startswith(("http", "mailto")) for p in page.of(kind)
        )

    return seen


def joined(by: str) -> Form:
    return lambda page, sample: by.join(sample.own) in page.text


def own_lines(page: Page, sample: Sample) -> bool:
    return all(words in page.lines() for words in sample.own)


def titles(kind: str = "") -> Form:
    """The headings among the words: every second one, from the first on."""

    def seen(page: Page, sample: Sample) -> bool:
        found = sample.own[::2]
        styled = not kind or all(exactly(page, kind, words) for words in found)
        return styled and all(words in page.lines() for words in found)

    return seen


def marked(*marks: str, kind: str = "") -> Form:
    def seen(page: Page, sample: Sample) -> bool:
        wanted = [
            f"{mark} {words}"
            for mark, words in zip(marks * len(sample.own), sample.own, strict=False)
        ]
        if kind:
            return all(exactly(page, kind, words) for words in wanted)
        return all(words in page.lines() for words in wanted)

    return seen


def indented(page: Page, sample: Sample) -> bool:
    found = [re.search(f"^( *)• {re.escape(words)}$", page.text, re.M) for words in sample.own]
    widths = [len(one[1]) for one in found if one]
    return len(widths) == len(sample.own) and all(a < b for a, b in pairwise(widths))


def boxed(outer: str, inner: str, *, kind: bool) -> Form:
    """A box with all the words, above them its title; what stands in no other is no box in HTML."""

    def seen(page: Page, sample: Sample) -> bool:
        boxes = [p for p in page.of(outer) if p.path or outer != "section"]
        return any(
            exactly(page, inner, title) and all(holds(box, w) for w in (title, *sample.own))
            for box in boxes
            for title in (KINDS if kind else sample.own[:1])
        )

    return seen


def one(kind: str) -> Form:
    """A single piece that has all the words in it."""
    return lambda page, sample: (
        len(page.of(kind)) == 1 and all(holds(page.of(kind)[0], words) for words in sample.own)
    )


def per_row(page: Page, sample: Sample) -> bool:
    return all(f"{a} · {b}" in page.text for a, b in _rows(sample))


def per_item(page: Page, sample: Sample) -> bool:
    head, *rows = [f"{a} · {b}" for a, b in _rows(sample)]
    return exactly(page, "strong", head) and all(exactly(page, "list_item", row) for row in rows)


def _rows(sample: Sample) -> list[tuple[str, str]]:
    return list(zip(sample.own[::2], sample.own[1::2], strict=True))


def columns(page: Page, sample: Sample) -> bool:
    """The last column is set to the right: all lines are equally wide."""
    lines = page.of("pre")[0].text.split("\n")
    widths = {sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in x) for x in lines}
    return within(page, "pre", sample.own) and len(widths) == 1


def own_picture(page: Page, _: Sample) -> bool:
    found = [*page.of("photo"), *page.of("captionedImage")]
    return len(found) == 1 and not {"list_item", "paragraph"}.intersection(found[0].path)


def listed_notes(page: Page, sample: Sample) -> bool:
    note = re.escape(sample.own[0])
    return "[1]" in page.text and re.search(rf"^\[1\] {note}$", page.text, re.M) is not None


def unseen(page: Page, sample: Sample) -> bool:
    hides = bool(sample.hidden) and not any(words in page.raw for words in sample.hidden)
    return hides and verbatim(page, sample)


def chosen(page: Page, sample: Sample) -> bool:
    """The words below a mark are told, those above it are not."""
    return sample.text[0] in page.text and sample.own[0] not in page.text


def names_kind(page: Page, _: Sample) -> bool:
    return any(kind in page.lines() for kind in KINDS)


def title_and_words(page: Page, sample: Sample) -> bool:
    return sample.own[0] in page.lines() and sample.own[1] in page.lines()


# --- of one -----------------------------------------------------------------------------------


def pictures(count: int, *, linking: bool | None = None) -> Form:
    """A post with so many pictures, beside the words that stand around them."""

    def seen(page: Page, sample: Sample) -> bool:
        posts = [p for p in page.of("post") if p.target == str(count)]
        near = any(holds(post, words) for post in posts for words in sample.text)
        return near and (linking is None or (address(sample) in page.text) is linking)

    return seen


def with_address(page: Page, sample: Sample) -> bool:
    behind = rf"{re.escape(sample.own[0])} \(?{re.escape(address(sample))}"
    return re.search(behind, page.text) is not None


def without_address(page: Page, sample: Sample) -> bool:
    return address(sample) not in page.text


def referred(page: Page, sample: Sample) -> bool:
    entries = [p for p in page.of("p") if p.text.startswith("[1] ")]
    bare = address(sample).removeprefix("https://")
    return exactly(page, "sup", "[1]") and len(entries) == 1 and bare in entries[0].text


def circled(page: Page, sample: Sample) -> bool:
    return exactly(page, "sup", "①") and exactly(page, "p", f"①{sample.own[0]}")


def as_address(page: Page, sample: Sample) -> bool:
    return within(page, "p", sample.own) and not page.of("a")


def styled(kind: str, *words: str) -> Form:
    """Words in an element whose style says one of these."""

    def seen(page: Page, sample: Sample) -> bool:
        found = [p for p in page.of(kind) if any(word in p.target for word in words)]
        return any(holds(p, sample.own[-1]) and p.path for p in found)

    return seen


def nested_sections(page: Page, sample: Sample) -> bool:
    found = [p for p in page.of("section") if "border" in p.target]
    outer = [p for p in found if holds(p, sample.own[0])]
    inner = [p for p in found if holds(p, sample.own[1]) and not holds(p, sample.own[0])]
    return len(outer) == 1 and len(inner) == 1 and len(inner[0].path) > len(outer[0].path)


def deeper(page: Page, sample: Sample) -> bool:
    marks = [f"{mark}{words}" for mark, words in zip("•◦▪", sample.own, strict=True)]
    found = [p for mark in marks for p in page.of("p") if squeezed(p.text) == squeezed(mark)]
    return len(found) == len(marks) and all(len(a.path) < len(b.path) for a, b in pairwise(found))


def four_styles(page: Page, sample: Sample) -> bool:
    found = {p.target for p in page.of("p") if p.text in sample.own[::2]}
    return len(found) == 4 and all(exactly(page, "p", words) for words in sample.own[::2])


def heading_style(page: Page, sample: Sample) -> bool:
    found = {p.text: p.target for p in page.of("p")}
    return bool(found[sample.own[0]]) and found[sample.own[0]] != found[sample.own[1]]


def levels(page: Page, sample: Sample) -> bool:
    found = {p.text: p.target for p in page.of("heading")}
    return all(found[words] == str(n) for n, words in enumerate(sample.own[::2], start=1))


def unquoted(page: Page, sample: Sample) -> bool:
    found = [p for p in page.of("paragraph") if p.text == sample.own[0]]
    return bool(found) and found[0].path[-1] == "list_item" and not page.of("blockquote")


def three_lists(page: Page, sample: Sample) -> bool:
    return any(
        p.path.count("bullet_list") == 2 and holds(p, sample.own[2]) for p in page.of("bullet_list")
    )


def to(kind: str, target: str = "") -> Form:
    """A piece whose target is this one, or what the sample names."""
    return lambda page, sample: any(
        p.target == (target or (sample.own[0] if sample.own else address(sample)))
        for p in page.of(kind)
    )


def both(*forms: Form) -> Form:
    return lambda page, sample: all(form(page, sample) for form in forms)


def matching(pattern: str) -> Form:
    """In the markup as it is sent; `{0}` and `{1}` are the sample's words."""

    def seen(page: Page, sample: Sample) -> bool:
        return re.search(pattern.format(*map(re.escape, sample.own)), page.raw) is not None

    return seen


def many(kind: str, count: int) -> Form:
    return lambda page, _: len(page.of(kind)) == count


FORMS: Mapping[str, Form] = {
    UNSEEN: unseen,
    "text": verbatim,
    "plain text": plain,
    "source": both(verbatim, plain),
    "source as `code`": inside("code"),
    "source as `pre`": both(inside("pre"), to("pre", "latex")),
    "source as `<code>`": inside("code"),
    "source as `<pre>`": inside("pre"),
    "line break": joined("\n"),
    "lines between blank ones": joined("\n\n"),
    "address": verbatim,
    "words, then the address": with_address,
    "words alone": without_address,
    "`[1]`, and a list at the end": listed_notes,
    "`[1]`, and a reference at the end": referred,
    "`①`, and a list at the end": circled,
    "the address as text": as_address,
    "a name that calls nobody": lambda page, s: f"@\N{HAIR SPACE}{s.own[0][1:]}" in page.text,
    "Unicode's ²": lambda page, _: "²" in page.text,
    "Unicode's ₂": lambda page, _: "₂" in page.text,
    "a line of its own": titles(),
    "`bold` line": titles("bold"),
    "`strong` line": titles("strong"),
    "term `bold`": titles("bold"),
    "term `strong`": titles("strong"),
    "term `<strong>`": titles("strong"),
    "term a line of its own": titles(),
    "lines with `•`": marked("•"),
    "a line with `•`": lambda page, s: f"• {s.own[0]}" in page.lines(),
    "lines with `3.`": marked("3.", "4."),
    "lines with `☑`, `☐`": marked("☑", "☐"),
    "indented lines with `•`": indented,
    "`<p>` with `•`": marked("•", kind="p"),
    "`<p>` with `3.`": marked("3.", "4.", kind="p"),
    "`<p>` with `☑`, `☐`": marked("☑", "☐", kind="p"),
    "`bullet_list` with `☑`, `☐`": both(marked("☑", "☐", kind="list_item"), many("bullet_list", 1)),
    "indented `<p>` with `•`, `◦`, `▪`": deeper,
    "`bullet_list` in lists": three_lists,
    "`ordered_list`": both(inside("ordered_list"), to("ordered_list", "3")),
    "part of the `blockquote`": one("blockquote"),
    "`blockquote`, its kind `bold`": boxed("blockquote", "bold", kind=True),
    "`blockquote`, its title `bold`": boxed("blockquote", "bold", kind=False),
    "`blockquote`, its kind `strong`": boxed("blockquote", "strong", kind=True),
    "`blockquote`, its title `strong`": boxed("blockquote", "strong", kind=False),
    "`<section>`, its kind `<strong>`": boxed("section", "strong", kind=True),
    "`<section>`, its title `<strong>`": boxed("section", "strong", kind=False),
    "plain text below its kind": both(names_kind, own_lines),
    "plain text below its title": title_and_words,
    "plain text without its kind": both(lambda page, s: not names_kind(page, s), own_lines),
    "`<section>` with a border": styled("section", "border"),
    "`<section>` in another": nested_sections,
    "columns in `pre`": columns,
    "a line per row": per_row,
    "an item per row": per_item,
    "`<table>`": both(inside("table"), matching("text-align:right")),
    "plain text, line by line": own_lines,
    "`highlighted_code_block`": both(
        inside("highlighted_code_block"), to("highlighted_code_block", "python")
    ),
    "code between two lists": lambda page, _: all(
        "list_item" not in piece.path for piece in page.of("highlighted_code_block")
    ) and bool(page.of("highlighted_code_block")),
    "`latex_block`": to("latex_block"),
    "a picture of its own": own_picture,
    "a picture of its post": pictures(1),
    "picture": pictures(1),
    "picture alone": pictures(1, linking=False),
    "picture, and the address": pictures(1, linking=True),
    "pictures of one post": pictures(2),
    "text of the post": both(pictures(1), verbatim),
    "photo": many("photo", 1),
    "photo, and a mark that links": both(many("photo", 1), to("text_link")),
    "album": to("album", "2"),
    "caption": inside("caption"),
    "`caption`": inside("caption"),
    "one picture below the other": many("captionedImage", 2),
    "`captionedImage`": many("captionedImage", 1),
    "`captionedImage` with `href`": to("image2"),
    "`<img>`": many("img", 1),
    "`<img>` in its line": lambda page, s: any(
        "<img" in line and all(words in line for words in s.text)
        for line in re.findall(r"<p[^>]*>(?:(?!</p>).)*</p>", page.raw)
    ),
    "`<img>` beside each other": matching(r"<img[^>]*>\s*<img"),
    "a line below the `<img>`": matching(r"<img[^>]*><br><span[^>]*>{0}</span>"),
    "`youtube2`": to("youtube2"),
    "open, its title `strong`": both(titles("strong"), title_and_words),
    "open, its title `<strong>`": both(titles("strong"), title_and_words),
    "open, its title a line of its own": title_and_words,
    "`<p>` in the theme's four styles": four_styles,
    "`<p>` in a heading's style": heading_style,
    "`<span>` with a background": styled("span", "background"),
    "`<br>`": matching("{0}<br>{1}"),
    "`heading`": levels,
    "`hard_break`": both(joined("\n"), many("hard_break", 1)),
    "`footnote`": both(inside("footnote"), many("footnoteAnchor", 1)),
    "paragraph of the item": unquoted,
    "what follows is chosen": chosen,
    "`text_link`": linked("text_link"),
    "`link`": linked("link"),
    "`<a>`": linked("a"),
    "`[1]` that leads to the note at the end": both(
        matching(r'<sup><a href="#note-1">\[1\]</a></sup>'),
        matching(r'<a name="note-1"></a>\[1\] {0}'),
    ),
    "`<p>` for each line": matching("<p>{0}</p><p>{1}</p>"),
    "`<img>` below the words": matching("</p><img[^>]*/>$"),
    "`<h1>` to `<h6>`": lambda page, s: all(
        exactly(page, f"h{n}", words) for n, words in enumerate(s.own[::2], start=1)
    ),
    "`<ol>`": both(inside("ol"), matching('<ol start="3">')),
    "`<ul>` with boxes": matching("<input[^>]* checked/>{0}</li><li><input[^>]*\"/>{1}</li></ul>"),
    "`<ul>` in another": lambda page, s: any(
        p.path.count("ul") == 2 and holds(p, s.own[2]) for p in page.of("ul")
    ),
    "`<blockquote>` in another": lambda page, s: any(
        "blockquote" in p.path and holds(p, s.own[1]) and not holds(p, s.own[0])
        for p in page.of("blockquote")
    ),
    "`<blockquote>`, its kind `<b>`": boxed("blockquote", "b", kind=True),
    "`<blockquote>`, its title `<b>`": boxed("blockquote", "b", kind=False),
    "`<table>` with `align`": both(inside("table"), matching('<td align="right">{3}')),
    "`<pre>` with its language": both(inside("pre"), matching("<pre><code class=.language-python")),
    "`<img>` between blocks": matching("</p><img[^>]*/><p>"),
    "`<img>`, its caption a link": matching("<img[^>]*/><figcaption><a href"),
    "`<img>` in its item": matching("</p><img[^>]*/></li>"),
    "`<h3>` in its item": matching("<li><h3>{0}</h3>"),
    "`<tg-collage>`": matching("<tg-collage><img[^>]*/><img[^>]*/></tg-collage>"),
    "term `<b>`": titles("b"),
    **{f"`{kind}`": inside(kind) for kind in (
        "bold", "italic", "strikethrough", "underline", "code", "blockquote", "pre",
        "expandable_blockquote", "strong", "em", "paragraph", "bullet_list", "horizontal_rule",
        "subscribeWidget",
    )},
    **{f"`<{tag}>`": inside(tag) for tag in (
        "strong", "em", "s", "u", "sup", "sub", "code", "p", "pre", "hr", "b", "i", "mark", "ul",
        "blockquote", "figcaption", "details", "tg-math", "tg-math-block",
    )},
}  # fmt: skip
