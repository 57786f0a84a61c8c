from __future__ import annotations

import pytest

from adapters.telegram.blocks import block_rich, is_link
from adapters.telegram.rich import Entity, Rich, cut, joined, payload, styled
from tests.adapters.telegram.samples import parsed


def written(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """The text of the only block, and what each entity covers."""
    (block,) = parsed(markdown).blocks
    rich = block_rich(block)
    return rich.text, [(e.kind, rich.text[e.start : e.end]) for e in rich.entities]


@pytest.mark.parametrize(
    ("markdown", "text", "covered"),
    [
        ("甲**乙**丙", "甲乙丙", [("bold", "乙")]),
        ("**甲*乙*丙**", "甲乙丙", [("bold", "甲乙丙"), ("italic", "乙")]),
        ("**甲**乙**丙**", "甲乙丙", [("bold", "甲"), ("bold", "丙")]),
        ("**甲`b`丙**", "甲b丙", [("bold", "甲"), ("code", "b"), ("bold", "丙")]),
        ("*`b`*", "b", [("code", "b")]),
        ("~~甲~~<u>乙</u>", "甲乙", [("strikethrough", "甲"), ("underline", "乙")]),
        ("[甲**乙**](https://a.example)", "甲乙", [("text_link", "甲乙"), ("bold", "乙")]),
        ("[甲`b`](https://a.example)", "甲b", [("text_link", "甲b")]),
        ("# 甲**乙**", "甲乙", [("bold", "甲乙")]),
        ("x<sup>2</sup> ==标==", "x2 标", []),
        ("$E=mc^2$", "E=mc^2", [("code", "E=mc^2")]),
        ("> 甲`b`", "甲b", [("blockquote", "甲b"), ("code", "b")]),
        ("> 甲\n>\n> > 乙", "甲\n\n乙", [("blockquote", "甲\n\n乙")]),
        ("[信](mailto:a@b.example)", "信 (a@b.example)", []),
        ("<a@b.example>", "a@b.example", []),
        ("[此](http://localhost/x)", "此", []),
    ],
)
def test_a_block_as_text_and_entities(
    markdown: str, text: str, covered: list[tuple[str, str]]
) -> None:
    assert written(markdown) == (text, covered)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (
            "- 一\n- 二\n    - 二之一\n        - 深\n- 三",
            "• 一\n• 二\n    • 二之一\n        • 深\n• 三",
        ),
        ("3. 三\n4. 四", "3. 三\n4. 四"),
        ("- [x] 完\n- [ ] 未", "☑ 完\n☐ 未"),
        ("1. 甲\n\n   乙\n\n   丙\n2. 丁", "1. 甲\n    乙\n    丙\n2. 丁"),
        ("- 甲\n\n  ```\n  x = 1\n  ```\n- 乙", "• 甲\nx = 1\n• 乙"),
        ("- 甲  \n  乙", "• 甲\n    乙"),
        ("- 甲\n  > 引", "• 甲\n引"),
        ("> [!TIP]\n> 甲\n>\n> 乙\n>\n> - 一", "Tip\n甲\n\n乙\n• 一"),
        ("> [!note] 题\n> 甲", "题\n甲"),
        ("> ### 头\n> 甲", "头\n甲"),
        ("甲 <br> 乙<br/>丙", "甲 \n乙\n丙"),
        ("甲\u202e乙\u2028丙", "甲乙丙"),
    ],
)  # fmt: skip
def test_the_lines_of_a_block(markdown: str, text: str) -> None:
    assert written(markdown)[0] == text


def test_code_keeps_its_indent_and_its_language() -> None:
    (block,) = parsed("```python\n    if x:\n\treturn\n```").blocks

    assert block_rich(block) == Rich(
        "    if x:\n    return", (Entity("pre", 0, 20, language="python"),)
    )


def test_what_shows_nothing_is_empty() -> None:
    assert [block_rich(block) for block in parsed("---\n\n```\n\n```\n").blocks] == [Rich(), Rich()]


@pytest.mark.parametrize(
    ("href", "linked"),
    [
        ("https://a.example/b?c#d", True),
        ("HTTP://A.EXAMPLE", True),
        ("https://user@a.example", True),
        ("https://localhost/a.b", False),
        ("mailto:a@b.example", False),
        ("tel:1", False),
        ("https://a.example/" + "x" * 3_000, False),
    ],
)
def test_which_addresses_become_links(href: str, *, linked: bool) -> None:
    assert is_link(href) is linked


def test_offsets_on_the_wire_are_utf16_units() -> None:
    rich = Rich("🚀甲𝄞乙", (Entity("bold", 1, 3), Entity("italic", 3, 4)))

    text, entities = payload(rich)

    assert text == "🚀甲𝄞乙"
    assert entities == [
        {"type": "bold", "offset": 2, "length": 3},
        {"type": "italic", "offset": 5, "length": 1},
    ]


def test_several_texts_go_on_the_wire_as_one() -> None:
    parts = (Rich("🚀甲", (Entity("bold", 1, 2),)), Rich("𝄞乙", (Entity("italic", 1, 2),)))

    assert payload(*parts, separator="\n\n") == payload(joined(parts, "\n\n"))


def test_a_style_that_spans_a_cut_goes_on_behind_it() -> None:
    rich = Rich("甲乙 丙丁", (Entity("bold", 0, 5), Entity("italic", 3, 5)))

    assert cut(rich, [3]) == [
        Rich("甲乙", (Entity("bold", 0, 2),)),
        Rich("丙丁", (Entity("bold", 0, 2), Entity("italic", 0, 2))),
    ]


def test_code_behind_a_cut_keeps_its_indent() -> None:
    rich = Rich("a:\n\n    b", (Entity("pre", 0, 9, language="python"),))

    assert cut(rich, [4])[1] == Rich("    b", (Entity("pre", 0, 5, language="python"),))


def test_joining_moves_entities() -> None:
    made = joined([styled(Rich("甲"), "bold"), Rich("乙"), styled(Rich("丙"), "italic")], "\n\n")

    assert made == Rich("甲\n\n乙\n\n丙", (Entity("bold", 0, 1), Entity("italic", 6, 7)))
