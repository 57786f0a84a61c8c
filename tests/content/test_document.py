from __future__ import annotations

from content.document import (
    Break,
    Code,
    Details,
    Document,
    Figure,
    Footnote,
    FootnoteRef,
    Gallery,
    Heading,
    InlineImage,
    Link,
    List,
    ListItem,
    Math,
    Only,
    Paragraph,
    Quote,
    Strong,
    Text,
    figures,
    plain_text,
    walk,
)


def paragraph(text: str, line: int = 1) -> Paragraph:
    return Paragraph((Text(text),), line)


def test_plain_text_is_what_a_reader_sees_as_characters() -> None:
    children = (
        Text("a "),
        Strong((Link("https://e.org/", (Text("b"), Code("c"))),)),
        Break(),
        Math("x^2"),
        InlineImage("a.png", "not text"),
        FootnoteRef(1),
    )

    assert plain_text(children) == "a bc\nx^2"


def test_walking_visits_parents_before_children_in_document_order() -> None:
    inner, item, quoted, shown = (paragraph(word) for word in ("in", "item", "quoted", "shown"))
    details = Details((), (inner,), 1)
    listed = List((ListItem((item, details), 1),), 1)
    quote = Quote((quoted,), 1)
    only = Only(("x",), (shown,), 1)
    figure = Figure("a.png", 1)
    gallery = Gallery((figure,), 1)

    walked = list(walk((listed, quote, only, gallery)))

    assert walked == [listed, item, details, inner, quote, quoted, only, shown, gallery, figure]


def test_figures_are_found_in_galleries_lists_and_footnotes_but_not_in_text() -> None:
    one, two, three = (Figure(f"{name}.png", 1) for name in ("1", "2", "3"))
    document = Document(
        (
            Heading(1, (InlineImage("icon.png"),), 1),
            Gallery((one,), 1),
            List((ListItem((two,), 1),), 1),
        ),
        (Footnote(1, (Quote((three,), 1),), 1),),
    )

    assert list(figures(document)) == [one, two, three]
